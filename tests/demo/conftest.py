"""A demonstration: in one process with the test, or as the command that people type."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli.demo_clock import DemoClock
from tests.conftest import Databases, Life

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


@pytest.fixture
def databases(tmp_path: Path) -> Databases:
    """A demonstration always keeps SQLite files."""
    return Databases(f"sqlite:///{tmp_path}/main.db", f"sqlite:///{tmp_path}/keys.db")


@pytest.fixture
def panel(life: Life) -> DemoClock:
    """The clock by which the life is lived."""
    panel = DemoClock(life.world, life.clock)
    assert life.app
    panel.drive(life.app)
    return panel


@dataclass
class Demo:
    """A running `python -m bot demo`."""

    process: asyncio.subprocess.Process
    line: str

    @property
    def url(self) -> str:
        return self.line.split(" ", 1)[0]

    async def ends(self) -> int:
        """Asked to end as a system asks; its exit status."""
        self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), PATIENCE)


RunDemo = Callable[..., AbstractAsyncContextManager[Demo]]


def command(data: Path) -> tuple[list[str], dict[str, str]]:
    """The command line and the environment of a demonstration whose data lies below `data`."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    moment = {"CLOCK_START": "2026-11-23T17:00Z", "XDG_DATA_HOME": str(data), "HOME": str(data)}
    return [sys.executable, "-m", "bot", "demo"], {**environment, **moment}


@pytest.fixture
def run_demo(tmp_path: Path) -> RunDemo:
    """`async with run_demo("--fresh") as demo:` on a free port, on a Monday, five in the afternoon in London."""

    @asynccontextmanager
    async def run(*options: str) -> AsyncIterator[Demo]:
        start, environment = command(tmp_path)
        process = await asyncio.create_subprocess_exec(
            *start, "--port", "0", *options, cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout
        try:
            line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
            yield Demo(process, line.decode().strip())
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    return run
