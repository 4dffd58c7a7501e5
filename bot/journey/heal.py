"""Healing and pruning: finding people who lack what should be pending, and dropping old traces."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, Exists, delete, exists, or_, select

from bot.db.tables import Delivery, Enrolment, Kind, Person, State, UpdateSeen
from bot.journey import plan
from bot.journey.turns import Turns


async def people_without_plan(turns: Turns, after: int, most: int) -> Sequence[int]:
    """Ids, ascending from `after`, of people who receive things and lack a pending page or check-in.

    Lacking one is often right (an unopened page, the end of the course); `plan_for` decides.
    """

    def pending(kind: Kind) -> Exists:
        return exists().where(Delivery.person_id == Person.id, Delivery.kind == kind, Delivery.state.in_(plan.PENDING))

    unfinished = exists().where(Enrolment.person_id == Person.id, Enrolment.finished_at.is_(None))
    async with turns.sessions.begin() as session:
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
    async with turns.sessions.begin() as session:
        result = await session.execute(delete(UpdateSeen).where(UpdateSeen.seen_at < before))
        return result.rowcount if isinstance(result, CursorResult) else 0
