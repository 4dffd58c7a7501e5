"""The real program in a process of its own, the stand-in for Telegram in this one."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from bot.clock import MovableClock
from bot.crypto import new_key
from bot.sandbox.driver import Driver
from bot.sandbox.server import serve
from bot.sandbox.world import World
from tests.conftest import START, Databases

ROOT = Path(__file__).resolve().parent.parent.parent
LIGHT = {"TOPIC_MODEL": "off"}  # to start sooner
PATIENCE = 60.0  # real seconds for anything to happen on a busy machine


@dataclass
class Program:
    """One run of `python -m bot run`."""

    process: asyncio.subprocess.Process
    log: Path

    async def says(self, words: str) -> None:
        """Wait until this has been logged."""
        async with asyncio.timeout(PATIENCE):
            while words not in self.log.read_text(encoding="utf-8"):  # noqa: ASYNC110  # a file tells nobody that it grew
                await asyncio.sleep(0.05)

    async def ends(self, number: int) -> tuple[int, str]:
        """Send the signal and wait; returns the exit status and everything that was logged."""
        self.process.send_signal(number)
        status = await asyncio.wait_for(self.process.wait(), PATIENCE)
        return status, self.log.read_text(encoding="utf-8")


@dataclass
class Town:
    """A world, and the way to start the program in it as often as is needed."""

    world: World
    driver: Driver
    clock: MovableClock
    settings: dict[str, str]
    folder: Path
    started: list[Program] = field(default_factory=list)

    async def starts(self, **more: str) -> Program:
        """Start the program and wait until it asks for updates."""
        asked = self.world.bot.polls
        log = self.folder / f"run-{len(self.started)}.log"
        program = Program(await launch({**self.settings, **more}, log), log)
        self.started.append(program)
        await self.world.until(
            lambda: self.world.bot.polls > asked or program.process.returncode is not None,
            "the program does not ask for updates",
            PATIENCE,
        )
        self.clock.run_at(float(more.get("CLOCK_SPEED", "1")))
        return program

    async def starts_ready(self, port: int, **more: str) -> Program:
        """Start the program and wait until it says on `port` of this machine that it is ready."""
        log = self.folder / f"run-at-{port}.log"
        listen = {"LISTEN": f"127.0.0.1:{port}"}
        program = Program(await launch({**self.settings, **listen, **more}, log), log)
        self.started.append(program)
        async with asyncio.timeout(2 * PATIENCE), httpx.AsyncClient() as client:
            while not await _is_ready(client, port):
                assert program.process.returncode is None, log.read_text(encoding="utf-8")
                await asyncio.sleep(0.05)
        self.clock.run_at(float(more.get("CLOCK_SPEED", "1")))
        return program

    def moves_to(self, instant: datetime, speed: float) -> dict[str, str]:
        """Move this side's clock, which stands still until the program runs; returns what starts it there."""
        self.clock.move_to(instant)
        self.clock.run_at(0)
        return {"CLOCK_START": instant.isoformat(), "CLOCK_SPEED": str(speed)}

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        await self.world.until(condition, what, PATIENCE)


def a_free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


async def _is_ready(client: httpx.AsyncClient, port: int) -> bool:
    try:
        return (await client.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200
    except httpx.TransportError:
        return False


async def launch(settings: dict[str, str], log: Path) -> asyncio.subprocess.Process:
    """Start `python -m bot run` with these settings and nothing of this machine's own, logging to a file."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with log.open("wb") as out:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=ROOT,
            env={**keep, "LISTEN": "127.0.0.1:0", "METRICS_LISTEN": "", **settings},
            stderr=out,
            stdout=out,
        )


@asynccontextmanager
async def _town(databases: Databases, folder: Path) -> AsyncIterator[Town]:
    clock = MovableClock(START, speed=1)
    world = World(now=clock.now)
    async with serve(world) as server:
        town = Town(
            world,
            Driver(world, timeout=PATIENCE),
            clock,
            {
                "TELEGRAM_TOKEN": world.bot.token,
                "TELEGRAM_API_URL": server.url,
                "DATABASE_URL": databases.main,
                "KEYS_DATABASE_URL": databases.keys,
                "ENCRYPTION_KEYS": new_key(),
                "CLOCK_START": START.isoformat(),
                "CLOCK_SPEED": "1",
                "LOG_LEVEL": "DEBUG",
                **LIGHT,
            },
            folder,
        )
        try:
            yield town
        finally:
            for program in town.started:
                if program.process.returncode is None:
                    await program.ends(signal.SIGKILL)


@pytest.fixture
async def town(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """A world in which the program can be started, killed and started again."""
    async with _town(databases, tmp_path_factory.mktemp("logs")) as town:
        yield town
