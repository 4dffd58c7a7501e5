"""Announce: plan a word from whoever runs this for a few people more, or take one that was stopped back from them."""

from datetime import datetime

from bot.journey import announcing
from jobs.counts import Counts
from jobs.deps import Deps

AT_ONCE = 100  # people whose rows one transaction locks


async def run(deps: Deps, now: datetime) -> Counts:
    """One group of people; counts those for whom it was planned, and from whom it was taken back."""
    done = await announcing.work(deps.turns, now, AT_ONCE)
    return {"planned": done.planned, "taken_back": done.taken_back}
