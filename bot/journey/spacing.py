"""Distance: what is late keeps an hour away from everything else, so that no volley follows an outage. Pure."""

from datetime import datetime

from bot.db.tables import Outcome
from bot.journey.history import LATELY as APART
from bot.journey.history import History, Row


def waits_until(now: datetime, past: History, late: Row) -> datetime | None:
    """Until when this late delivery waits for the person's others; None: it may go.

    It lets what is due within the hour go first. Of two late ones, that which ends with its evening goes first.
    """
    waits = now
    for other in past.rows:
        if other.id == late.id:
            continue
        if other.message_id is not None and other.settled_at is not None and other.settled_at > now - APART:
            waits = max(waits, other.settled_at + APART)
        elif late.not_after is not None:
            continue
        elif other.state is Outcome.PLANNED and now <= other.due_at <= now + APART:
            waits = max(waits, other.due_at + APART)
        elif other.state is Outcome.CLAIMED and other.not_after is not None:
            waits = max(waits, max(other.due_at, now) + APART)
    return waits if waits > now else None
