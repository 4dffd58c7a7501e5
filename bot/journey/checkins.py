"""The evening check-in: at most four taps and a line, one a local date, and an answer that meets the evening."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.course import Contact, Mood
from bot.db.tables import Checkin, Delivery, Kind, Outcome
from bot.journey import hours, plan
from bot.journey.dealing import next_prompt
from bot.journey.evenings import PULLS, WITHHELD, Answers, Kept, days_of_space, kind_of_evening, opened, pick
from bot.journey.screens import (
    Asks,
    CheckinAnswer,
    CheckinQuestion,
    EveningOver,
    NoteQuestion,
    Screen,
    Waiting,
)
from bot.journey.screens_own import NoteView
from bot.journey.steps import (
    AnswerContact,
    AnswerMood,
    AnswerPull,
    AskNote,
    ChangeCheckin,
    OpenCheckin,
)
from bot.journey.steps_own import DeleteNoted, ReadNote, SkipRest
from bot.journey.turns import Turn

UNREPEATED = timedelta(days=7)
LOOKED_AT = 14  # earlier check-ins that the rules of an evening may look at


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


async def skip_rest(turn: Turn, step: SkipRest) -> Screen:
    """Whatever has not been answered is left out, as if "rather not say" had been tapped."""
    answers = await _load(turn, step.day) or Answers()
    left_out: dict[str, Any] = {"mood": Mood.WITHHELD, "pull": WITHHELD, "contact": Contact.WITHHELD}
    return await _take(turn, step.day, **{name: v for name, v in left_out.items() if getattr(answers, name) is None})


async def read_note(turn: Turn, step: ReadNote) -> Screen:
    """The line of that evening, to be read by whoever wrote it."""
    answers = await _load(turn, step.day)
    if answers is None or not answers.note:
        return await open_checkin(turn, OpenCheckin(step.day))
    return NoteView(at=OpenCheckin(step.day), day=step.day, note=answers.note)


async def ask_note(turn: Turn, step: AskNote) -> Screen:
    """The card waits for a line about the day."""
    if _over(turn, step.day):
        return await open_checkin(turn, OpenCheckin(step.day))
    return NoteQuestion(at=OpenCheckin(step.day), day=step.day, waiting=Waiting(Asks.NOTE, step.day.isoformat()))


async def hear_note(turn: Turn, day: date, words: str) -> Screen:
    """Keep the line; a second one is added to the first."""
    answers = await _load(turn, day) or Answers()
    note = "\n".join(part for part in (answers.note, words.strip()) if part)
    answers = replace(answers, note=note)
    await _store(turn, day, answers)
    if answers.said >= 0:
        return await _answer(turn, day, answers)
    return await _next(turn, day, answers)


async def just_noted(turn: Turn, day: date, words: str) -> DeleteNoted | None:
    """The step that deletes these words, which were just kept as that evening's line."""
    answers = await _load(turn, day)
    return DeleteNoted(day, total=len(answers.note), length=len(words.strip())) if answers else None


async def delete_noted(turn: Turn, step: DeleteNoted) -> bool:
    """Delete the last words of an evening's line. False: they are gone already, or more has been written since."""
    answers = await _load(turn, step.day)
    if answers is None or len(answers.note) != step.total or not 0 < step.length <= step.total:
        return False
    await _store(turn, step.day, replace(answers, note=answers.note[: -step.length].removesuffix("\n")))
    return True


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
    said = pick(len(evening.answers), turn.person.id, day, recent)
    page = evening.pages[day.toordinal() % len(evening.pages)] if evening.pages else ""
    answers = replace(answers, evening=evening.id, said=said, page=page)
    await _store(turn, day, answers)
    await _no_more_tonight(turn, day)
    return await _answer(turn, day, answers)


def _over(turn: Turn, day: date) -> bool:
    return turn.now >= hours.evening_closes(day, turn.person.zone)


async def _answer(turn: Turn, day: date, answers: Answers) -> Screen:
    evenings = turn.content.checkin.evenings
    evening = next((e for e in evenings if e.id == answers.evening), evenings[-1])
    return CheckinAnswer(
        at=OpenCheckin(day),
        day=day,
        evening=evening,
        answer=evening.answers[answers.said % len(evening.answers)],
        page=turn.content.pages.get(answers.page),
        noted=bool(answers.note),
        prompt=await next_prompt(turn),
        open=not _over(turn, day),
        space=await days_of_space(turn),
        without=answers.contact is Contact.NONE,
    )


async def _load(turn: Turn, day: date) -> Answers | None:
    row = await turn.session.scalar(
        select(Checkin).where(Checkin.person_id == turn.person.id, Checkin.local_date == day)
    )
    return opened(await turn.data_key(), row) if row else None


async def _past(turn: Turn, day: date) -> list[Kept]:
    rows = await turn.session.scalars(
        select(Checkin)
        .where(Checkin.person_id == turn.person.id, Checkin.local_date < day)
        .order_by(Checkin.local_date.desc())
        .limit(LOOKED_AT)
    )
    key = await turn.data_key()
    kept = [Kept(row.local_date, opened(key, row)) for row in rows]
    return [one for one in kept if one.answers.said >= 0]


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
