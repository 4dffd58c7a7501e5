"""How things stand with everybody, in counts: what waits to be sent, and how many people are where."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select, type_coerce

from bot.db.tables import Delivery, Outcome, Person
from bot.db.types import Instant
from bot.journey.turns import Turns

OVERDUE_AFTER = timedelta(minutes=5)
MOST_COUNTED = 20_000  # beyond this the figure only says "very many", and is not worth reading every row
FEWEST = 5  # people; a smaller number could be somebody


@dataclass(frozen=True)
class Backlog:
    """What may go out now, what might have gone some minutes ago, and how long the oldest has waited."""

    due: int
    overdue: int
    oldest: timedelta


async def backlog(turns: Turns, now: datetime) -> Backlog:
    """What waits to be sent. It reads rows that are due and no others, up to `MOST_COUNTED`."""
    since = type_coerce(func.coalesce(Delivery.not_before, Delivery.due_at), Instant).label("since")
    due = (
        select(since)
        .where(
            Delivery.state == Outcome.PLANNED,
            Delivery.due_at <= now,
            (Delivery.not_before.is_(None)) | (Delivery.not_before <= now),
        )
        .order_by(Delivery.due_at)
        .limit(MOST_COUNTED)
        .subquery()
    )
    overdue = func.sum(case((due.c.since < now - OVERDUE_AFTER, 1), else_=0))
    async with turns.read() as session:
        count, late, oldest = (await session.execute(select(func.count(), overdue, func.min(due.c.since)))).one()
    return Backlog(count, late or 0, now - oldest if oldest else timedelta())


async def people_by_state(turns: Turns) -> dict[str, int]:
    """How many people are in each state, where there are enough of them. It reads one index from end to end."""
    count = func.count()
    async with turns.read() as session:
        rows = await session.execute(select(Person.state, count).group_by(Person.state).having(count >= FEWEST))
        return {state.value: number for state, number in rows}
