"""Deliveries to a webhook: the secret, order, retries, and what getWebhookInfo tells."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.world import World

Json = dict[str, Any]
Api = Callable[..., Coroutine[Any, Any, Json]]


@dataclass
class Hook:
    """A bot's web server: it notes what comes, and gives the next of its `answers` (200 if none)."""

    world: World
    url: str = ""
    seen: list[Json] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: Request) -> Response:
        self.seen.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.world.pulse()
        await self.gate.wait()
        return self.answers.pop(0) if self.answers else Response()

    @property
    def ids(self) -> list[int]:
        return [update["update_id"] for update in self.seen]


@pytest.fixture
async def hook(world: World) -> AsyncIterator[Hook]:
    hook = Hook(world)
    hook.gate.set()
    listener = socket.create_server(("127.0.0.1", 0))
    hook.url = f"http://127.0.0.1:{listener.getsockname()[1]}/hook?a=b"
    app = Starlette(routes=[Route("/hook", hook.take, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, access_log=False))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    yield hook
    hook.gate.set()
    server.should_exit = True
    await task


async def test_updates_are_posted_with_the_secret_and_forgotten_after_200(
    api: Api, world: World, ana: Person, hook: Hook
) -> None:
    assert (await api("setWebhook", url=hook.url, secret_token="s3cret_-"))["result"] is True
    await world.settled()
    assert [update["message"]["text"] for update in hook.seen] == ["/start"]
    assert hook.secrets == ["s3cret_-"]
    info = (await api("getWebhookInfo"))["result"]
    assert info["url"] == hook.url
    assert info["pending_update_count"] == 0
    assert "last_error_date" not in info


async def test_a_failed_delivery_comes_again_after_growing_pauses(
    api: Api, world: World, ana: Person, hook: Hook, pauses: list[float], clock: MovableClock
) -> None:
    hook.answers = [Response(status_code=500) for _ in range(8)]
    await api("setWebhook", url=hook.url)
    await world.settled()
    assert hook.ids == [1] * 9
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    info = (await api("getWebhookInfo"))["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    assert info["last_error_date"] == int(clock.now().timestamp())


async def test_retry_after_is_honoured_up_to_an_hour(
    api: Api, world: World, ana: Person, hook: Hook, pauses: list[float]
) -> None:
    hook.answers = [Response(status_code=503, headers={"Retry-After": wait}) for wait in ("7", "99999")]
    await api("setWebhook", url=hook.url)
    await world.settled()
    assert pauses == [7, 3600]


async def test_one_chats_updates_come_strictly_in_order_and_others_do_not_wait(
    api: Api, world: World, ana: Person, hook: Hook
) -> None:
    hook.gate.clear()
    bea = world.person("Bea")
    ana.write("second")
    bea.start()
    await api("setWebhook", url=hook.url)
    await world.until(lambda: len(hook.seen) == 2, lambda: f"came: {hook.ids}")
    assert hook.ids == [1, 3]
    assert (await api("getWebhookInfo"))["result"]["pending_update_count"] == 3
    hook.answers = [Response(status_code=500), Response(status_code=500)]
    hook.gate.set()
    await world.settled()
    texts = [update["message"]["text"] for update in hook.seen if update["message"]["chat"]["id"] == ana.person_id]
    assert texts == ["/start", "/start", "second"]


async def test_a_tap_does_not_wait_for_a_message_of_the_same_chat(
    api: Api, world: World, ana: Person, hook: Hook
) -> None:
    sent = await api("sendMessage", chat_id=ana.person_id, text="cover")
    hook.gate.clear()
    ana.press_data("o", next(each for each in ana.chat if each.message_id == sent["result"]["message_id"]))
    await api("setWebhook", url=hook.url)
    await world.until(lambda: len(hook.seen) == 2, lambda: f"came: {hook.ids}")
    assert {kind for update in hook.seen for kind in update} == {"update_id", "message", "callback_query"}


async def test_at_most_max_connections_deliveries_at_a_time(api: Api, world: World, ana: Person, hook: Hook) -> None:
    hook.gate.clear()
    world.person("Bea").start()
    await api("setWebhook", url=hook.url, max_connections=1)
    await world.until(lambda: len(hook.seen) == 1, "nothing came")
    hook.gate.set()
    await world.settled()
    assert hook.ids == [1, 2]


async def test_a_refused_connection_is_told(api: Api, world: World, ana: Person) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    await api("setWebhook", url=f"http://127.0.0.1:{port}/")
    hook = world.bot.webhook
    assert hook is not None
    await world.until(lambda: hook.last_error != "", "no error")
    assert (await api("getWebhookInfo"))["result"]["last_error_message"] == "Connection refused"
    await api("deleteWebhook", drop_pending_updates=True)
    assert not world.bot.pending


async def test_polling_and_a_webhook_shut_each_other_out(api: Api, world: World, ana: Person, hook: Hook) -> None:
    await api("getUpdates", offset=2)
    poll = asyncio.create_task(api("getUpdates", offset=2, timeout=50))
    await world.until(lambda: world.bot.poller is not None, "nobody polls")
    await api("setWebhook", url=hook.url)
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    refused = await api("getUpdates")
    assert (refused["error_code"], refused["description"]) == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    await api("deleteWebhook")
    assert (await api("getWebhookInfo"))["result"]["url"] == ""
    assert (await api("getUpdates"))["result"] == []


async def test_setting_an_empty_address_deletes_the_webhook(api: Api, hook: Hook) -> None:
    await api("setWebhook", url=hook.url)
    await api("setWebhook", url="")
    assert (await api("getWebhookInfo"))["result"]["url"] == ""


async def test_pending_updates_can_be_dropped(api: Api, world: World, ana: Person, hook: Hook) -> None:
    await api("setWebhook", url=hook.url, drop_pending_updates=True, allowed_updates=["callback_query"])
    ana.write("unwanted")
    await world.settled()
    assert hook.seen == []
    assert (await api("getWebhookInfo"))["result"]["allowed_updates"] == ["callback_query"]


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"url": "https://example.org/hook"}, "bad webhook: the stand-in posts only to plain HTTP addresses"),
        ({"url": "http://example.org/hook"}, "bad webhook: the stand-in posts only to plain HTTP addresses"),
        ({"secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"secret_token": "x" * 257}, "secret token is too long"),
        ({"max_connections": 0}, "max_connections is out of range"),
    ],
)
async def test_bad_webhooks(api: Api, parameters: Json, description: str) -> None:
    answer = await api("setWebhook", **{"url": "http://127.0.0.1:9/", **parameters})
    assert answer["description"].startswith(f"Bad Request: {description}")


async def test_a_call_in_the_answer_is_a_complaint(api: Api, world: World, ana: Person, hook: Hook) -> None:
    hook.answers = [PlainTextResponse('{"method": "sendMessage"}')]
    await api("setWebhook", url=hook.url)
    await world.settled()
    assert [each.method for each in world.complaints] == ["webhook"]


async def test_what_is_a_day_old_is_no_longer_delivered(
    api: Api, world: World, ana: Person, hook: Hook, clock: MovableClock
) -> None:
    clock.move_by(timedelta(days=1, seconds=1))
    await api("setWebhook", url=hook.url)
    await world.settled()
    assert hook.seen == []
