"""Errands: what a person has asked for that takes a moment. A row each, made by the tap and worked off by a job.

A row is taken by moving its `not_before` to the end of a lease, so that of many workers one makes it, and that
another does if the first dies.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Delete, delete, select, update

from bot.db.tables import Errand, Wanted
from bot.db.upsert import insert_into
from bot.journey import cards
from bot.journey.turns import Turn, Turns

TRIES = 4
AGAIN_AFTER = timedelta(seconds=10)
STAYS = timedelta(minutes=10)  # what was sent goes again by itself


@dataclass(frozen=True)
class Task:
    """An errand that this worker alone may carry out until its lease ends."""

    person_id: int
    wanted: Wanted
    about: str


async def order(turn: Turn, wanted: Wanted, about: str) -> None:
    """A job is to make this. Asked twice before it is done, the last wish counts, and one thing is sent."""
    fresh = {"about": about, "not_before": turn.now, "tries": 0}
    await turn.session.execute(
        insert_into(turn.session, Errand)
        .values(person_id=turn.person.id, wanted=wanted, **fresh)
        .on_conflict_do_update(index_elements=["person_id", "wanted"], set_=fresh, where=Errand.tries == 0)
    )


async def take(turns: Turns, now: datetime, lease: timedelta) -> Task | None:
    """The errand that has waited longest, for this worker alone; None: there is none. Hopeless ones are dropped."""
    async with turns.begin() as session:
        await session.execute(delete(Errand).where(Errand.not_before <= now, Errand.tries >= TRIES))
        row = await session.scalar(
            select(Errand)
            .where(Errand.not_before <= now)
            .order_by(Errand.not_before)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        row.not_before, row.tries = now + lease, row.tries + 1
        return Task(row.person_id, row.wanted, row.about)


async def put_back(turns: Turns, task: Task, now: datetime, wait: timedelta = AGAIN_AFTER) -> None:
    """It could not be sent now."""
    async with turns.begin() as session:
        await session.execute(
            update(Errand)
            .where(Errand.person_id == task.person_id, Errand.wanted == task.wanted)
            .values(not_before=now + wait)
        )


async def drop(turns: Turns, task: Task) -> None:
    """It will never be sent, or nobody can know whether it was: the person can ask again."""
    async with turns.begin() as session:
        await session.execute(_this(task))


async def sent(turns: Turns, task: Task, message_id: int, now: datetime) -> None:
    """It stands in the chat, and goes again after ten minutes; at once if the person has hidden meanwhile."""
    async with turns.resume(task.person_id, now) as turn:
        if turn is None:
            return
        await turn.session.execute(_this(task))
        await cards.record(turn.session, turn.person, message_id, now)
        stays = timedelta() if turn.person.hidden_since is not None else STAYS
        await cards.clear_message(turn.session, turn.person.chat_id, message_id, now + stays)


def _this(task: Task) -> Delete:
    return delete(Errand).where(Errand.person_id == task.person_id, Errand.wanted == task.wanted)
