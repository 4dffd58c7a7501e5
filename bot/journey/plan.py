"""Planning: which deliveries should be pending for a person. One function decides, from what has happened so far.

It runs in the transaction of whatever changed something: an opened page, a settled delivery, a new wish, a return.
Because it only ever fills in what is missing, it heals as well. What is due, `journey.due` says.
"""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.tables import Delivery, Enrolment, Kind, Outcome, Pace, PageProgress, Person, State
from bot.db.upsert import insert_into
from bot.journey import due
from bot.journey.due import EVENINGS, PENDING, REOPENABLE, Due, last_page, next_day
from bot.journey.turns import Turn

__all__ = [
    "EVENINGS",
    "PENDING",
    "cancel_pending",
    "last_page",
    "next_day",
    "next_due",
    "plan_ahead",
    "put_off",
    "receives",
    "replan",
    "send_once",
]


async def plan_ahead(turn: Turn) -> int:
    """Plan what is missing for the turn's person; returns how many rows that were."""
    person, enrolment = turn.person, turn.enrolment
    if enrolment is None or not receives(person):
        return 0
    pending = set(
        await turn.session.scalars(
            select(Delivery.kind).where(Delivery.person_id == person.id, Delivery.state.in_(PENDING))
        )
    )
    earliest = max(turn.now, person.pause_until or turn.now)
    planned = 0
    if Kind.PAGE not in pending:
        planned += await _write(turn, await due.next_page(turn, enrolment, earliest))
    if pending.isdisjoint(due.EVENINGS):
        planned += await _write(turn, await due.next_evening(turn, enrolment, earliest))
    if Kind.PROMPT not in pending:
        planned += await _write(turn, await due.next_prompt(turn, enrolment, earliest))
    if Kind.BOOSTER not in pending:
        planned += await _write(turn, await due.next_booster(turn, enrolment, earliest))
    return planned


async def replan(turn: Turn) -> None:
    """A wish (hour, zone, pace) has changed: compute the pending rows anew. Claimed ones are on their way and stay.

    What the person has put off keeps its day.
    """
    mine = (Delivery.person_id == turn.person.id, Delivery.state == Outcome.PLANNED)
    again = await turn.session.scalar(
        select(Delivery).where(*mine, Delivery.kind == Kind.PAGE, Delivery.occurrence > 1)
    )
    await turn.session.execute(delete(Delivery).where(*mine).execution_options(synchronize_session=False))
    if again is not None:
        turn.session.expunge(again)
    if again is not None and turn.enrolment is not None and await _still_wanted(turn, turn.enrolment, again):
        earliest = max(turn.now, turn.person.pause_until or turn.now)
        await _write(turn, due.once_more(turn, again.subject, again.occurrence, again.local_date, earliest))
    await plan_ahead(turn)


async def _still_wanted(turn: Turn, enrolment: Enrolment, again: Delivery) -> bool:
    """Whether a page that was to come again may still do so."""
    last = await last_page(turn, enrolment)
    unopened = last is not None and last.page == again.subject and last.opened_at is None
    return unopened and again.run == enrolment.run and receives(turn.person) and turn.person.pace is not Pace.OWN


async def put_off(turn: Turn, progress: PageProgress) -> datetime | None:
    """The cover of this unopened page comes tomorrow and not before; returns when.

    None: nothing comes by itself just now (a pause, one's own pace), so that it lies there until it is wanted.
    """
    await turn.session.execute(
        delete(Delivery).where(
            Delivery.person_id == turn.person.id, Delivery.kind == Kind.PAGE, Delivery.state == Outcome.PLANNED
        )
    )
    if not receives(turn.person) or turn.person.pace is Pace.OWN:
        return None
    tomorrow = await due.put_off(turn, progress.page)
    await _write(turn, tomorrow)
    return tomorrow.due_at


async def send_once(turn: Turn, wanted: Due) -> None:
    """Plan this one, which nothing else would plan."""
    await _write(turn, wanted)


async def cancel_pending(session: AsyncSession, person_id: int, now: datetime, reason: str) -> None:
    """Nothing that is planned goes out any more; `reason` says why to whoever asks later."""
    await session.execute(
        update(Delivery)
        .where(Delivery.person_id == person_id, Delivery.state.in_(PENDING))
        .values(state=Outcome.CANCELLED, reason=reason, settled_at=now)
    )


def receives(person: Person) -> bool:
    """Whether this person gets anything unasked, now or at the end of a pause that has one."""
    paused_for_good = person.state is State.PAUSED and person.pause_until is None
    able = person.state in (State.ACTIVE, State.PAUSED) and not paused_for_good
    return able and person.hidden_since is None


async def next_due(turn: Turn, kind: Kind) -> datetime | None:
    """When the next delivery of `kind` is planned, for telling the person."""
    return await turn.session.scalar(
        select(Delivery.due_at)
        .where(Delivery.person_id == turn.person.id, Delivery.kind == kind, Delivery.state == Outcome.PLANNED)
        .order_by(Delivery.due_at)
        .limit(1)
    )


async def _write(turn: Turn, wanted: Due | None) -> int:
    """Insert the row, or plan it again if it was skipped or cancelled. A row that has been sent stays as it is."""
    if wanted is None or turn.enrolment is None:
        return 0
    times = {"local_date": wanted.local_date, "due_at": wanted.due_at, "not_after": wanted.not_after}
    fresh = {"state": Outcome.PLANNED, "not_before": None, "reason": None, "attempts": 0, "settled_at": None}
    written = await turn.session.execute(
        insert_into(turn.session, Delivery)
        .values(
            person_id=turn.person.id,
            kind=wanted.kind,
            run=turn.enrolment.run,
            subject=wanted.subject,
            occurrence=wanted.occurrence,
            **times,
        )
        .on_conflict_do_update(
            index_elements=["person_id", "kind", "run", "subject", "occurrence"],
            set_={**times, **fresh},
            where=Delivery.state.in_(REOPENABLE),
        )
        .returning(Delivery.id)
    )
    return len(written.all())
