"""Measure what waits to be sent, for the metrics."""

from datetime import datetime

from bot.journey import standing
from jobs.counts import Counts
from jobs.deps import Deps


async def run(deps: Deps, now: datetime) -> Counts:
    """Nothing is done, so nothing is counted."""
    found = await standing.backlog(deps.turns, now)
    deps.metrics.backlog(found.due, found.overdue, found.oldest)
    return {}
