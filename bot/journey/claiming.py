"""Claiming: taking what is due, for this worker alone and for a while, within the budget that all workers share."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.tables import Delivery, Outcome, SendBudget
from bot.db.upsert import insert_into
from bot.journey.turns import Turns

BURST = 0.1  # seconds' worth of messages that may go at once; the server counts bursts against its own limit
AHEAD = 0.25  # seconds' worth that may be claimed before their instants: a worker that looks late loses none of them
SEVERAL = 3  # so many chats at a time make a 429 everybody's concern
LONGEST_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True)
class Claim:
    """A row that this worker alone may work on until its lease ends."""

    id: int
    person_id: int
    lost: bool = False
    """A worker died between claim and settling: nobody knows whether it went out."""
    wait: float = 0.0
    """Seconds after the claim at which it may go: all workers together send in even steps."""


async def claim_due(turns: Turns, now: datetime, *, batch: int, rate: float, lease: timedelta) -> list[Claim]:
    """Take up to `batch` due rows, and as many tokens of the budget (`rate` a second); and what dead workers left.

    The budget may be overdrawn a little: what it cannot pay for yet waits until it could (GCRA, as in ATM networks).
    Where nothing is due, that is one look at an index, and nothing is written.
    """
    due = and_(Delivery.state == Outcome.PLANNED, Delivery.not_before <= now, Delivery.due_at <= now)
    lost = and_(Delivery.state == Outcome.CLAIMED, Delivery.lease_until < now)
    async with turns.read() as session:
        if not any((await session.execute(select(exists().where(due), exists().where(lost)))).one()):
            return []
    async with turns.begin() as session:
        # Whoever settles what a dead worker left is also one alone: its lease is theirs now.
        left = select(Delivery.id).where(lost).order_by(Delivery.id).limit(batch)
        claims = [Claim(*row, lost=True) for row in await _take(session, left, now + lease, attempts=0)]
        budget = await _budget(session, rate, now)
        if budget.paused_until is not None and budget.paused_until > now:
            return claims
        waited = max(0.0, (now - budget.refilled_at).total_seconds())
        tokens = min(max(rate * BURST, 1.0), budget.tokens + waited * rate)
        most = max(0, min(batch, int(tokens + rate * AHEAD)))
        affordable = select(Delivery.id).where(due).order_by(Delivery.not_before).limit(most)
        rows = await _take(session, affordable, now + lease, attempts=1)
        budget.tokens, budget.refilled_at = tokens - len(rows), max(now, budget.refilled_at)
        behind = min(AHEAD, (budget.refilled_at - now).total_seconds())  # we waited for somebody who looked later
        return claims + [
            Claim(*row, wait=behind + max(0.0, (number - tokens) / rate)) for number, row in enumerate(rows, start=1)
        ]


async def _take(session: AsyncSession, ids: Select[int], until: datetime, *, attempts: int) -> list[tuple[int, int]]:
    rows = await session.execute(
        update(Delivery)
        .where(Delivery.id.in_(ids.with_for_update(skip_locked=True)))
        .values(state=Outcome.CLAIMED, lease_until=until, attempts=Delivery.attempts + attempts)
        .returning(Delivery.id, Delivery.person_id)
        .execution_options(synchronize_session=False)
    )
    return [(delivery_id, person_id) for delivery_id, person_id in rows]


async def _budget(session: AsyncSession, rate: float, now: datetime) -> SendBudget:
    """The bot's one purse, locked until the transaction ends."""
    budget = await session.get(SendBudget, 1, with_for_update=True)
    if budget is None:  # the first worker ever; if two are first, one row is made
        await session.execute(
            insert_into(session, SendBudget).values(id=1, tokens=rate * BURST, refilled_at=now).on_conflict_do_nothing()
        )
        budget = await session.get_one(SendBudget, 1, with_for_update=True)
    return budget


async def slow_down(session: AsyncSession, now: datetime, asked: timedelta) -> None:
    """Telegram has told somebody to wait; when several have been told so, everything scheduled waits as long."""
    waiting = await session.scalar(
        select(func.count(Delivery.person_id.distinct())).where(
            Delivery.state == Outcome.PLANNED, Delivery.not_before > now, Delivery.reason == "flooded"
        )
    )
    if (waiting or 0) >= SEVERAL:
        await session.execute(
            update(SendBudget).where(SendBudget.id == 1).values(paused_until=now + min(asked, LONGEST_PAUSE), tokens=0)
        )
