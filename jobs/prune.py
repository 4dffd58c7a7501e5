"""Drop what is no longer needed: numbers of handled updates (none comes again after a day), old drafts and rests."""

from datetime import datetime, timedelta

from bot.journey import alarms, heal
from jobs.counts import Counts
from jobs.deps import Deps

KEEP = timedelta(days=3)
DRAFTS_KEEP = timedelta(days=1)
TOMBSTONES_KEEP = timedelta(days=100)  # longer than any backup may be kept


async def run(deps: Deps, now: datetime) -> Counts:
    """Counts the rows dropped."""
    return {
        "updates": await heal.drop_seen_updates(deps.turns, now - KEEP),
        "tombstones": await deps.turns.keys.drop_tombstones(now - TOMBSTONES_KEEP),
        "rests": await alarms.let_rests_end(deps.turns, now),
        "drafts": await heal.drop_old_drafts(deps.turns, now - DRAFTS_KEEP),
    }
