"""The webhook by itself: who may post, what is no update, and what its answers promise."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.errors import DatabaseAway
from bot.web.webhook import MOST_BYTES, SECRET_HEADER, Webhook

SECRET = "letters-and-digits-1"
UPDATE = {"update_id": 7}


@dataclass
class Taken:
    """What was handled; `hold` keeps it from being finished, `away` from being begun."""

    updates: list[dict[str, Any]] = field(default_factory=list)
    hold: asyncio.Event | None = None
    away: bool = False
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, update: dict[str, Any]) -> None:
        self.begun.set()
        if self.away:
            raise DatabaseAway
        if self.hold:
            await self.hold.wait()
        self.updates.append(update)


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def webhook(taken: Taken) -> Webhook:
    webhook = Webhook("/telegram", SECRET)
    webhook.open(taken.take)
    return webhook


@pytest.fixture
async def telegram(webhook: Webhook) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=webhook.routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot", headers={SECRET_HEADER: SECRET}) as client:
        yield client


async def test_a_200_comes_after_the_update_was_handled(telegram: httpx.AsyncClient, taken: Taken) -> None:
    taken.hold = asyncio.Event()
    posting = asyncio.create_task(telegram.post("/telegram", json=UPDATE))
    await taken.begun.wait()
    assert not posting.done()
    assert taken.updates == []
    taken.hold.set()
    assert (await posting).status_code == 200
    assert taken.updates == [UPDATE]


@pytest.mark.parametrize("secret", ["", "letters-and-digits-2", SECRET + "x", "Ü" * 20])
async def test_who_does_not_know_the_secret_is_not_read(telegram: httpx.AsyncClient, taken: Taken, secret: str) -> None:
    headers = {SECRET_HEADER.encode(): secret.encode()}
    assert (await telegram.post("/telegram", content=b"not even JSON", headers=headers)).status_code == 403
    assert taken.updates == []


async def test_what_is_no_update_is_said_in_a_line(telegram: httpx.AsyncClient, taken: Taken) -> None:
    for body in (b"", b"{", b"\xff\xfe", b"[]", b"7", b"{}", b'{"update_id": "7"}', b'{"update_id": null}'):
        answer = await telegram.post("/telegram", content=body)
        assert answer.status_code == 400
        assert answer.text.count("\n") == 1
    assert (await telegram.get("/telegram")).status_code == 405
    assert taken.updates == []


async def test_a_body_is_read_only_as_far_as_an_update_can_go(telegram: httpx.AsyncClient, taken: Taken) -> None:
    assert (await telegram.post("/telegram", content=b" " * (MOST_BYTES + 1))).status_code == 413
    fits = json.dumps(UPDATE).encode().ljust(MOST_BYTES)
    assert (await telegram.post("/telegram", content=fits)).status_code == 200
    assert taken.updates == [UPDATE]


async def test_while_the_database_is_away_the_update_is_to_come_again_soon(
    telegram: httpx.AsyncClient, taken: Taken
) -> None:
    taken.away = True
    answer = await telegram.post("/telegram", json=UPDATE)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    taken.away = False
    assert (await telegram.post("/telegram", json=UPDATE)).status_code == 200


async def test_before_the_start_and_after_the_end_updates_are_to_come_again(taken: Taken) -> None:
    webhook = Webhook("/telegram", SECRET)
    transport = httpx.ASGITransport(Starlette(routes=webhook.routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot", headers={SECRET_HEADER: SECRET}) as client:
        assert (await client.post("/telegram", json=UPDATE)).status_code == 503
        webhook.open(taken.take)
        taken.hold = asyncio.Event()
        posting = asyncio.create_task(client.post("/telegram", json=UPDATE))
        await taken.begun.wait()
        closing = asyncio.create_task(webhook.close(30))
        await asyncio.sleep(0)
        assert (await client.post("/telegram", json={"update_id": 8})).status_code == 503
        assert not closing.done(), "what is in flight is finished first"
        taken.hold.set()
        assert (await posting).status_code == 200
        await closing
    assert taken.updates == [UPDATE]
