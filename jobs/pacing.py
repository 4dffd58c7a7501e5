"""Messages go one after the other at their instants, also when the program was held up in between."""

import asyncio
from dataclasses import dataclass, field

CATCHING_UP = 0.9  # so much of the planned distance is kept while we are late: a tenth faster, and never all at once
SHORTEST = 0.005  # seconds that are worth sleeping for


@dataclass
class Pacing:
    """The order in which this worker's messages go; instants are the loop's time, in seconds.

    `speed`: how many seconds of the clock pass in a real one.
    """

    speed: float = 1.0
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _planned: float = 0.0
    _went: float = 0.0

    def instant(self, began: float, wait: float) -> float:
        """The instant that lies so many seconds of the clock after `began`."""
        return began + wait / self.speed

    async def rest_until(self, instant: float) -> None:
        """Return at `instant`, out of turn."""
        if (rest := instant - asyncio.get_running_loop().time()) > SHORTEST:
            await asyncio.sleep(rest)

    async def wait_for(self, instant: float) -> None:
        """Return at `instant`, or a little after what went before if that was late."""
        async with self._turn:
            await self.rest_until(max(instant, self._went + CATCHING_UP * (instant - self._planned)))
            self._planned, self._went = instant, asyncio.get_running_loop().time()
