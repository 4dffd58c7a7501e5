"""One person's updates in order, different people's side by side, and what protects goes before everything.

Hiding, folding and help wait for nobody: not for their own person's queue, not for a slow call to Telegram, and not for
room among the others. What they overtake learns of it and shows nothing any more.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

MOST_WAITING = 50  # of one chat; nobody writes as fast by hand


class Crowded(Exception):
    """So much of this chat is waiting already that more would only grow the pile."""


@dataclass(eq=False)
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    inside: int = 0  # waiting or under way
    going_first: int = 0
    calm: asyncio.Event = field(default_factory=asyncio.Event)  # nobody is going first
    overtakings: int = 0
    hurry: asyncio.Event = field(default_factory=asyncio.Event)  # set, and made anew, by each overtaking


class Place:
    """One update's place in its lane."""

    def __init__(self, lane: _Lane) -> None:
        self._lane = lane
        self._came_at = lane.overtakings
        self._hurry = lane.hurry

    @property
    def overtaken(self) -> bool:
        """Something that protects has come since: this update must show nothing any more."""
        return self._lane.overtakings != self._came_at

    async def catch_up(self) -> None:
        """Wait until whatever overtook this update has shown what it shows; from then on it counts as known."""
        if self._lane.going_first:
            await self._lane.calm.wait()
        self._came_at, self._hurry = self._lane.overtakings, self._lane.hurry

    async def rest(self, seconds: float) -> None:
        """Wait so long, or until overtaken."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._hurry.wait(), seconds)


class Lanes:
    """A lane for each chat, kept only as long as somebody is in it, and room for some of them side by side."""

    def __init__(self, side_by_side: int = 64) -> None:
        self._lanes: dict[int, _Lane] = {}
        self._room = asyncio.Semaphore(side_by_side)

    @asynccontextmanager
    async def enter(self, chat_id: int, *, first: bool = False) -> AsyncIterator[Place]:
        """Wait for one's turn in this chat; who goes `first` waits for nobody.

        A chat with a long queue takes no room from the others; past `MOST_WAITING` it is Crowded.
        """
        lane = self._lanes.setdefault(chat_id, _Lane())
        if not first and lane.inside >= MOST_WAITING:
            raise Crowded
        lane.inside += 1
        try:
            async with self._going_first(lane) if first else self._in_order(lane) as place:
                yield place
        finally:
            lane.inside -= 1
            if not lane.inside:
                del self._lanes[chat_id]

    @asynccontextmanager
    async def _going_first(self, lane: _Lane) -> AsyncIterator[Place]:
        lane.going_first += 1
        lane.calm.clear()
        lane.overtakings += 1
        lane.hurry.set()
        lane.hurry = asyncio.Event()
        try:
            yield Place(lane)
        finally:
            lane.going_first -= 1
            if not lane.going_first:
                lane.calm.set()

    @asynccontextmanager
    async def _in_order(self, lane: _Lane) -> AsyncIterator[Place]:
        place = Place(lane)
        async with lane.lock:
            if lane.going_first:
                await lane.calm.wait()  # what was sent after it comes after it
            async with self._room:
                yield place
