"""The change feed: whoever subscribes hears of every change, in order, as small dictionaries."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from bot.sandbox.records import Change, Json


class Subscription:
    """One listener. Iterate it with `async for`; it ends when the feed is closed."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Json | None] = asyncio.Queue()

    def put(self, event: Json | None) -> None:
        """Hand over one event; None ends the iteration."""
        self._queue.put_nowait(event)

    async def next(self) -> Json | None:
        """The next event, or None when the feed has been closed."""
        return await self._queue.get()

    def skip(self) -> None:
        """Pass over everything that waits."""
        while not self._queue.empty():
            self._queue.get_nowait()

    async def __aiter__(self) -> AsyncIterator[Json]:
        while (event := await self.next()) is not None:
            yield event


class ChangeFeed:
    """Gives every change to every subscriber."""

    def __init__(self) -> None:
        self._subscribers: set[Subscription] = set()

    @contextmanager
    def subscribe(self) -> Iterator[Subscription]:
        """A subscription for the length of a `with` block."""
        subscription = Subscription()
        self._subscribers.add(subscription)
        try:
            yield subscription
        finally:
            self._subscribers.discard(subscription)

    def publish(self, change: Change) -> None:
        """Tell all subscribers. Never waits."""
        self.announce(change.as_dict())

    def announce(self, event: Json) -> None:
        """Tell all subscribers something that is no change of a chat, as that the clock was moved."""
        for subscriber in self._subscribers:
            subscriber.put(event)

    def close(self) -> None:
        """End every subscription, so that nobody hangs on a server that stops."""
        for subscriber in self._subscribers:
            subscriber.put(None)
