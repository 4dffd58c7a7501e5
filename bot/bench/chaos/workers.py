"""Real worker processes: started, killed with SIGKILL, ended with SIGTERM."""

import asyncio
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.clock import MovableClock

ROOT = Path(__file__).resolve().parent.parent.parent.parent
LOOK_SECONDS = 0.05
RUNNING = b'"event": "running"'


@dataclass
class Workers:
    """So many processes side by side; one of them also fetches updates.

    `slowest`: the most real seconds that one took from its start to its work.
    """

    settings: Mapping[str, str]
    clock: MovableClock
    logs: Path
    patience: float
    slowest: float = 0.0
    kills: int = 0
    running: list[asyncio.subprocess.Process] = field(default_factory=list)
    _fetches: asyncio.subprocess.Process | None = None
    _started: int = 0

    async def start(self, count: int) -> None:
        """Start so many more, at the present instant of the clock, and wait until they work."""
        roles = ["worker"] * count
        if self._fetches not in self.running:
            roles[0] = "all"
        await asyncio.gather(*(self._start(role) for role in roles))

    async def kill(self, process: asyncio.subprocess.Process) -> None:
        """SIGKILL: nothing is finished, nothing is said."""
        self.running.remove(process)
        self.kills += 1
        process.kill()
        await process.wait()

    async def end(self) -> None:
        """SIGTERM for all: what is on its way is finished."""
        ending, self.running = self.running, []
        for process in ending:
            process.terminate()
        for process in ending:
            await process.wait()

    async def close(self) -> None:
        """Leave nothing behind."""
        for process in self.running:
            process.kill()
            await process.wait()

    def said(self, words: str) -> int:
        """How often these words stand in the logs of all of them."""
        return sum(log.read_bytes().count(words.encode()) for log in self.logs.glob("*.log"))

    async def _start(self, role: str) -> None:
        self._started += 1
        log = self.logs / f"{self._started}.log"
        keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        began = time.monotonic()
        with log.open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                cwd=ROOT,
                env={**keep, **self.settings, "ROLE": role, "CLOCK_START": self.clock.now().isoformat()},
                stderr=out,
                stdout=out,
            )
        self.running.append(process)
        if role == "all":
            self._fetches = process
        async with asyncio.timeout(self.patience):
            while RUNNING not in log.read_bytes():
                if process.returncode is not None:
                    raise RuntimeError(f"a worker did not start:\n{log.read_text(encoding='utf-8')}")
                await asyncio.sleep(LOOK_SECONDS)
        self.slowest = max(self.slowest, time.monotonic() - began)
