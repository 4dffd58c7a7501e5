"""Distance: what is late keeps an hour away from everything else, so that an outage is not followed by a volley."""

from datetime import datetime, timedelta

from sqlalchemy import select

from bot.db.tables import Delivery, Outcome
from bot.journey.turns import Turn

APART = timedelta(hours=1)


async def waits_until(turn: Turn, late: Delivery) -> datetime | None:
    """Until when this late delivery waits for the person's others; None: it may go.

    It lets what is due within the hour go first. Of two late ones, that which ends with its evening goes first.
    """
    soon = (Delivery.state == Outcome.PLANNED) & Delivery.due_at.between(turn.now, turn.now + APART)
    lately = Delivery.message_id.is_not(None) & (Delivery.settled_at > turn.now - APART)
    others = await turn.session.execute(
        select(Delivery.state, Delivery.due_at, Delivery.settled_at, Delivery.not_after).where(
            Delivery.person_id == turn.person.id,
            Delivery.id != late.id,
            soon | lately | (Delivery.state == Outcome.CLAIMED),
        )
    )
    waits = turn.now
    for state, due_at, settled_at, not_after in others:
        if settled_at is not None:
            waits = max(waits, settled_at + APART)
        elif late.not_after is None and (state is Outcome.PLANNED or not_after is not None):
            waits = max(waits, max(due_at, turn.now) + APART)
    return waits if waits > turn.now else None
