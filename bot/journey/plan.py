"""Planning: which deliveries should be pending for a person. One function decides, from what has happened so far.

It runs in the transaction of whatever changed something: an opened page, a settled delivery, a new wish, a return.
Because it only ever fills in what is missing, it heals as well.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.tables import Checkin, Delivery, Enrolment, Kind, Outcome, PageProgress, Person, State
from bot.db.upsert import insert_into
from bot.journey import hours
from bot.journey.turns import Turn

REMINDER_AFTER = timedelta(days=2)
PENDING = (Outcome.PLANNED, Outcome.CLAIMED)
REOPENABLE = (Outcome.SKIPPED, Outcome.CANCELLED, Outcome.FAILED)


@dataclass(frozen=True)
class Due:
    """One delivery that should be pending."""

    kind: Kind
    subject: str
    occurrence: int
    local_date: date
    due_at: datetime
    not_after: datetime | None = None


async def plan_ahead(turn: Turn) -> int:
    """Plan what is missing for the turn's person; returns how many rows that were."""
    person, enrolment = turn.person, turn.enrolment
    if enrolment is None or not receives(person):
        return 0
    pending = {
        delivery.kind: delivery
        for delivery in await turn.session.scalars(
            select(Delivery).where(Delivery.person_id == person.id, Delivery.state.in_(PENDING))
        )
    }
    earliest = max(turn.now, person.pause_until or turn.now)
    planned = 0
    if Kind.PAGE not in pending:
        planned += await _write(turn, await _next_page(turn, enrolment, earliest))
    if Kind.CHECKIN not in pending:
        planned += await _write(turn, await _next_checkin(turn, earliest))
    return planned


async def replan(turn: Turn) -> None:
    """A wish (hour, zone, pause) has changed: compute the pending rows anew. Claimed ones are on their way and stay."""
    await turn.session.execute(
        delete(Delivery).where(Delivery.person_id == turn.person.id, Delivery.state == Outcome.PLANNED)
    )
    await plan_ahead(turn)


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


async def last_page(turn: Turn, enrolment: Enrolment) -> PageProgress | None:
    """The course page that came last in this run."""
    return await turn.session.scalar(
        select(PageProgress).where(PageProgress.enrolment_id == enrolment.id).order_by(PageProgress.id.desc()).limit(1)
    )


async def next_day(turn: Turn, enrolment: Enrolment) -> str | None:
    """The page of the first course day that has not come yet; None: all have.

    A page that has left the course cannot hold anybody up, because what counts is what has not come.
    """
    came = set(await turn.session.scalars(select(PageProgress.page).where(PageProgress.enrolment_id == enrolment.id)))
    return next((page for page in turn.content.course.days if page not in came), None)


async def _next_page(turn: Turn, enrolment: Enrolment, earliest: datetime) -> Due | None:
    person, last = turn.person, await last_page(turn, enrolment)
    spread = hours.spread_of(person.id)
    if last and last.opened_at is None and last.page in turn.content.pages:
        # An unopened page comes once more, two days later; then it is quiet until the person returns.
        reminder = await _row(turn, Kind.PAGE, last.page, 2)
        if reminder and reminder.state not in REOPENABLE:
            return None
        after = last.local_date + REMINDER_AFTER - timedelta(days=1)
        day, due = hours.next_instant(after, earliest, person.page_time, person.zone, spread)
        return Due(Kind.PAGE, last.page, 2, day, due)
    page = await next_day(turn, enrolment)
    if page is None:
        return None
    after = (
        max(last.local_date, hours.local_date(last.opened_at or last.delivered_at, person.zone)) if last else date.min
    )
    before = await _row(turn, Kind.PAGE, page, 1)
    if before and before.state is Outcome.FAILED:  # Telegram refused it; a new day is a new try
        after = max(after, before.local_date)
    day, due = hours.next_instant(after, earliest, person.page_time, person.zone, spread)
    return Due(Kind.PAGE, page, 1, day, due)


async def _next_checkin(turn: Turn, earliest: datetime) -> Due | None:
    person = turn.person
    if person.checkin_time is None:
        return None
    came = await turn.session.scalar(
        select(Delivery.local_date)
        .where(
            Delivery.person_id == person.id,
            Delivery.kind == Kind.CHECKIN,
            Delivery.state.not_in((Outcome.PLANNED, *REOPENABLE)),
        )
        .order_by(Delivery.local_date.desc())
        .limit(1)
    )
    answered = await turn.session.scalar(
        select(Checkin.local_date).where(Checkin.person_id == person.id).order_by(Checkin.local_date.desc()).limit(1)
    )
    after = max(came or date.min, answered or date.min)
    spread = hours.spread_of(person.id)
    day, due = hours.next_instant(after, earliest, person.checkin_time, person.zone, spread)
    return Due(Kind.CHECKIN, day.isoformat(), 1, day, due, hours.evening_closes(day, person.zone))


async def _row(turn: Turn, kind: Kind, subject: str, occurrence: int) -> Delivery | None:
    run = turn.enrolment.run if turn.enrolment else 0
    return await turn.session.scalar(
        select(Delivery).where(
            Delivery.person_id == turn.person.id,
            Delivery.kind == kind,
            Delivery.run == run,
            Delivery.subject == subject,
            Delivery.occurrence == occurrence,
        )
    )


async def _write(turn: Turn, due: Due | None) -> int:
    """Insert the row, or plan it again if it was skipped or cancelled. A row that has been sent stays as it is."""
    if due is None or turn.enrolment is None:
        return 0
    times = {"local_date": due.local_date, "due_at": due.due_at, "not_after": due.not_after}
    fresh = {"state": Outcome.PLANNED, "not_before": None, "reason": None, "attempts": 0, "settled_at": None}
    written = await turn.session.execute(
        insert_into(turn.session, Delivery)
        .values(
            person_id=turn.person.id,
            kind=due.kind,
            run=turn.enrolment.run,
            subject=due.subject,
            occurrence=due.occurrence,
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
