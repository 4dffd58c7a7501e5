"""Healing and keeping house: what should be pending and is not, what has been kept long enough."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Exists, delete, exists, or_, select

from bot.db.tables import Delivery, Enrolment, Kind, Person, State, UpdateSeen
from bot.journey import leaving, plan
from bot.journey.turns import Turns

KEPT_WHEN_BLOCKED = timedelta(days=90)
KEPT_WHEN_SILENT = timedelta(days=365)


async def people_without_plan(turns: Turns, after: int, most: int) -> Sequence[int]:
    """Ids, ascending from `after`, of people who receive things and lack a pending page or check-in.

    Lacking one is often right (an unopened page, the end of the course); `plan_for` decides.
    """

    def pending(kind: Kind) -> Exists:
        return exists().where(Delivery.person_id == Person.id, Delivery.kind == kind, Delivery.state.in_(plan.PENDING))

    unfinished = exists().where(Enrolment.person_id == Person.id, Enrolment.finished_at.is_(None))
    async with turns.begin() as session:
        found = await session.scalars(
            select(Person.id)
            .where(
                Person.id > after,
                Person.state.in_((State.ACTIVE, State.PAUSED)),
                Person.hidden_since.is_(None),
                or_(
                    Person.checkin_time.is_not(None) & ~pending(Kind.CHECKIN),
                    unfinished & ~pending(Kind.PAGE),
                ),
            )
            .order_by(Person.id)
            .limit(most)
        )
        return found.all()


async def plan_for(turns: Turns, person_id: int, now: datetime) -> int:
    """Plan what this person lacks; returns how many rows that were."""
    async with turns.resume(person_id, now) as turn:
        return await plan.plan_ahead(turn) if turn else 0


async def drop_seen_updates(turns: Turns, before: datetime) -> int:
    """Forget the numbers of updates handled before that instant; returns how many."""
    async with turns.begin() as session:
        result = await session.execute(delete(UpdateSeen).where(UpdateSeen.seen_at < before))
        return result.rowcount if isinstance(result, CursorResult) else 0


async def people_kept_long_enough(turns: Turns, now: datetime, most: int) -> Sequence[int]:
    """Ids of people who have blocked the bot for 90 days, or have been silent for twelve months."""
    async with turns.begin() as session:
        found = await session.scalars(
            select(Person.id)
            .where(or_(Person.unreachable_since < now - KEPT_WHEN_BLOCKED, Person.seen_at < now - KEPT_WHEN_SILENT))
            .limit(most)
        )
        return found.all()


async def erase_one(turns: Turns, person_id: int, now: datetime) -> None:
    """Erase a person as `/forget` would, without a word."""
    async with turns.resume(person_id, now) as turn:
        if turn is not None:
            await leaving.erase(turn)
