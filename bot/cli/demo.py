"""`python -m bot demo`: the real bot on this machine, with a stand-in for Telegram and a chat page in the browser."""

import asyncio
import logging
import os
import signal
import sys
import webbrowser
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.app import App, open_app
from bot.cli import demo_filled
from bot.cli.content import CONTENT
from bot.cli.demo_clock import DemoClock
from bot.cli.demo_folder import DemoFolder, open_folder
from bot.clock import MovableClock
from bot.config import Settings, read_settings
from bot.course.translation import load_all
from bot.errors import SettingError
from bot.journey.library import Library, Operator
from bot.logs import set_up_logging
from bot.sandbox import snapshot
from bot.sandbox.page.routes import ChatPage
from bot.sandbox.server import SandboxServer, serve
from bot.sandbox.world import DEFAULT_TOKEN, World

NEWCOMER = "Sam"
JOBS_SPEED = 60  # the jobs run often enough for a clock of this speed, since the page may make it faster at any moment
SAVE_SECONDS = 1.0


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    port: int
    speed: float
    filled: bool


def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where the page stands; 0 takes a free one.")] = 8080,
    speed: Annotated[float, typer.Option(min=0, max=3600, help="Of the clock; the page can change it.")] = 1,
    content: Annotated[Path, typer.Option(help="Another course, drafts included.", show_default=False)] = CONTENT,
    filled: Annotated[bool, typer.Option("--filled", help="With somebody who has six weeks behind them.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what earlier demonstrations have left.")] = False,
) -> None:
    """Try the bot in a browser: everything is real but Telegram's servers, whose place a stand-in takes.

    The page has a clock that can be turned, so that weeks pass in minutes. What was done is there again the next time.

    Example: python -m bot demo --filled

    Exit status: 0 after Ctrl-C; 2 where it cannot start, such as when the port is taken.
    """
    set_up_logging("ERROR", "text")
    # On a busy machine a run of a job is left out now and then, which does no harm and is no news here.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    english, *others = load_all(content, drafts=True, base=CONTENT)
    library = Library.of(english, Operator("", ""), translations=others)
    with open_folder(content, CONTENT, filled=filled, fresh=fresh) as folder, suppress(KeyboardInterrupt):
        if not asyncio.run(_demonstrate(Options(port, speed, filled), library, folder)):
            folder.empty()


async def _demonstrate(options: Options, library: Library, folder: DemoFolder) -> bool:
    """Until SIGINT or SIGTERM. False: it came while six weeks were being played, which are lost."""
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no handlers in the loop; there Ctrl-C ends it anyhow
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    settings = _settings(folder)
    saved = folder.saved_world()
    now = saved.now if saved else settings.clock_start or datetime.now(UTC)
    has_to_play = options.filled and saved is None
    # The clock stands still until there is somebody to look at it.
    clock = MovableClock(now - demo_filled.LASTS if has_to_play else now, 0)
    world = World(clock.now)
    panel = DemoClock(world, clock)
    if saved:
        snapshot.restore(world, saved)
    elif not has_to_play:
        world.person(NEWCOMER)
    async with _served(world, options.port, ChatPage(world, panel)) as server:
        settings = settings.model_copy(update={"telegram_api_url": server.url})
        async with open_app(settings, clock, library) as app:
            await app.introduce()
            panel.drive(app)
            async with _living(app, stopping):
                if has_to_play and not await _unless(stopping, demo_filled.play(world, panel, library.content, now)):
                    return False
                folder.save(world)
                await panel.run_at(options.speed)
                _tell(server.url, folder)
                await _unless(stopping, _keep_up(panel, world, folder))
            folder.save(world)
    return True


def _settings(folder: DemoFolder) -> Settings:
    """Settings that lead nowhere but to this machine, whatever an operator has in the environment or in .env."""
    return read_settings(
        telegram_token=DEFAULT_TOKEN,
        telegram_api_url="http://127.0.0.1",
        database_url=folder.database_url,
        keys_database_url=folder.keys_database_url,
        encryption_keys="",
        keys_file=folder.keys_file,
        clock_speed=JOBS_SPEED,
        _env_file=None,
    )


@asynccontextmanager
async def _served(world: World, port: int, page: ChatPage) -> AsyncIterator[SandboxServer]:
    """The stand-in and the page. Raises SettingError in one line if the port is taken."""
    serving = serve(world, port, routes=page.routes)
    try:
        server = await serving.__aenter__()
    except OSError as error:
        raise SettingError(f"--port {port}: {error.strerror}; choose another, or 0 for a free one") from None
    try:
        yield server
    finally:
        await serving.__aexit__(None, None, None)


@asynccontextmanager
async def _living(app: App, stopping: asyncio.Event) -> AsyncIterator[None]:
    """The application, polling and with its jobs, for the length of the block; `stopping` is set at its end."""
    living = asyncio.create_task(app.run(stopping))
    living.add_done_callback(lambda _: stopping.set())
    try:
        yield
    finally:
        stopping.set()
        await living


async def _unless(stopping: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Do `work`, and give it up when `stopping` is set; whether it came to its end."""
    working, ended = asyncio.create_task(work), asyncio.create_task(stopping.wait())
    await asyncio.wait({working, ended}, return_when=asyncio.FIRST_COMPLETED)
    ended.cancel()
    if working.done():
        working.result()
        return True
    working.cancel()
    await asyncio.wait({working})
    return False


async def _keep_up(panel: DemoClock, world: World, folder: DemoFolder) -> None:
    """Let the clock follow who reads, and keep the chats in the folder, without an end."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(panel.watch())
        tasks.create_task(_keep(world, folder))


async def _keep(world: World, folder: DemoFolder) -> None:
    with world.changes.subscribe() as changes:
        async for _ in changes:
            await asyncio.sleep(SAVE_SECONDS)
            changes.skip()
            folder.save(world)


def _tell(url: str, folder: DemoFolder) -> None:
    """The one line on standard output; where there is a desktop, the page opens as well."""
    print(f"{url} is the chat page, for this machine only; data in {folder.path}; Ctrl-C ends it", flush=True)
    has_desktop = sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if has_desktop and sys.stdout.isatty():
        asyncio.get_running_loop().run_in_executor(None, webbrowser.open, url)
