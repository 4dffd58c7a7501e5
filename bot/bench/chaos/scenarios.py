"""The scenarios: what goes wrong in each. All of them end when everything that was due has an outcome."""

import asyncio
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from bot.bench.chaos.ledger import Books, Leaving
from bot.bench.chaos.stage import RATE, Stage, set_up
from bot.bench.crowd import CARD
from bot.bench.programs import Missing
from bot.journey.steps import Pause
from bot.sandbox.records import Message

LONGEST_MOMENT = 0.3  # real seconds between a look and a kill: so it falls anywhere in a worker's round
LEAVE = 10  # every so manieth person leaves in the middle
WAYS = ("block", "hide", "pause")
DISK_MEGABYTES = 96


@dataclass(frozen=True)
class Played:
    """What a scenario came to."""

    scenario: str
    database: str
    deliveries: int
    kills: int
    tries: int
    refused: int
    faults: int
    """How often a worker said that something failed."""
    seconds: float
    books: Books


@dataclass(frozen=True)
class Scenario:
    """A name, what happens, and on which databases it makes sense."""

    name: str
    play: Callable[[Stage, int], Awaitable[None]]
    databases: tuple[str, ...] = ("sqlite", "postgresql")
    small_disk: bool = False


async def workers_killed(stage: Stage, kills: int) -> None:
    """SIGKILL for workers at random points, each followed by a new one."""
    dice = random.Random(9)
    step = max(len(stage.due) // (kills + 1), 1)
    while stage.workers.kills < kills:
        goes_on = await stage.tried(stage.tries + dice.randint(step // 2, step))
        await asyncio.sleep(dice.uniform(0, LONGEST_MOMENT))
        before = stage.workers.kills
        if goes_on:
            await stage.kill()
        else:
            await stage.kill(all_of_them=True)
            await stage.time_passes()
        await stage.workers.start(stage.workers.kills - before)


async def database_killed(stage: Stage, kills: int) -> None:
    """SIGKILL for PostgreSQL while messages go out; it comes back after a moment."""
    assert stage.store.cluster is not None
    for part in (1, 2):
        await stage.tried(len(stage.due) * part // 3)
        await stage.store.cluster.ends()
        await stage.store.cluster.comes_back()


async def disk_full(stage: Stage, kills: int) -> None:
    """The disk of the database fills up while messages go out, and is freed later."""
    assert stage.store.folder is not None
    await stage.tried(len(stage.due) // 3)
    with _filled(stage.store.folder):
        await stage.until(lambda: _said(stage, "a job failed"), "nobody notices that the disk is full")


async def telegram_stumbles(stage: Stage, kills: int) -> None:
    """Telegram is slow, fails, breaks connections, and sends 429 in storms."""
    stage.weather.turns_bad(stage.world, len(stage.due))


async def people_leave(stage: Stage, kills: int) -> None:
    """People block, hide and pause while it is their turn."""
    dice = random.Random(4)
    leavers = [number for number in stage.phones if number % LEAVE == 1]
    dice.shuffle(leavers)
    async with asyncio.TaskGroup() as group:
        for turn, number in enumerate(leavers):
            await stage.tried(turn * len(stage.due) // (len(leavers) * 2))
            group.create_task(_leave(stage, number, WAYS[turn % len(WAYS)]))


async def _leave(stage: Stage, number: int, how: str) -> None:
    phone, now = stage.phones[number], stage.clock.now()
    if how == "block":
        phone.block()
    elif how == "hide":
        phone.write("/hide")
    else:
        card = Message(CARD, number, stage.world.bot.bot_id, True, now, {})
        phone.press_data(Pause(7).pack(), card)
    last = stage.world.bot.last_ids[1]
    bot = stage.world.bot
    await stage.world.until(
        lambda: all(update.update_id > last for update in bot.pending), f"{how} is not heard", stage.patience
    )
    stage.left[number] = Leaving(how, now, stage.clock.now())


async def _said(stage: Stage, words: str) -> bool:
    return stage.workers.said(words) > 0


@contextmanager
def _filled(folder: Path) -> Iterator[None]:
    """Take all the room that is left beside the databases, until the context ends."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def small_disk() -> Iterator[Path]:
    """A file system of a few megabytes. Raises Missing where that cannot be mounted."""
    with tempfile.TemporaryDirectory(prefix="homeward-disk-") as place:
        command = ("mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "tmpfs", place)
        if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
            raise Missing("left out: only root can mount a small disk")
        try:
            yield Path(place)
        finally:
            subprocess.run(("umount", "-l", place), check=True)


SCENARIOS = (
    Scenario("workers killed", workers_killed),
    Scenario("PostgreSQL killed", database_killed, databases=("postgresql",)),
    Scenario("disk full", disk_full, databases=("sqlite",), small_disk=True),
    Scenario("Telegram stumbles", telegram_stumbles),
    Scenario("people leave", people_leave),
)


async def play(
    scenario: Scenario,
    database: str,
    *,
    deliveries: int,
    kills: int,
    speed: float,
    patience: float,
    rate: float = RATE,
) -> Played:
    """Play one scenario and check the books; `rate` messages a second of the clock. Raises Missing if it can't be."""
    with small_disk() if scenario.small_disk else nullcontext() as folder:
        began = time.monotonic()
        async with set_up(database, deliveries, speed=speed, patience=patience, rate=rate, folder=folder) as stage:
            await scenario.play(stage, kills)
            await stage.drained()
            return Played(
                scenario.name,
                database,
                deliveries,
                stage.workers.kills,
                stage.tries,
                stage.weather.storms.refused,
                stage.workers.said('"level": "error"'),
                time.monotonic() - began,
                await stage.books(),
            )
