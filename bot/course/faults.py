"""What is wrong with the content, as records: where, which rule, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.errors import ContentError


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one place. `line` counts from 1; `rule` is a short, lasting code."""

    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message} [{self.rule}]"


def raise_faults(faults: Iterable[Fault]) -> None:
    """Raise one ContentError that lists every fault, a line each, ordered by place; none: return."""
    ordered = sorted(set(faults))
    if ordered:
        raise ContentError("\n".join(str(fault) for fault in ordered))
