"""The stage of a scenario: a crowd, the stand-in for Telegram, the databases, and workers that do not know of it."""

import asyncio
import math
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import InterfaceError, OperationalError

from bot.bench.chaos import people
from bot.bench.chaos.ledger import Books, Evidence, Leaving, Seen, check
from bot.bench.chaos.stores import STORES, Store
from bot.bench.chaos.weather import Storms, Weather
from bot.bench.chaos.workers import Workers
from bot.bench.crowd import CONTENT, NOW
from bot.clock import MovableClock
from bot.course import load
from bot.crypto import new_key
from bot.sandbox.people import Person as Phone
from bot.sandbox.server import serve
from bot.sandbox.world import World

LOOK_SECONDS = 0.1
RATE = 100  # messages a second of the clock: few enough that one kill does not meet everybody
CALM = 1.5  # seconds without any change, after which only time can help
ON_ITS_WAY = 5.0  # real seconds from the last look to the phone


@dataclass
class Stage:
    """Everything that one scenario plays with.

    `speed`: seconds of the clock in a real one; `patience`: real seconds for anything to happen.
    """

    world: World
    clock: MovableClock
    store: Store
    workers: Workers
    weather: Weather
    phones: dict[int, Phone]
    speed: float
    patience: float
    due: dict[int, int]
    in_hand: set[int] = field(default_factory=set)
    left: dict[int, Leaving] = field(default_factory=dict)

    @property
    def tries(self) -> int:
        """How often sending was tried so far."""
        return self.world.calls["sendMessage"]

    async def until(self, condition: Callable[[], Awaitable[bool]], what: str) -> None:
        """Wait until this holds. Raises TimeoutError, which names what did not happen."""
        end = time.monotonic() + self.patience
        while not await condition():
            if time.monotonic() > end:
                raise TimeoutError(f"waited {self.patience} seconds in vain: {what}")
            await asyncio.sleep(LOOK_SECONDS)

    async def tried(self, times: int) -> bool:
        """Wait until sending was tried so often. False: nothing is left that could be sent before some time passes."""
        quiet, calm = _Calm(), _Calm()
        while self.tries < times:
            if quiet.lasts(self.tries) and calm.lasts(await self.store.open_rows()):
                return False
            await asyncio.sleep(LOOK_SECONDS)
        return True

    async def kill(self, *, all_of_them: bool = False) -> None:
        """Kill a worker, or all, and note whose delivery may have been in its hands."""
        for process in self.workers.running[: None if all_of_them else 1]:
            await self.workers.kill(process)
        self.in_hand |= await self.store.claimed()

    async def time_passes(self) -> None:
        """With nobody at work, move on to where every lease and every pause is over."""
        open_rows = await self.store.open_rows()
        now = self.clock.now()
        latest = max((row.until for row in open_rows), default=now)
        self.clock.move_by(max(latest - now, timedelta()) + timedelta(seconds=1))

    async def drained(self) -> None:
        """Wait until everything that was due has an outcome; where only time helps, let it pass.

        Gives up after `patience`: the books then name what lies there.
        """
        calm, end = _Calm(), time.monotonic() + self.patience
        while time.monotonic() < end:
            try:
                open_rows = await self.store.open_rows()
            except (OperationalError, InterfaceError):
                open_rows = None
            if open_rows == []:
                break
            if open_rows and calm.lasts((self.tries, open_rows)):
                count = len(self.workers.running)
                await self.workers.end()
                await self.time_passes()
                await self.workers.start(count)
                calm = _Calm()
            await asyncio.sleep(CALM / 3)
        await self.workers.end()

    async def books(self) -> Books:
        """Check what came against what is written down."""
        rows = await self.store.rows()
        by_id = {row.id: row for _, row in rows}
        books = check(
            Evidence(
                rows={chat: by_id[number] for chat, number in self.due.items() if number in by_id},
                again={chat for chat, row in rows if row.occurrence > 1},
                seen={number: self._seen(number, phone) for number, phone in self.phones.items()},
                unanswered=self.weather.unanswered,
                in_hand=self.in_hand,
                left=self.left,
                grace=timedelta(seconds=(self.workers.slowest + ON_ITS_WAY) * self.speed),
            )
        )
        books.violations += [f"{each.method}: {each.text}" for each in self.world.complaints[:5]]
        if healed := self.workers.said("deliveries were missing"):
            books.violations.append(f"deliveries were missing and had to be planned, {healed} times")
        return books

    def _seen(self, number: int, phone: Phone) -> Seen:
        unasked = {note.message_id for note in people.unasked(phone)}
        left = self.left.get(number)
        alone = left is not None and left.how == "hide"  # nothing may stand there, be it an answer
        stands = sum(message.from_bot and (alone or message.message_id in unasked) for message in phone.chat)
        came = [note.at for note in people.unasked(phone)]
        return Seen(came, stands, self.weather.storms.attempts[number])


class _Calm:
    """Notices that nothing has changed for a while."""

    def __init__(self) -> None:
        self._last: object = None
        self._since = math.inf

    def lasts(self, state: object) -> bool:
        if state != self._last:
            self._last, self._since = state, time.monotonic()
        return time.monotonic() - self._since > CALM


@asynccontextmanager
async def set_up(
    database: str, deliveries: int, *, speed: float, patience: float, rate: float, folder: Path | None = None
) -> AsyncIterator[Stage]:
    """A stage with so many deliveries due and workers running, one on SQLite and two on PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="homeward-chaos-") as place:
        async with STORES[database](folder or Path(place)) as store:
            await people.fill(store.engine, load(CONTENT), deliveries)
            clock = MovableClock(NOW, speed=speed)
            world = World(now=clock.now)
            storms = Storms(clock=lambda: clock.now().timestamp())
            world.flood = storms
            async with serve(world) as server:
                settings = {
                    "TELEGRAM_TOKEN": world.bot.token,
                    "TELEGRAM_API_URL": server.url,
                    "DATABASE_URL": store.main,
                    "KEYS_DATABASE_URL": store.keys,
                    "ENCRYPTION_KEYS": new_key(),
                    "LISTEN": "127.0.0.1:0",
                    "METRICS_LISTEN": "",
                    "SEND_RATE": str(rate),
                    "CLOCK_SPEED": str(speed),
                    "TOPIC_MODEL": "off",
                    "LOG_FORMAT": "json",
                }
                workers = Workers(settings, clock, Path(place), patience)
                phones = people.settle_in(world, deliveries)
                due = await store.due()
                stage = Stage(world, clock, store, workers, Weather(storms), phones, speed, patience, due)
                try:
                    await workers.start(store.workers)
                    yield stage
                finally:
                    await workers.close()
