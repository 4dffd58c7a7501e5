"""Heal: plan what should be pending and is not. 0 is the healthy figure."""

from datetime import datetime

from bot.journey import heal
from bot.logs import get_log
from jobs.counts import Counts
from jobs.deps import Deps

log = get_log("plan_missing")
AT_ONCE = 100


async def run(deps: Deps, now: datetime) -> Counts:
    """Look through everybody, in batches; counts what was missing."""
    healed = after = 0
    while people := await heal.people_without_plan(deps.turns, after, AT_ONCE, now):
        healed += await heal.plan_for(deps.turns, people, now)
        after = people[-1]
    if healed:
        log.warning("deliveries were missing and have been planned", healed=healed)
    return {"healed": healed}
