"""How things stand with everybody, in counts: what waits to be sent, and how many people are where."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select

from bot.db.tables import Delivery, Outcome, Person
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
    due = (
        select(Delivery.not_before)
        .where(Delivery.state == Outcome.PLANNED, Delivery.not_before <= now, Delivery.due_at <= now)
        .order_by(Delivery.not_before)
        .limit(MOST_COUNTED)
        .subquery()
    )
    overdue = func.sum(case((due.c.not_before < now - OVERDUE_AFTER, 1), else_=0))
    async with turns.read() as session:
        found = await session.execute(select(func.count(), overdue, func.min(due.c.not_before)))
        count, late, oldest = found.one()
    return Backlog(count, late or 0, now - oldest if oldest else timedelta())


async def people_by_state(turns: Turns) -> dict[str, int]:
    """How many people are in each state, where there are enough of them. It reads one index from end to end."""
    count = func.count()
    async with turns.read() as session:
        rows = await session.execute(select(Person.state, count).group_by(Person.state).having(count >= FEWEST))
        return {state.value: number for state, number in rows}
