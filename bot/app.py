"""The composition root: the only place that wires everything together."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncEngine
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.chat.backstage import Backstage
from bot.chat.client import make_bot
from bot.chat.counted import CountedMessenger
from bot.chat.handler import Handler
from bot.chat.intake import Taker, keep_for_us, post_to
from bot.chat.messenger import TelegramMessenger
from bot.chat.polling import Poller
from bot.chat.profile import put_profile
from bot.chat.telegram_clock import telegram_now
from bot.clock import Clock, MovableClock, SystemClock
from bot.config import Role, Settings, TopicModel
from bot.course import Content
from bot.course.translation import load_all
from bot.crypto import read_ring
from bot.db.engines import make_engine
from bot.db.keystore import KeyStore
from bot.db.readiness import database_fault
from bot.db.upgrade import is_behind, upgrade
from bot.errors import DatabaseError, SettingError
from bot.journey.library import Library, Operator
from bot.journey.turns import Turns
from bot.logs import get_log
from bot.metrics import Metrics
from bot.web.health import Check, Health
from bot.web.server import bind, serve
from bot.web.sight import metrics_routes
from bot.web.webhook import Webhook
from jobs.counts import Counts
from jobs.deps import BATCHES, Deps
from jobs.pacing import Pacing
from jobs.runner import JOBS, Job, run_job
from jobs.timetable import Timetable

log = get_log("app")
LEASE = timedelta(minutes=2)
CLOCKS_APART = timedelta(minutes=1)
STOP_SECONDS = 8.5  # with what comes after, within ten
SELDOM = timedelta(minutes=10)
TICK = "deliver_due"
TICK_IS_OLD = 60.0  # seconds since the last good one


def clock_of(settings: Settings) -> Clock:
    """The machine's clock, or a moved one for demonstrations."""
    if settings.moved_clock:
        return MovableClock(settings.clock_start or datetime.now(UTC), settings.clock_speed)
    return SystemClock()


@dataclass(frozen=True)
class App:
    """Everything that runs, wired."""

    settings: Settings
    clock: Clock
    bot: Bot
    turns: Turns
    deps: Deps
    poller: Poller
    taker: Taker
    backstage: Backstage
    databases: tuple[Check, ...]

    @property
    def content(self) -> Content:
        """What people read."""
        return self.turns.library.content

    async def tick(self) -> Counts:
        """Run every job at the present instant until nothing more is due; for tests and demonstrations.

        A job that fails is not tried again at the same instant, or this might never end; nor is one that comes seldom.
        """
        total: Counts = {}
        jobs: tuple[Job, ...] = JOBS
        while True:
            now = self.clock.now()
            counts = [await run_job(job, self.deps, now) for job in jobs]
            jobs = tuple(job for job in JOBS if job.every < SELDOM)
            await self.deps.under_way.finish()
            for name, value in ((n, v) for count in counts for n, v in count.items()):
                total[name] = total.get(name, 0) + value
            if not any(value for count in counts for name, value in count.items() if name != "failed"):
                return total

    @property
    def checks(self) -> tuple[Check, ...]:
        """What must be well for this process to be ready."""
        if self.settings.role is Role.WEB:
            return self.databases
        return (*self.databases, self._telegram_fault, self._tick_fault)

    async def _telegram_fault(self) -> str:
        return self.poller.trouble

    async def _tick_fault(self) -> str:
        age = self.deps.metrics.job_age(TICK)
        if age is None:
            return "nothing has looked yet for what is due"
        return f"nothing has looked for {age:.0f} seconds for what is due" if age > TICK_IS_OLD else ""

    async def introduce(self) -> None:
        """Say to Telegram who we are. Raises SettingError if it refuses the token; waits while it cannot be reached."""
        while True:
            try:
                await self.bot.initialize()
                if self.settings.role is not Role.WORKER:
                    await put_profile(self.bot, self.turns.library.contents)
                    await self._arrange_intake()
            except InvalidToken:
                raise SettingError("TELEGRAM_TOKEN is refused by Telegram: is it whole, and was it revoked?") from None
            except NetworkError:
                self.poller.trouble = "Telegram cannot be reached"
                log.warning("Telegram cannot be reached; trying again", code="telegram_away")
                await asyncio.sleep(1)
            except TelegramError:
                self.poller.trouble = "what answers at TELEGRAM_API_URL is no Bot API"
                log.warning("what answers at TELEGRAM_API_URL is no Bot API; trying again", code="telegram_strange")
                await asyncio.sleep(1)
            else:
                return

    async def _arrange_intake(self) -> None:
        if self.settings.webhook_url:
            await post_to(self.bot, self.settings.webhook_url, self.settings.webhook_secret)
        else:
            await keep_for_us(self.bot)

    async def compare_clocks(self) -> None:
        """Warn where Telegram's clock shows another time: everything would come at a wrong hour."""
        if self.settings.moved_clock:
            return
        theirs = await telegram_now(self.settings.telegram_api_url)
        ahead = self.clock.now() - theirs if theirs else timedelta()
        if abs(ahead) > CLOCKS_APART:
            way = "ahead of" if ahead > timedelta() else "behind"
            log.warning(
                f"this machine's clock is {way} Telegram's: set it, or everything comes at the wrong time",
                code="clock",
                seconds=round(abs(ahead).total_seconds()),
            )

    async def run(self, stopping: asyncio.Event, webhook: Webhook | None = None) -> None:
        """Do what this role does until `stopping` is set; then take no more, and finish what is in flight.

        Updates come by `webhook`, or are fetched where there is none.
        """
        role = self.settings.role
        async with asyncio.TaskGroup() as group:
            if role is not Role.WEB:
                group.create_task(self._run_jobs(stopping))
            if webhook is not None:
                group.create_task(self._take_posted(stopping, webhook))
            elif role is Role.ALL:
                group.create_task(self._poll(stopping))

    async def _run_jobs(self, stopping: asyncio.Event) -> None:
        timetable = Timetable(self.deps, self.clock, self.settings.clock_speed)
        timetable.start()
        await stopping.wait()
        await timetable.stop(STOP_SECONDS)

    async def _take_posted(self, stopping: asyncio.Event, webhook: Webhook) -> None:
        webhook.open(self.taker.take)
        await stopping.wait()
        await webhook.close(STOP_SECONDS)

    async def _poll(self, stopping: asyncio.Event) -> None:
        polling = asyncio.create_task(self.poller.run())
        await asyncio.wait({polling, asyncio.ensure_future(stopping.wait())}, return_when=asyncio.FIRST_COMPLETED)
        self.poller.stop()
        await asyncio.wait({polling}, timeout=STOP_SECONDS)
        if polling.done():
            polling.result()


@asynccontextmanager
async def open_app(settings: Settings, clock: Clock, library: Library) -> AsyncIterator[App]:
    """Open both databases, fit the keys, wire everything; close it at the end. Raises StartError."""
    main = make_engine(settings.database_url)
    keys = make_engine(settings.keys_database_url, "KEYS_DATABASE_URL")
    try:
        for engine, branch in ((main, "main"), (keys, "keys")):
            await _bring_up(engine, branch)
        ring, is_new = read_ring(settings.encryption_keys, settings.keys_file)
        if is_new:
            log.warning("a ring of keys has been made: keep a copy of KEYS_FILE apart from the backups")
        store = await KeyStore.open(keys, ring, lambda: read_ring(settings.encryption_keys, settings.keys_file)[0])
        turns = Turns(main, store, library)
        bot = make_bot(settings, clock)
        metrics = Metrics()
        messenger = CountedMessenger(TelegramMessenger(bot), metrics)
        # A lease is real time: on a fast clock it lasts as much longer.
        lease = LEASE * max(settings.clock_speed, 1)
        batch, pacing = BATCHES[turns.dialect], Pacing(max(settings.clock_speed, 1))
        rate = settings.send_rate
        deps = Deps(turns, messenger, rate=rate, lease=lease, batch=batch, metrics=metrics, pacing=pacing)
        turns.office.admins, turns.office.rate = settings.admin_ids, rate
        backstage = Backstage(turns, bot, settings.content_dir)
        shared = settings.role is Role.WEB
        handler = Handler(turns, messenger, clock, metrics, backstage.prepare, shared=shared)
        databases = (partial(database_fault, main, "main"), partial(database_fault, keys, "keys"))
        try:
            yield App(
                settings, clock, bot, turns, deps, Poller(bot, handler), Taker(bot, handler), backstage, databases
            )
        finally:
            await handler.stop()
            await bot.shutdown()
    finally:
        await main.dispose()
        await keys.dispose()


async def _bring_up(engine: AsyncEngine, branch: str) -> None:
    """SQLite is upgraded by itself; a PostgreSQL that is behind is refused, because others may be using it."""
    if not await is_behind(engine, branch):
        return
    if engine.dialect.name == "sqlite":
        await upgrade(engine, branch)
    else:
        raise DatabaseError("the database is behind this version: run `python -m bot db upgrade` first")


async def run(settings: Settings) -> None:
    """The bot, until SIGTERM or SIGINT; SIGHUP lets it read the content again. Raises StartError."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    reread = asyncio.Event()
    loop.add_signal_handler(signal.SIGHUP, reread.set)
    health, sock = Health(), bind(settings.listen)
    webhook = None
    if settings.webhook_url and settings.role is not Role.WORKER:
        webhook = Webhook(settings.webhook_path, settings.webhook_secret)
    sight = bind(settings.metrics_listen, "METRICS_LISTEN") if settings.metrics_listen else None
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(serve(sock, [*health.routes, *(webhook.routes if webhook else ())]))
        library = await asyncio.to_thread(_read_library, settings)
        app = await stack.enter_async_context(open_app(settings, clock_of(settings), library))
        if sight is not None:
            await stack.enter_async_context(serve(sight, metrics_routes(app.deps.metrics)))
        health.watch(app.checks)
        if app.content.unreviewed:
            log.warning("no practitioner has reviewed this course yet", pages=len(app.content.unreviewed))
        introducing = asyncio.create_task(app.introduce())
        await asyncio.wait({introducing, asyncio.ensure_future(stopping.wait())}, return_when=asyncio.FIRST_COMPLETED)
        if not introducing.done():
            introducing.cancel()
            return
        introducing.result()
        await app.compare_clocks()
        log.info(
            "running",
            address=settings.telegram_api_url,
            database=app.turns.dialect,
            role=settings.role.value,
            speed=settings.clock_speed,
            topic_model="on" if library.embedder else "off",
        )
        rereading = asyncio.create_task(app.backstage.keep_up(reread))
        stack.callback(rereading.cancel)
        await app.run(stopping, webhook)


def _read_library(settings: Settings) -> Library:
    operator = Operator(settings.operator_name, settings.operator_contact)
    english, *others = load_all(settings.content_dir)
    asked = settings.role is not Role.WORKER  # nobody asks a worker for a topic
    model = asked and settings.topic_model is TopicModel.ON
    return Library.of(english, operator, model=model, translations=others)
