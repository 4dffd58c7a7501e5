"""Planning: which deliveries should be pending for a person. One function decides, from what has happened so far.

It runs in the transaction of whatever changed something: an opened page, a settled delivery, a new wish, a return.
Because it only ever fills in what is missing, it heals as well. What is due, `journey.due` says.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, delete, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.tables import Delivery, Enrolment, Kind, Outcome, Pace, PageProgress, Person, State
from bot.db.upsert import Insert, insert_all
from bot.journey import due, history
from bot.journey.due import EVENINGS, Due
from bot.journey.history import PENDING, REOPENABLE, History, last_page, next_day
from bot.journey.turns import Turn

__all__ = [
    "EVENINGS",
    "PENDING",
    "cancel_pending",
    "last_page",
    "next_day",
    "next_due",
    "plan_ahead",
    "planned_anew",
    "put_off",
    "receives",
    "replan",
    "send_once",
]


DELIVERIES = cast(Table, Delivery.__table__)
NAMES = ("person_id", "kind", "run", "subject", "occurrence")  # what tells one delivery from all others
WISHED = ("local_date", "due_at", "not_before", "not_after")
FRESH: dict[str, object] = {
    "state": Outcome.PLANNED,
    "reason": None,
    "attempts": 0,
    "lease_until": None,
    "settled_at": None,
    "message_id": None,
}
# Written out: with parameters beside the rows, SQLAlchemy would send them one by one.
AGAIN: list[ColumnElement[str]] = [literal_column(f"'{state.value}'") for state in REOPENABLE]


async def plan_ahead(*turns: Turn) -> int:
    """Plan what is missing for the people of these turns, which share a session; returns how many rows that were."""
    able = [turn for turn in turns if turn.enrolment is not None and receives(turn.person)]
    histories = await history.read(able)
    for turn in able:
        _end_where_all_is_read(turn, histories[turn.person.id])
    wanted = [(turn, each) for turn in able for each in _missing(turn, histories[turn.person.id])]
    return await _write(wanted)


def _end_where_all_is_read(turn: Turn, past: History) -> None:
    """Pages may leave the course when the ones before them have been read: then the end has come by itself."""
    last, enrolment = past.last_page, turn.enrolment
    if enrolment is None or enrolment.finished_at is not None or last is None:
        return
    if past.next_day(turn.content.course.days) is None:
        enrolment.finished_at = last.finished_at


def _missing(turn: Turn, past: History) -> list[Due]:
    """What should be pending for this person and is not."""
    pending = past.pending
    earliest = max(turn.now, turn.person.pause_until or turn.now)
    found = []
    if Kind.PAGE not in pending:
        found.append(due.next_page(turn, past, earliest))
    if pending.isdisjoint(due.EVENINGS):
        found.append(due.next_evening(turn, past, earliest))
    if Kind.PROMPT not in pending:
        found.append(due.next_prompt(turn, past, earliest))
    if Kind.BOOSTER not in pending:
        found.append(due.next_booster(turn, past, earliest))
    return [each for each in found if each is not None]


async def replan(turn: Turn) -> None:
    """A wish (hour, zone, pace) has changed: compute the pending rows anew. Claimed ones are on their way and stay.

    What the person has put off keeps its day, and so does an announcement, which comes only once.
    """
    mine = (
        Delivery.person_id == turn.person.id,
        Delivery.state == Outcome.PLANNED,
        Delivery.kind != Kind.ANNOUNCEMENT,
    )
    again = await turn.session.scalar(
        select(Delivery).where(*mine, Delivery.kind == Kind.PAGE, Delivery.occurrence > 1)
    )
    await turn.session.execute(delete(Delivery).where(*mine).execution_options(synchronize_session=False))
    if again is not None:
        turn.session.expunge(again)
    if again is not None and turn.enrolment is not None and await _still_wanted(turn, turn.enrolment, again):
        earliest = max(turn.now, turn.person.pause_until or turn.now)
        await send_once(turn, due.once_more(turn, again.subject, again.occurrence, again.local_date, earliest))
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
    past = (await history.read([turn]))[turn.person.id]
    tomorrow = due.put_off(turn, past, progress.page)
    await send_once(turn, tomorrow)
    return tomorrow.due_at


async def send_once(turn: Turn, wanted: Due) -> None:
    """Plan this one, which nothing else would plan."""
    await _write([(turn, wanted)])


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


async def _write(wanted: Sequence[tuple[Turn, Due]]) -> int:
    """Insert the rows, or plan them again if they were skipped or cancelled. What has been sent stays as it is."""
    rows = [
        {
            "person_id": turn.person.id,
            "kind": each.kind,
            "run": turn.enrolment.run,
            "subject": each.subject,
            "occurrence": each.occurrence,
            "local_date": each.local_date,
            "due_at": each.due_at,
            "not_before": each.due_at,
            "not_after": each.not_after,
        }
        | FRESH
        for turn, each in wanted
        if turn.enrolment is not None
    ]
    if not rows:
        return 0
    written = await insert_all(
        wanted[0][0].session, DELIVERIES, rows, lambda insert: planned_anew(insert).returning(DELIVERIES.c.id)
    )
    return len(written.all())


def planned_anew(insert: Insert) -> Insert:
    """Where a row of that name was skipped, cancelled or refused, it is planned again. What has been sent stays."""
    return insert.on_conflict_do_update(
        index_elements=list(NAMES),
        set_={name: insert.excluded[name] for name in (*WISHED, *FRESH)},
        where=DELIVERIES.c.state.in_(AGAIN),
    )
