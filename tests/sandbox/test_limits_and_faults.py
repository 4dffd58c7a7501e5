"""Flood control and faults on purpose."""

from collections.abc import Callable, Coroutine
from typing import Any

import httpx
import pytest

from bot.sandbox.faults import Faults
from bot.sandbox.limits import Flood
from bot.sandbox.people import Person
from bot.sandbox.records import ApiError
from bot.sandbox.world import DEFAULT_TOKEN, World

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


async def test_one_message_a_second_to_one_chat(api: Api, world: World, ana: Person) -> None:
    seconds = 100.0
    world.flood = Flood(clock=lambda: seconds)
    send = {"chat_id": ana.person_id, "text": "x"}
    first = await api("sendMessage", **send)
    assert first["ok"]
    refused = await api("sendMessage", **send)
    assert refused == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    place = {"chat_id": ana.person_id, "message_id": first["result"]["message_id"]}
    assert (await api("editMessageText", **place, text="y"))["ok"]
    assert (await api("deleteMessage", **place))["ok"]
    seconds += 1
    assert (await api("sendMessage", **send))["ok"]
    world.flood = None
    assert (await api("sendMessage", **send))["ok"]


def test_thirty_a_second_in_any_second_over_all_chats() -> None:
    seconds = 0.0
    flood = Flood(per_second=30, clock=lambda: seconds)
    for chat in range(30):
        seconds = chat / 100
        flood.check("sendMessage", chat)
    seconds = 0.99
    with pytest.raises(ApiError) as refused:
        flood.check("sendMessage", 31)
    assert refused.value.retry_after == 1
    seconds = 1.0
    flood.check("sendMessage", 31)
    with pytest.raises(ApiError):
        flood.check("sendPhoto", 32)
    assert flood.refused == 2


def test_slow_chats_and_edits_that_count() -> None:
    seconds = 0.0
    flood = Flood(per_chat_per_second=0.25, edits_count=True, clock=lambda: seconds)
    flood.check("editMessageText", 1)
    flood.check("sendChatAction", 1)
    seconds = 1.5
    with pytest.raises(ApiError) as refused:
        flood.check("sendMessage", 1)
    assert refused.value.retry_after == 3
    seconds = 4.0
    flood.check("sendMessage", 1)


async def test_an_error_of_telegrams_own_carries_nothing_out(api: Api, world: World, ana: Person) -> None:
    world.faults.once("error", "sendmessage")
    answer = await api("sendMessage", chat_id=ana.person_id, text="x")
    assert (answer["error_code"], answer["description"]) == (500, "Internal Server Error")
    assert not ana.notifications
    assert (await api("sendMessage", chat_id=ana.person_id, text="x"))["ok"]


@pytest.mark.parametrize(("kind", "arrives"), [("reset_before", False), ("reset_after", True)])
async def test_a_reset_connection_breaks_for_the_client(
    api: Api, world: World, ana: Person, kind: Any, arrives: bool
) -> None:
    world.faults.once(kind, "sendMessage")
    with pytest.raises(httpx.ReadError):
        await api("sendMessage", chat_id=ana.person_id, text="x")
    await world.until(lambda: not world.in_flight.total(), "the call hangs")
    assert bool(ana.notifications) is arrives
    assert (await api("sendMessage", chat_id=ana.person_id, text="y"))["ok"]


async def test_a_slow_answer_is_carried_out_although_the_client_gives_up(
    client: httpx.AsyncClient, world: World, ana: Person
) -> None:
    rule = world.faults.once("slow", "sendMessage", seconds=60)
    call = {"chat_id": ana.person_id, "text": "x"}
    with pytest.raises(httpx.ReadTimeout):
        await client.post(f"/bot{DEFAULT_TOKEN}/sendMessage", json=call, timeout=0.2)
    await world.until(lambda: bool(ana.notifications) and not world.in_flight.total(), "the call hangs")
    assert [note.text for note in ana.notifications] == ["x"]
    assert rule.struck == 1


async def test_a_slow_answer_comes_in_the_end(api: Api, world: World, ana: Person) -> None:
    world.faults.once("slow", seconds=0.01)
    assert (await api("sendMessage", chat_id=ana.person_id, text="x"))["result"]["text"] == "x"


async def test_a_fault_can_meet_getupdates_when_it_is_named(api: Api, world: World, ana: Person) -> None:
    world.faults.add("error")
    assert (await api("getUpdates"))["ok"]
    world.faults.clear()
    world.faults.once("error", "getUpdates")
    assert (await api("getUpdates"))["error_code"] == 500


def test_the_same_seed_gives_the_same_faults() -> None:
    def strikes(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add("error", "sendMessage", probability=0.3, times=20)
        return [faults.strike("sendMessage") is not None for _ in range(200)]

    assert strikes(1) == strikes(1)
    assert strikes(1) != strikes(2)
    assert sum(strikes(1)) == 20


async def test_calls_are_counted(api: Api, world: World, ana: Person) -> None:
    await api("sendMessage", chat_id=ana.person_id, text="x")
    await api("SENDMESSAGE", chat_id=ana.person_id, text="")
    assert world.calls["sendMessage"] == 2
