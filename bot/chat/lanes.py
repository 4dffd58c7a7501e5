"""One person's updates in order, different people's side by side."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Lanes:
    """A first-come lock for each chat, kept only as long as somebody holds or awaits it."""

    def __init__(self, side_by_side: int = 64) -> None:
        self._locks: dict[int, asyncio.Lock] = {}
        self._users: dict[int, int] = {}
        self._room = asyncio.Semaphore(side_by_side)

    @asynccontextmanager
    async def enter(self, chat_id: int) -> AsyncIterator[None]:
        """Wait for one's turn in this chat. A chat with a long queue takes no room from the others."""
        lock = self._locks.setdefault(chat_id, asyncio.Lock())
        self._users[chat_id] = self._users.get(chat_id, 0) + 1
        try:
            async with lock, self._room:
                yield
        finally:
            self._users[chat_id] -= 1
            if not self._users[chat_id]:
                del self._users[chat_id], self._locks[chat_id]
