"""Fold open cards whose time after the last tap is over."""

from datetime import datetime

from bot.journey import chats
from bot.views.showing import fold
from jobs.counts import Counts
from jobs.deps import Deps

MOST = 200


async def run(deps: Deps, now: datetime) -> Counts:
    """Fold them; counts those folded and those to be tried again."""
    due = await chats.due_for_folding(deps.turns, now, MOST)
    done = [await fold(deps.messenger, deps.turns, folding, now) for folding in due]
    return {"folded": done.count(True), "late": done.count(False)}
