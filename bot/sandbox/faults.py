"""Faults on purpose: what can go wrong between a bot and Telegram, by rule or for one single call."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

FaultKind = Literal["error", "reset_before", "reset_after", "slow"]


@dataclass
class Fault:
    """One rule.

    `method` None means any but getUpdates. `kind`: "error" answers 500 and carries nothing out;
    "reset_before" cuts the connection and carries nothing out; "reset_after" carries it out and cuts the
    connection; "slow" carries it out and answers `seconds` (real ones) later. It strikes with `probability`,
    at most `times` times. `struck` counts, and `chats` says whose calls it met.
    """

    kind: FaultKind
    method: str | None = None
    probability: float = 1.0
    times: int | None = None
    seconds: float = 0.0
    struck: int = 0
    chats: list[int] = field(default_factory=list)

    def fits(self, method: str) -> bool:
        """Whether the rule speaks of `method` and has strikes left."""
        if self.times is not None and self.struck >= self.times:
            return False
        if self.method is None:
            return method != "getUpdates"
        return self.method.lower() == method.lower()


@dataclass
class Faults:
    """All rules of one world; the same `seed` gives the same faults for the same calls."""

    seed: int = 0
    rules: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def add(
        self,
        kind: FaultKind,
        method: str | None = None,
        *,
        probability: float = 1.0,
        times: int | None = None,
        seconds: float = 0.0,
    ) -> Fault:
        """Add a rule and give it back; its `struck` counts."""
        rule = Fault(kind, method, probability, times, seconds)
        self.rules.append(rule)
        return rule

    def once(self, kind: FaultKind, method: str | None = None, *, seconds: float = 0.0) -> Fault:
        """The next call of `method` meets this fault; later ones do not."""
        return self.add(kind, method, times=1, seconds=seconds)

    @contextmanager
    def lasting(self, kind: FaultKind, method: str | None = None) -> Iterator[Fault]:
        """Every call of `method` meets this fault for the length of the block."""
        rule = self.add(kind, method)
        try:
            yield rule
        finally:
            self.rules.remove(rule)

    def clear(self) -> None:
        """From now on nothing goes wrong."""
        self.rules.clear()

    def strike(self, method: str, chat_id: object = None) -> Fault | None:
        """The fault that this call of `method`, for that chat, meets, if any."""
        for rule in self.rules:
            if rule.fits(method) and (rule.probability >= 1 or self._random.random() < rule.probability):
                rule.struck += 1
                if isinstance(chat_id, int):
                    rule.chats.append(chat_id)
                return rule
        return None
