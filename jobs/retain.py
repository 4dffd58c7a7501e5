"""Keep nobody's data for ever: 90 days after a block and after twelve months of silence, people are erased."""

from datetime import datetime

from bot.journey import heal
from jobs.counts import Counts
from jobs.deps import Deps

MOST = 200


async def run(deps: Deps, now: datetime) -> Counts:
    """Erase up to `MOST` people; counts them."""
    people = await heal.people_kept_long_enough(deps.turns, now, MOST)
    for person_id in people:
        await heal.erase_one(deps.turns, person_id, now)
    return {"erased": len(people)}
