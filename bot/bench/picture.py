"""How long a picture of twelve weeks takes, how long it holds the loop, and what memory it keeps."""

import asyncio
import gc
import random
import statistics
import time
from datetime import date, timedelta
from pathlib import Path

from bot.bench.figures import Figure
from bot.course import Mood
from bot.journey.weeks import Day, Weeks
from bot.views.studio import Studio

ROUNDS = 20
WEEKS = 12
LAST = date(2026, 11, 26)
MOODS = (Mood.TOO_MUCH, Mood.HEAVY, Mood.MIXED, Mood.STEADY)
BEAT = 0.001  # seconds between two looks at the loop
RESIDENT = Path("/proc/self/statm")  # Linux only; elsewhere memory is not told
PAGE = 4096  # bytes


def made_up_weeks(seed: int = 3) -> Weeks:
    """Twelve weeks that grow lighter, with gaps: the same each time."""
    chance = random.Random(seed)
    days = []
    for i in range(7 * WEEKS):
        weight = 0.8 - 0.75 * i / (7 * WEEKS) + chance.uniform(-0.35, 0.35)
        here = chance.random() > 0.15 and not 38 <= i <= 45
        mood = MOODS[max(0, min(3, round((1 - weight) * 3)))]
        pull = 0 if weight < 0.2 else 3 if weight < 0.45 else 7 if weight < 0.8 else 10
        day = LAST - timedelta(days=7 * WEEKS - 1 - i)
        wrote = chance.random() < 0.22
        days.append(Day(day, mood if here else None, pull if here else None, here, wrote, min(1.0, i / 16)))
    return Weeks(tuple(days))


async def measure(rounds: int = ROUNDS) -> list[Figure]:
    """Draw that many pictures one after the other, with an eye on the loop and on the memory."""
    studio, weeks = Studio(), made_up_weeks()
    await studio.picture(weeks, dark=False, language="en")  # fonts and libraries are read the first time
    gc.collect()
    before = peak = _resident()
    late: list[float] = []
    took: list[float] = []
    drawing = True

    async def watch() -> None:
        nonlocal peak
        while drawing:
            began = time.perf_counter()
            await asyncio.sleep(BEAT)
            late.append(time.perf_counter() - began - BEAT)
            peak = max(peak, _resident())

    watching = asyncio.create_task(watch())
    size = 0
    for i in range(rounds):
        began = time.perf_counter()
        size = len(await studio.picture(weeks, dark=bool(i % 2), language="en"))
        took.append(time.perf_counter() - began)
    drawing = False
    await watching
    gc.collect()
    return [
        Figure("a picture of 12 weeks, median", statistics.median(took) * 1000, "ms", at_most=150),
        Figure("a picture of 12 weeks, slowest", max(took) * 1000, "ms"),
        Figure("the loop held meanwhile, longest", max(late) * 1000, "ms", at_most=30),
        Figure("its size", size / 1000, "kB"),
        Figure("memory while drawing", (peak - before) / 1e6, "MB"),
        Figure("memory kept afterwards", (_resident() - before) / 1e6, "MB", at_most=5),
    ]


def _resident() -> int:
    """Bytes of memory in use; 0 where that cannot be read."""
    return int(RESIDENT.read_text().split()[1]) * PAGE if RESIDENT.exists() else 0
