"""How long a question takes, alone and with triage, how long it holds the loop, and what start and memory it costs.

The processor's time is what counts: on a busy machine, the time on the wall tells of the others.
"""

import asyncio
import gc
import itertools
import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from bot.bench.figures import Figure
from bot.bench.watching import resident, watched
from bot.course import Content, load
from bot.journey.library import Library, Operator
from bot.journey.listening import listen

ROUNDS = 100  # questions of each length
SHORT, MEDIUM = 30, 70  # characters, at most; a long one is three put together
IDLE = 2.0  # seconds of looking at a loop that nothing holds but the machine
SOONER = "what does no contact mean"


def questions(content: Content, rounds: int = ROUNDS) -> dict[str, list[str]]:
    """By length, so many of the shipped asks: the same each time."""
    asks = sorted({ask for page in content.pages.values() for ask in page.asks})
    chance = random.Random(5)
    chance.shuffle(asks)
    return {
        "short": [ask for ask in asks if len(ask) <= SHORT][:rounds],
        "medium": [ask for ask in asks if SHORT < len(ask) <= MEDIUM][:rounds],
        "long": [". ".join(three) for three in itertools.islice(zip(asks, asks[1:], asks[2:], strict=False), rounds)],
    }


async def measure(content_dir: Path, rounds: int = ROUNDS) -> list[Figure]:
    """Build the index and ask it, with an eye on the loop and on the memory."""
    content = load(content_dir)
    gc.collect()
    before, began = resident(), time.process_time()
    library = Library.of(content, Operator("", ""))
    started = time.process_time() - began
    listen(library, SOONER)  # the model's files are opened the first time
    gc.collect()
    added = resident() - before
    figures = []
    asked = questions(content, rounds)
    for length, some in asked.items():
        figures += _timed(f"a {length} question", some, library.english.topics.ask, at_most=15)
    for length, some in asked.items():
        figures += _timed(f"a {length} text, triage and search", some, lambda words: listen(library, words))
    async with watched() as idle:
        await asyncio.sleep(IDLE)
    async with watched() as seen:
        for words in itertools.chain.from_iterable(asked.values()):
            await asyncio.to_thread(listen, library, words)
    return [
        *figures,
        Figure("the loop held meanwhile, longest", max(seen.late) * 1000, "ms", at_most=10),
        Figure("the loop held while nothing is asked, longest", max(idle.late) * 1000, "ms"),
        Figure("memory added by model and index", added / 1e6, "MB", at_most=150),
        Figure("the index's start, processor", started, "s"),
    ]


def _timed(what: str, texts: Iterable[str], ask: Callable[[str], object], at_most: float | None = None) -> list[Figure]:
    processor, wall = [], []
    for text in texts:
        on_wall, on_processor = time.perf_counter(), time.process_time()
        ask(text)
        processor.append(1000 * (time.process_time() - on_processor))
        wall.append(1000 * (time.perf_counter() - on_wall))
    return [
        Figure(f"{what}, processor, median", float(np.median(processor)), "ms"),
        Figure(f"{what}, processor, p95", float(np.quantile(processor, 0.95)), "ms", at_most=at_most),
        Figure(f"{what}, wall, median", float(np.median(wall)), "ms"),
        Figure(f"{what}, wall, p95", float(np.quantile(wall, 0.95)), "ms"),
    ]
