"""A world with a clock that stands still, served over HTTP, and the means to call it as a bot would."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bot.clock import MovableClock
from bot.sandbox.driver import Driver
from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer, serve
from bot.sandbox.world import DEFAULT_TOKEN, World

Json = dict[str, Any]
Api = Callable[..., Coroutine[Any, Any, Json]]


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2027, 3, 1, 9, 0, tzinfo=UTC), speed=0)


@pytest.fixture
def world(clock: MovableClock) -> World:
    return World(clock.now)


@pytest.fixture
def pauses() -> list[float]:
    """The seconds that webhook deliveries wanted to wait; they do not wait."""
    return []


@pytest.fixture
async def server(world: World, pauses: list[float]) -> AsyncIterator[SandboxServer]:
    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    async with serve(world, pause=pause) as running:
        yield running


@pytest.fixture
async def client(server: SandboxServer) -> AsyncIterator[httpx.AsyncClient]:
    # Reading the certificates, which nothing here needs, would take longer than most tests.
    async with httpx.AsyncClient(base_url=server.url, timeout=10, verify=False) as opened:
        yield opened


@pytest.fixture
def api(client: httpx.AsyncClient) -> Api:
    """`await api("sendMessage", chat_id=1, text="x")`: the whole answer, as JSON."""

    async def call(method: str, **parameters: Any) -> Json:
        response = await client.post(f"/bot{DEFAULT_TOKEN}/{method}", json=parameters)
        body: Json = response.json()
        assert body["ok"] or body["error_code"] == response.status_code
        return body

    return call


@pytest.fixture
def ana(world: World) -> Person:
    """A person who has pressed Start; the bot has not read it yet."""
    person = world.person("Ana")
    person.start()
    return person


@pytest.fixture
def driver(world: World) -> Driver:
    return Driver(world)


@pytest.fixture
async def echo(api: Api) -> AsyncIterator[None]:
    """A bot that confirms what it has handled: it repeats texts with a button, and edits what is tapped."""

    async def handle(update: Json) -> None:
        if message := update.get("message"):
            keyboard = [[{"text": "Open", "callback_data": "open"}, {"text": "Not today", "callback_data": "no"}]]
            await api(
                "sendMessage",
                chat_id=message["chat"]["id"],
                text=f"heard: {message.get('text', 'no text')}",
                reply_markup={"inline_keyboard": keyboard},
            )
        if query := update.get("callback_query"):
            await api("answerCallbackQuery", callback_query_id=query["id"], text="noted")
            place = {"chat_id": query["message"]["chat"]["id"], "message_id": query["message"]["message_id"]}
            await api("editMessageText", **place, text=f"tapped: {query['data']}")

    async def run() -> None:
        offset = 0
        while True:
            for update in (await api("getUpdates", offset=offset, timeout=50))["result"]:
                await handle(update)
                offset = update["update_id"] + 1

    task = asyncio.create_task(run())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
