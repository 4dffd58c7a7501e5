"""An eye on the event loop and on the memory, while something is measured."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

BEAT = 0.001  # seconds between two looks
_RESIDENT = Path("/proc/self/statm")  # Linux only; elsewhere memory is not told
_PAGE = 4096  # bytes


@dataclass
class Watched:
    """What was seen: seconds by which each look came late, and the most bytes of memory in use."""

    late: list[float] = field(default_factory=lambda: [0.0])
    peak: int = 0


@asynccontextmanager
async def watched() -> AsyncIterator[Watched]:
    """Look every millisecond for the length of the block."""
    seen, watching = Watched(peak=resident()), True

    async def watch() -> None:
        while watching:
            began = time.perf_counter()
            await asyncio.sleep(BEAT)
            seen.late.append(time.perf_counter() - began - BEAT)
            seen.peak = max(seen.peak, resident())

    looking = asyncio.create_task(watch())
    try:
        yield seen
    finally:
        watching = False
        await looking


def resident() -> int:
    """Bytes of memory in use; 0 where that cannot be read."""
    return int(_RESIDENT.read_text().split()[1]) * _PAGE if _RESIDENT.exists() else 0
