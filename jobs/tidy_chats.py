"""Clear chats: messages whose time has come (the vanish rule, hiding, forgetting), and deletions that failed before."""

from datetime import datetime

from bot.journey import chats
from bot.views.showing import clear
from jobs.counts import Counts
from jobs.deps import Deps

MOST = 100
COVERS = 20  # cards of one chat that are too old to delete, a run: about as fast as Telegram lets one chat be edited


async def run(deps: Deps, now: datetime) -> Counts:
    """Clear up to `MOST` chats; counts messages, and the chats in which there was one that could be cleared."""
    due = await chats.chats_to_clear(deps.turns, now, MOST)
    cleared = [await clear(deps.messenger, deps.turns, chat_id, now, COVERS) for chat_id in due]
    return {"chats": sum(messages > 0 for messages in cleared), "messages": sum(cleared)}
