"""Telegram's bad weather: calls that fail, answers that get lost, and storms of 429."""

import math
import random
from collections import Counter
from dataclasses import dataclass, field

from bot.sandbox.faults import Fault
from bot.sandbox.limits import Flood, too_many
from bot.sandbox.world import World

SLOW_SECONDS = 1.0


@dataclass
class Storms(Flood):
    """429: with the chance `single` for one chat, for everybody while a storm lasts. Counts the attempts by chat."""

    single: float = 0.0
    waits: int = 5  # seconds that a single chat is told to wait
    every: int = 0  # after so many attempts comes a storm; 0: never
    lasts: float = 10.0  # seconds
    attempts: Counter[int] = field(default_factory=Counter)
    _over_at: float = -math.inf
    _dice: random.Random = field(default_factory=lambda: random.Random(429))

    def check(self, method: str, chat_id: int) -> None:
        """Count one attempt to send, or raise ApiError 429."""
        if method != "sendMessage":
            return
        self.attempts[chat_id] += 1
        now = self.clock()
        if self.every and self.attempts.total() % self.every == 0:
            self._over_at = now + self.lasts
        if now < self._over_at:
            self.refused += 1
            raise too_many(math.ceil(self._over_at - now))
        if self._dice.random() < self.single:
            self.refused += 1
            raise too_many(self.waits)


@dataclass
class Weather:
    """What goes wrong at Telegram in one scenario, and whom it met."""

    storms: Storms
    rules: list[Fault] = field(default_factory=list)

    def turns_bad(self, world: World, deliveries: int) -> None:
        """One call in ten fails, one in twenty is cut off before it is carried out, one after; 429 comes in storms."""
        self.storms.single, self.storms.every = 0.03, max(deliveries // 4, 50)
        self.rules += [
            world.faults.add("error", "sendMessage", probability=0.10),
            world.faults.add("reset_before", "sendMessage", probability=0.05),
            world.faults.add("reset_after", "sendMessage", probability=0.05),
            world.faults.add("slow", "sendMessage", probability=0.02, seconds=SLOW_SECONDS),
        ]

    @property
    def unanswered(self) -> Counter[int]:
        """How often each chat's calls met a connection that broke: nobody can know what became of them."""
        return Counter(chat for rule in self.rules if rule.kind.startswith("reset") for chat in rule.chats)
