"""The whole program, started as an operator starts it: its start, memory, idle tick and answers with a crowd."""

import os
import re
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.bench import crowd
from bot.bench.figures import Figure
from bot.bench.message import TOKEN
from bot.bench.programs import Databases, Server, databases, finish, start, telegram
from bot.course import load
from bot.journey.steps import OpenPage

FEW, MANY = 1_000, 1_000_000
READY = "running"
WAIT_SECONDS = 600
SETTLES = 8.0  # seconds after the start in which the first runs of all jobs end
PAGE = os.sysconf("SC_PAGE_SIZE")


@contextmanager
def program(server: Server, both: Databases, folder: str, **settings: str) -> Iterator["subprocess.Popen[bytes]"]:
    """`python -m bot run` with this crowd, from the moment it is ready until the context ends."""
    environment = {
        **os.environ,
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": server.url,
        "DATABASE_URL": both.main,
        "KEYS_DATABASE_URL": both.keys,
        "ENCRYPTION_KEYS": both.ring,
        "LISTEN": "127.0.0.1:0",
        "METRICS_LISTEN": "",
        "CLOCK_START": crowd.NOW.isoformat(),
        **settings,
    }
    log = Path(folder, "log")
    with log.open("wb") as said:
        process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=environment, stderr=said)
    try:
        _until(lambda: bool(re.search(rf"\b{READY}\b", log.read_text())) or process.poll() is not None)
        if process.poll() is not None:
            raise RuntimeError(log.read_text()[-2000:])
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _until(happens: Callable[[], bool]) -> None:
    ends = time.monotonic() + WAIT_SECONDS
    while not happens():
        if time.monotonic() > ends:
            raise RuntimeError(f"waited {WAIT_SECONDS} seconds in vain")
        time.sleep(0.02)


def size(runs: int, many: int = MANY) -> list[Figure]:
    """Start, memory and idle tick with very many people against few, on SQLite."""
    figures: dict[int, tuple[float, float, float]] = {}
    for people in (FEW, many):
        with telegram() as server, databases("sqlite", people, due=0, days_behind=1) as both:
            seen = [_begun(server, both) for _ in range(runs)]
            ticks = finish(start("tick", server, *both.options))["tick"]
        figures[people] = (
            statistics.median(each[0] for each in seen),
            statistics.median(each[1] for each in seen),
            ticks * 1000,
        )
    few, lots = figures[FEW], figures[many]
    return [
        Figure(f"start until ready, {FEW:,} people", few[0], "s"),
        Figure(f"start until ready, {many:,} people", lots[0], "s"),
        Figure("  the one against the other", lots[0] / few[0], "x", at_most=1.2),
        Figure(f"memory, {FEW:,} people", few[1] / 1e6, "MB"),
        Figure(f"memory, {many:,} people", lots[1] / 1e6, "MB"),
        Figure("  the one against the other", lots[1] / few[1], "x", at_most=1.2),
        Figure(f"a tick with nothing due, {FEW:,} people", few[2], "ms", at_most=5),
        Figure(f"a tick with nothing due, {many:,} people", lots[2], "ms", at_most=5),
    ]


def _begun(server: Server, both: Databases) -> tuple[float, float]:
    """Seconds until ready, and bytes of memory once the first runs of the jobs are over."""
    with TemporaryDirectory(prefix="homeward-bench-") as folder:
        began = time.monotonic()
        with program(server, both, folder) as process:
            took = time.monotonic() - began
            time.sleep(SETTLES)
            resident = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * PAGE
    return took, resident


def taps(messages: int, people: int) -> list[Figure]:
    """How long a tap waits for its card while so many scheduled messages go out, as fast as they can."""
    page = load(crowd.CONTENT).course.days[0]
    options = ("--taps", OpenPage(page, 1).pack(), "--people", str(people), "--every", "0.05")
    with (
        telegram(*options) as server,
        databases("sqlite", max(people, messages), due=messages) as both,
        TemporaryDirectory(prefix="homeward-bench-") as folder,
        program(server, both, folder, SEND_RATE="1000"),
    ):
        _until(lambda: server.figures()["sent"] >= messages - people)  # who reads at that moment is not sent anything
        seen = server.figures()
    answered = sorted(seen["answered"])
    return [
        Figure("scheduled messages meanwhile", (messages - people) / seen["seconds"], "/s"),
        Figure("taps answered meanwhile", len(answered), ""),
        Figure("a tap's answer, median", statistics.median(answered) * 1000, "ms"),
        Figure("a tap's answer, 95th percentile", answered[int(len(answered) * 0.95)] * 1000, "ms", at_most=300),
    ]
