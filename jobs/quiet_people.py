"""Leave in peace who has not been seen for a week: one line that a pause is fine, then nothing until they return."""

from datetime import datetime

from bot.journey import silence
from jobs.counts import Counts
from jobs.deps import Deps

MOST = 200


async def run(deps: Deps, now: datetime) -> Counts:
    """Look through up to `MOST` people; counts those for whom it is quiet now."""
    people = await silence.people_fallen_silent(deps.turns, now, MOST)
    done = [await silence.fall_silent(deps.turns, person_id, now) for person_id in people]
    return {"quiet": done.count(True)}
