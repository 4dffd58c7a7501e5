"""Drop what is no longer needed: numbers of handled updates, which Telegram never repeats after a day."""

from datetime import datetime, timedelta

from bot.journey import heal
from jobs.deps import Counts, Deps

KEEP = timedelta(days=3)


async def run(deps: Deps, now: datetime) -> Counts:
    """Counts the rows dropped."""
    return {"updates": await heal.drop_seen_updates(deps.turns, now - KEEP)}
