"""The evening check-in: at most four taps and a line, one a local date, and an answer that meets the evening."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.course import Contact, Evening, Mood, When
from bot.crypto import DataKey
from bot.db.tables import Checkin, Delivery, Kind, Outcome
from bot.journey import hours, plan
from bot.journey.screens import (
    Asks,
    CheckinAnswer,
    CheckinQuestion,
    EveningOver,
    NoteQuestion,
    Screen,
    Waiting,
)
from bot.journey.steps import (
    AnswerContact,
    AnswerMood,
    AnswerPull,
    AskNote,
    ChangeCheckin,
    OpenCheckin,
)
from bot.journey.turns import Turn

PULLS = (0, 3, 7, 10)
WITHHELD = -1
HARD = (Mood.HEAVY, Mood.TOO_MUCH)
UNREPEATED = timedelta(days=7)
NOTE_LIMIT = 2000  # characters; what is longer is kept up to there


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
class _Kept:
    day: date
    answers: Answers


async def open_checkin(turn: Turn, step: OpenCheckin) -> Screen:
    """The first question that is still open, or the answer. A card counts for its own date, until 04:00."""
    if step.day > hours.evening_date(turn.now, turn.person.zone):
        step = OpenCheckin(hours.evening_date(turn.now, turn.person.zone))
    answers = await _load(turn, step.day)
    if answers and answers.said >= 0:
        return await _answer(turn, step.day, answers)
    if _over(turn, step.day):
        return EveningOver(at=step, day=hours.evening_date(turn.now, turn.person.zone))
    return await _next(turn, step.day, answers or Answers())


async def answer_mood(turn: Turn, step: AnswerMood) -> Screen:
    """How today was."""
    return await _take(turn, step.day, mood=step.mood)


async def answer_pull(turn: Turn, step: AnswerPull) -> Screen:
    """How strong the pull was: 0, 3, 7 or 10, or -1 for "rather not say"."""
    pull = step.pull if step.pull in PULLS else WITHHELD
    return await _take(turn, step.day, pull=pull)


async def answer_contact(turn: Turn, step: AnswerContact) -> Screen:
    """Whether there was contact today."""
    return await _take(turn, step.day, contact=step.contact)


async def change_checkin(turn: Turn, step: ChangeCheckin) -> Screen:
    """Ask again from the start; the line that was written stays."""
    if _over(turn, step.day):
        return await open_checkin(turn, OpenCheckin(step.day))
    answers = await _load(turn, step.day) or Answers()
    answers = Answers(note=answers.note)
    await _store(turn, step.day, answers)
    return await _next(turn, step.day, answers)


async def ask_note(turn: Turn, step: AskNote) -> Screen:
    """The card waits for a line about the day."""
    if _over(turn, step.day):
        return await open_checkin(turn, OpenCheckin(step.day))
    return NoteQuestion(at=OpenCheckin(step.day), day=step.day, waiting=Waiting(Asks.NOTE, step.day.isoformat()))


async def hear_note(turn: Turn, day: date, words: str) -> Screen:
    """Keep the line; a second one is added to the first."""
    answers = await _load(turn, day) or Answers()
    note = "\n".join(part for part in (answers.note, words.strip()) if part)[:NOTE_LIMIT]
    answers = replace(answers, note=note)
    await _store(turn, day, answers)
    if answers.said >= 0:
        return await _answer(turn, day, answers)
    return await _next(turn, day, answers)


async def _take(turn: Turn, day: date, **answer: Any) -> Screen:
    if _over(turn, day) or day > hours.evening_date(turn.now, turn.person.zone):
        return await open_checkin(turn, OpenCheckin(day))
    answers = await _load(turn, day) or Answers()
    if answers.said >= 0:  # a second tap on a card that is through: the answer stands
        return await _answer(turn, day, answers)
    return await _next(turn, day, replace(answers, **answer), store=True)


async def _next(turn: Turn, day: date, answers: Answers, *, store: bool = False) -> Screen:
    for name in ("mood", "pull", "contact"):
        if getattr(answers, name) is None:
            if store:
                await _store(turn, day, answers)
            return CheckinQuestion(at=OpenCheckin(day), day=day, asks=name)
    past = await _past(turn, day)
    evening = kind_of_evening(turn.content.checkin.evenings, answers, [kept.answers for kept in past])
    recent = {kept.answers.said for kept in past if kept.answers.evening == evening.id and day - kept.day < UNREPEATED}
    said = _pick(len(evening.answers), turn.person.id, day, recent)
    page = evening.pages[day.toordinal() % len(evening.pages)] if evening.pages else ""
    answers = replace(answers, evening=evening.id, said=said, page=page)
    await _store(turn, day, answers)
    await _no_more_tonight(turn, day)
    return await _answer(turn, day, answers)


def _pick(count: int, person_id: int, day: date, recent: set[int]) -> int:
    """An answer that was not given within the week; another one for each person and day."""
    start = (person_id * 31 + day.toordinal() * 7) % count
    order = [(start + i) % count for i in range(count)]
    return next((index for index in order if index not in recent), start)


def kind_of_evening(evenings: Sequence[Evening], tonight: Answers, past: Sequence[Answers]) -> Evening:
    """The first evening whose rule holds. `past`: earlier check-ins, newest first, tonight not among them."""
    return next(e for e in evenings if e.when is None or _holds(e.when, tonight, past))


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


def _over(turn: Turn, day: date) -> bool:
    return turn.now >= hours.evening_closes(day, turn.person.zone)


async def _answer(turn: Turn, day: date, answers: Answers) -> Screen:
    evenings = turn.content.checkin.evenings
    evening = next((e for e in evenings if e.id == answers.evening), evenings[-1])
    prompts = turn.content.deck.prompts
    return CheckinAnswer(
        at=OpenCheckin(day),
        day=day,
        evening=evening,
        answer=evening.answers[answers.said % len(evening.answers)],
        page=turn.content.pages.get(answers.page),
        noted=bool(answers.note),
        prompt=prompts[(turn.person.id + day.toordinal()) % len(prompts)],
        open=not _over(turn, day),
    )


async def _load(turn: Turn, day: date) -> Answers | None:
    row = await turn.session.scalar(
        select(Checkin).where(Checkin.person_id == turn.person.id, Checkin.local_date == day)
    )
    return _opened(await turn.data_key(), row) if row else None


async def _past(turn: Turn, day: date) -> list[_Kept]:
    rows = await turn.session.scalars(
        select(Checkin)
        .where(Checkin.person_id == turn.person.id, Checkin.local_date < day)
        .order_by(Checkin.local_date.desc())
        .limit(14)
    )
    key = await turn.data_key()
    kept = [_Kept(row.local_date, _opened(key, row)) for row in rows]
    return [one for one in kept if one.answers.said >= 0]


def _opened(key: DataKey, row: Checkin) -> Answers:
    raw = json.loads(key.open(row.answers))
    mood, contact = raw.pop("mood"), raw.pop("contact")
    return Answers(mood=Mood(mood) if mood else None, contact=Contact(contact) if contact else None, **raw)


async def _store(turn: Turn, day: date, answers: Answers) -> None:
    sealed = answers.sealed_with(await turn.data_key())
    row = await turn.session.scalar(
        select(Checkin).where(Checkin.person_id == turn.person.id, Checkin.local_date == day)
    )
    if row is None:
        turn.session.add(Checkin(person_id=turn.person.id, local_date=day, answers=sealed, answered_at=turn.now))
    else:
        row.answers, row.answered_at = sealed, turn.now
    await turn.session.flush()


async def _no_more_tonight(turn: Turn, day: date) -> None:
    """Somebody who has answered by themselves is not asked again that evening."""
    await turn.session.execute(
        update(Delivery)
        .where(
            Delivery.person_id == turn.person.id,
            Delivery.kind == Kind.CHECKIN,
            Delivery.local_date == day,
            Delivery.state == Outcome.PLANNED,
        )
        .values(state=Outcome.SKIPPED, reason="answered", settled_at=turn.now)
    )
    await plan.plan_ahead(turn)
