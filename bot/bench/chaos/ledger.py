"""The books: what the database says of each delivery, held against what each person's phone has shown. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.bench.chaos.people import WINDOW_ENDS, is_asleep, is_early
from bot.bench.crowd import NOW
from bot.db.tables import Kind, Outcome

TWICE = 2  # so often a page is sent at most when nobody can know whether it came
HELD_UNTIL = NOW + timedelta(hours=4)  # what waits longer than this waits for a window; every other pause is shorter


class Written(NamedTuple):
    """A delivery as the database has it."""

    id: int
    kind: Kind
    occurrence: int
    state: Outcome
    reason: str | None
    due_at: datetime
    not_before: datetime


@dataclass(frozen=True)
class Leaving:
    """Somebody who left in the middle. `heard_at`: when the bot had dealt with it; None: it is not told of a block."""

    how: str  # block, hide or pause
    at: datetime
    heard_at: datetime | None


@dataclass(frozen=True)
class Seen:
    """What one person's phone has shown."""

    came: Sequence[datetime]
    """When something came unasked."""
    stands: int
    """How many of the bot's messages stand in the chat at the end; of those who did not hide, that came unasked."""
    attempts: int
    """How often the bot tried, as far as Telegram heard of it."""


@dataclass(frozen=True)
class Evidence:
    """What happened in a scenario, by chat."""

    rows: Mapping[int, Written]
    """The delivery that was due."""
    again: Set[int]
    """Whose page is planned to come once more in some days."""
    seen: Mapping[int, Seen]
    unanswered: Mapping[int, int]
    """How often a call for this chat was cut off by Telegram."""
    in_hand: Set[int]
    """Whose delivery was in the hands of a worker that was killed."""
    left: Mapping[int, Leaving]
    grace: timedelta
    """How long something that was looked at in time may be on its way."""


@dataclass
class Books:
    """What the check came to."""

    sent: int = 0
    came: int = 0
    doubles: Counter[str] = field(default_factory=Counter)
    """What came twice, by its cause."""
    missing: Counter[str] = field(default_factory=Counter)
    """What is written down as sent and did not come, by its cause."""
    held: Counter[str] = field(default_factory=Counter)
    """What was rightly not sent, by its reason."""
    violations: list[str] = field(default_factory=list)


def check(evidence: Evidence) -> Books:
    """Go through everybody's delivery."""
    books = Books()
    for chat, seen in evidence.seen.items():
        row, left = evidence.rows.get(chat), evidence.left.get(chat)
        faults = _out_of_place(evidence, chat, seen, left)
        faults += ["the delivery is gone"] if row is None else _outcome(evidence, books, chat, row)
        said = f"{row.kind.value} {row.id} is {row.state.value}, {row.reason}: " if row else ""
        books.violations += [f"chat {chat}: {said}{fault}" for fault in faults]
    return books


def _outcome(evidence: Evidence, books: Books, chat: int, row: Written) -> list[str]:
    """What is wrong with the outcome of one delivery; what is right is counted."""
    left, came = evidence.left.get(chat), evidence.seen[chat].came
    books.came += len(came)
    if row.state is Outcome.SENT:
        books.sent += 1
        return _sent(evidence, books, chat, row)
    if left and row.due_at > NOW:  # after the end of their pause
        books.held["planned anew"] += 1
        return ["it came, and is to come again"] if came else []
    waits = row.state is Outcome.PLANNED and row.not_before > HELD_UNTIL
    if row.state is Outcome.CLAIMED or (row.state is Outcome.PLANNED and not waits):
        return ["left lying, without an outcome"]
    if not row.reason:
        return ["without a reason"]
    books.held["window" if waits else row.reason] += 1
    if not (is_asleep(chat) or is_early(chat) or left):
        return ["it was due, and was not sent"]
    return ["it came, and the books do not say so"] if came and not _cause(evidence, chat) else []


def _cause(evidence: Evidence, chat: int) -> str:
    """Why nobody can know what became of this delivery; empty: it can be known."""
    causes = (("connection broken", chat in evidence.unanswered), ("worker killed", chat in evidence.in_hand))
    return " and ".join(name for name, holds in causes if holds)


def _sent(evidence: Evidence, books: Books, chat: int, row: Written) -> list[str]:
    times, cause = len(evidence.seen[chat].came), _cause(evidence, chat)
    if times == 1:
        return []
    if not cause:
        return [f"came {times} times, and everything is known about it"]
    if times == 0:
        if row.reason != "unknown":
            return ["nothing came, and the books do not say so"]
        books.missing[f"{row.kind.value}, {cause}"] += 1
        is_lost = row.kind is Kind.PAGE and chat not in evidence.again
        return ["nothing came, and it does not come again"] if is_lost else []
    books.doubles[f"{row.kind.value}, {cause}"] += 1
    return [f"came {times} times"] if row.kind is not Kind.PAGE or times > TWICE else []


def _out_of_place(evidence: Evidence, chat: int, seen: Seen, left: Leaving | None) -> list[str]:
    """What came at a time at which nothing may come."""
    faults = []
    if is_asleep(chat) and seen.came:
        faults.append("came outside the window")
    if is_early(chat) and any(at > WINDOW_ENDS + evidence.grace for at in seen.came):
        faults.append("came after the window")
    if left is None:
        return faults
    if left.heard_at is not None and any(at > left.heard_at + evidence.grace for at in seen.came):
        faults.append(f"came after they had chosen to {left.how}")
    if left.heard_at is not None and any(at > left.heard_at for at in seen.came) and seen.stands:
        faults.append(f"came as they chose to {left.how}, and still stands there")
    if left.how == "hide" and seen.stands:
        faults.append("something stands in the chat of somebody who hides")
    if left.how == "block" and seen.attempts > len(seen.came) + 1 + evidence.unanswered.get(chat, 0):
        faults.append("was tried again after a block")
    return faults
