"""What comes next, for clocks that are moved by hand: nothing happens between now and then."""

from datetime import datetime

from sqlalchemy import exists, func, select

from bot.db.tables import Delivery, Errand, Message, Outcome, Person
from bot.journey.history import PENDING
from bot.journey.turns import Turns


async def next_delivery(turns: Turns, chat_id: int | None = None) -> datetime | None:
    """The instant at which the next planned delivery may go out; to one chat, or to anybody."""
    query = select(func.min(Delivery.not_before)).where(Delivery.state == Outcome.PLANNED)
    if chat_id is not None:
        query = query.where(Delivery.person_id.in_(select(Person.id).where(Person.chat_id == chat_id)))
    async with turns.begin() as session:
        return await session.scalar(query)


async def is_unfinished(turns: Turns, now: datetime) -> bool:
    """Whether something that is due has not gone out, or may have and nobody knows."""
    pending = Delivery.state.in_(PENDING)
    async with turns.read() as session:
        return bool(await session.scalar(select(exists().where(pending, Delivery.due_at <= now))))


async def next_work(turns: Turns) -> datetime | None:
    """The next instant at which any job has something to do."""
    queries = (
        select(func.min(Person.card_folds_at)).where(Person.card_open),
        select(func.min(Message.delete_at)),
        select(func.min(Errand.not_before)),
        select(func.min(Delivery.lease_until)).where(Delivery.state == Outcome.CLAIMED),
    )
    moments = [await next_delivery(turns)]
    async with turns.begin() as session:
        moments += [await session.scalar(query) for query in queries]
    return min((moment for moment in moments if moment is not None), default=None)
