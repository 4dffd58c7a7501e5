"""Evenings as they were answered: their record, how it is kept, and the rules that choose what is said to one."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from bot.course import Contact, Evening, Mood, When
from bot.crypto import DataKey
from bot.db.tables import Checkin
from bot.journey import hours
from bot.journey.turns import Turn

PULLS = (0, 3, 7, 10)
WITHHELD = -1
HARD = (Mood.HEAVY, Mood.TOO_MUCH)


@dataclass(frozen=True)
class Answers:
    """One evening. What has not been asked yet is None; `said` names the answer that was given back."""

    mood: Mood | None = None
    pull: int | None = None
    contact: Contact | None = None
    note: str = ""
    evening: str = ""
    said: int = -1
    page: str = ""

    def sealed_with(self, key: DataKey) -> Any:
        """As one encrypted value."""
        return key.seal(json.dumps(asdict(self)))


@dataclass(frozen=True)
class Kept:
    """Answers with the local date that they count for."""

    day: date
    answers: Answers


def opened(key: DataKey, row: Checkin) -> Answers:
    """The answers of a row, decrypted."""
    raw = json.loads(key.open(row.answers))
    mood, contact = raw.pop("mood"), raw.pop("contact")
    return Answers(mood=Mood(mood) if mood else None, contact=Contact(contact) if contact else None, **raw)


async def kept_between(turn: Turn, first: date, last: date) -> list[Kept]:
    """What the person answered from `first` to `last`, both included, the newest first."""
    rows = await turn.session.scalars(
        select(Checkin)
        .where(Checkin.person_id == turn.person.id, Checkin.local_date >= first, Checkin.local_date <= last)
        .order_by(Checkin.local_date.desc())
    )
    key = await turn.data_key()
    return [Kept(row.local_date, opened(key, row)) for row in rows]


async def days_of_space(turn: Turn) -> int | None:
    """The days of this month on which there was no contact, as far as they were told; None: not asked for."""
    if not turn.person.space:
        return None
    today = hours.evening_date(turn.now, turn.person.zone)
    kept = await kept_between(turn, today.replace(day=1), today)
    return sum(one.answers.contact is Contact.NONE for one in kept)


def kind_of_evening(evenings: Sequence[Evening], tonight: Answers, past: Sequence[Answers]) -> Evening:
    """The first evening whose rule holds. `past`: earlier check-ins, newest first, tonight not among them."""
    return next(e for e in evenings if e.when is None or _holds(e.when, tonight, past))


def pick(count: int, person_id: int, day: date, recent: set[int]) -> int:
    """An answer that was not given within the week; another one for each person and day."""
    start = (person_id * 31 + day.toordinal() * 7) % count
    order = [(start + i) % count for i in range(count)]
    return next((index for index in order if index not in recent), start)


def _holds(when: When, tonight: Answers, past: Sequence[Answers]) -> bool:
    there_was = tonight.contact not in (None, Contact.NONE, Contact.WITHHELD)
    tests: dict[str, Callable[[], bool]] = {
        "first": lambda: not past,
        "mood": lambda: tonight.mood in (when.mood or ()),
        "pull_at_least": lambda: (tonight.pull or 0) >= (when.pull_at_least or 0),
        "contact": lambda: tonight.contact in (when.contact or ()),
        "contact_after_days": lambda: there_was and _days_without(past) >= (when.contact_after_days or 0),
        "hard_of_last": lambda: _hard_enough(when.hard_of_last or (0, 0), tonight, past),
        "withheld": lambda: (
            (tonight.mood, tonight.pull, tonight.contact) == (Mood.WITHHELD, WITHHELD, Contact.WITHHELD)
        ),
    }
    return all(test() for name, test in tests.items() if getattr(when, name) is not None)


def _days_without(past: Sequence[Answers]) -> int:
    days = 0
    for answers in past:
        if answers.contact is not Contact.NONE:
            break
        days += 1
    return days


def _hard_enough(rule: tuple[int, int], tonight: Answers, past: Sequence[Answers]) -> bool:
    hard, last = rule
    return sum(answers.mood in HARD for answers in [tonight, *past][:last]) >= hard
