"""How long a picture of twelve weeks takes, how long it holds the loop, and what memory it keeps."""

import gc
import random
import statistics
import time
from datetime import date, timedelta

from bot.bench.figures import Figure
from bot.bench.watching import resident, watched
from bot.course import Mood
from bot.journey.weeks import Day, Weeks
from bot.views.studio import Studio

ROUNDS = 20
WEEKS = 12
LAST = date(2026, 11, 26)
MOODS = (Mood.TOO_MUCH, Mood.HEAVY, Mood.MIXED, Mood.STEADY)


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
    before = resident()
    took: list[float] = []
    size = 0
    async with watched() as seen:
        for i in range(rounds):
            began = time.perf_counter()
            size = len(await studio.picture(weeks, dark=bool(i % 2), language="en"))
            took.append(time.perf_counter() - began)
    gc.collect()
    return [
        Figure("a picture of 12 weeks, median", statistics.median(took) * 1000, "ms", at_most=150),
        Figure("a picture of 12 weeks, slowest", max(took) * 1000, "ms"),
        Figure("the loop held meanwhile, longest", max(seen.late) * 1000, "ms", at_most=30),
        Figure("its size", size / 1000, "kB"),
        Figure("memory while drawing", (seen.peak - before) / 1e6, "MB"),
        Figure("memory kept afterwards", (resident() - before) / 1e6, "MB", at_most=5),
    ]
