"""Messages go one after the other at their instants, also when the program was held up in between."""

import asyncio
from dataclasses import dataclass, field

CATCHING_UP = 0.9  # so much of the planned distance is kept while we are late: a tenth faster, and never all at once
SHORTEST = 0.005  # seconds that are worth sleeping for


@dataclass
class Pacing:
    """The order in which this worker's messages go; instants are the loop's time, in seconds."""

    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _planned: float = 0.0
    _went: float = 0.0

    async def wait_for(self, instant: float) -> None:
        """Return at `instant`, or a little after what went before if that was late."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            earliest = max(instant, self._went + CATCHING_UP * (instant - self._planned))
            if (rest := earliest - loop.time()) > SHORTEST:
                await asyncio.sleep(rest)
            self._planned, self._went = instant, loop.time()
