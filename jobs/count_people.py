"""Count people by state, for the metrics. It reads much, so it comes seldom."""

from datetime import datetime

from bot.journey import standing
from jobs.counts import Counts
from jobs.deps import Deps


async def run(deps: Deps, now: datetime) -> Counts:
    """Nothing is done, so nothing is counted."""
    deps.metrics.people(await standing.people_by_state(deps.turns))
    return {}
