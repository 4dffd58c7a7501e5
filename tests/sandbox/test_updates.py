"""getUpdates, and updates as Telegram shapes them."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.server import serve
from bot.sandbox.world import DEFAULT_TOKEN, World

Json = dict[str, Any]
Api = Callable[..., Coroutine[Any, Any, Json]]
OPEN = {"inline_keyboard": [[{"text": "Open", "callback_data": "o"}]]}


async def fetch(api: Api, **parameters: Any) -> list[Json]:
    updates: list[Json] = (await api("getUpdates", **parameters))["result"]
    return updates


async def polling(world: World) -> None:
    """Waits until a long poll hangs."""
    await world.until(lambda: world.bot.poller is not None, "nobody polls")


async def test_a_command_as_telegram_shapes_it(api: Api, ana: Person, clock: MovableClock) -> None:
    assert await fetch(api) == [
        {
            "update_id": 1,
            "message": {
                "message_id": 1,
                "from": {"id": ana.person_id, "is_bot": False, "first_name": "Ana", "language_code": "en"},
                "chat": {"id": ana.person_id, "type": "private", "first_name": "Ana"},
                "date": int(clock.now().timestamp()),
                "text": "/start",
                "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
            },
        }
    ]


async def test_an_update_waits_until_the_offset_moves_past_it(api: Api, world: World, ana: Person) -> None:
    ana.write("one")
    ana.write("two")
    assert [update["update_id"] for update in await fetch(api, limit=2)] == [1, 2]
    assert [update["update_id"] for update in await fetch(api, offset=2)] == [2, 3]
    assert not world.is_settled()
    assert await fetch(api, offset=4) == []
    assert world.is_settled()


async def test_a_negative_offset_keeps_the_last_updates(api: Api, ana: Person) -> None:
    ana.write("one")
    ana.write("two")
    assert [update["update_id"] for update in await fetch(api, offset=-1)] == [3]
    assert [update["update_id"] for update in await fetch(api)] == [3]


async def test_a_long_poll_ends_when_something_comes(api: Api, world: World) -> None:
    person = world.person("Ana", language=None)
    poll = asyncio.create_task(fetch(api, timeout=50))
    await polling(world)
    person.start("gift")
    update = (await poll)[0]
    assert update["message"]["text"] == "/start gift"
    assert "language_code" not in update["message"]["from"]


async def test_a_second_poller_ends_the_first_with_409(api: Api, world: World, ana: Person) -> None:
    await fetch(api, offset=2)
    first = asyncio.create_task(api("getUpdates", offset=2, timeout=50))
    await polling(world)
    second = asyncio.create_task(api("getUpdates", offset=2, timeout=50))
    refused = await first
    assert refused["error_code"] == 409
    assert refused["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await polling(world)
    ana.write("still there")
    assert [update["message"]["text"] for update in (await second)["result"]] == ["still there"]


async def test_a_poller_that_dies_leaves_the_place_free(api: Api, world: World, ana: Person) -> None:
    await fetch(api, offset=2)
    dying = asyncio.create_task(api("getUpdates", offset=2, timeout=50))
    await polling(world)
    dying.cancel()
    await world.until(lambda: world.bot.poller is None, "the dead poll still hangs")
    ana.write("after the crash")
    assert [update["message"]["text"] for update in await fetch(api)] == ["after the crash"]


async def test_only_the_kinds_that_were_asked_for_come_and_the_choice_is_remembered(api: Api, ana: Person) -> None:
    await fetch(api, offset=2, allowed_updates=["message"])
    ana.block()
    ana.unblock()
    ana.write("hello")
    assert [update["message"]["text"] for update in await fetch(api)] == ["hello"]
    await fetch(api, offset=100, allowed_updates=[])
    ana.block()
    assert "my_chat_member" in (await fetch(api))[0]


async def test_blocking_and_unblocking_tell_the_bot(api: Api, world: World, ana: Person) -> None:
    ana.block()
    ana.block()
    ana.start()
    changes = [update["my_chat_member"] for update in await fetch(api, offset=2) if "my_chat_member" in update]
    statuses = [(each["old_chat_member"]["status"], each["new_chat_member"]["status"]) for each in changes]
    assert statuses == [("member", "kicked"), ("kicked", "member")]
    assert changes[0]["new_chat_member"]["user"]["id"] == world.bot.bot_id
    assert changes[0]["from"]["id"] == ana.person_id
    assert [each.kind for each in ana.history if "block" in each.kind] == ["blocked", "unblocked"]


async def test_every_kind_of_message_of_a_person(api: Api, ana: Person) -> None:
    await fetch(api, offset=2)
    ana.send_photo(caption="see")
    ana.send_document()
    ana.send_voice()
    ana.send_sticker()
    ana.send_contact()
    ana.send_location()
    ana.forward("what they wrote")
    ana.set_auto_delete(timedelta(days=1))
    edited = ana.edit(ana.write("frist"), "/first")
    messages = [update.get("message") or update["edited_message"] for update in await fetch(api, offset=2)]
    kinds = ["photo", "document", "voice", "sticker", "contact", "location", "forward_origin"]
    kinds += ["message_auto_delete_timer_changed", "text", "edit_date"]
    for kind, message in zip(kinds, messages, strict=True):
        assert kind in message
        assert message["from"]["id"] == ana.person_id
    assert messages[0]["caption"] == "see"
    assert messages[7]["message_auto_delete_timer_changed"] == {"message_auto_delete_time": 86400}
    assert messages[9]["text"] == "/first"
    assert messages[9]["entities"][0]["type"] == "bot_command"
    assert messages[9]["message_id"] == edited.message_id


async def test_a_tap_carries_its_message_as_it_stands(api: Api, ana: Person) -> None:
    await fetch(api, offset=2)
    await api("sendMessage", chat_id=ana.person_id, text="cover", reply_markup=OPEN)
    card = ana.live_card
    assert card is not None
    ana.press(card.buttons[0], card)
    ana.press(card.buttons[0], card)
    first, second = [update["callback_query"] for update in await fetch(api)]
    assert first["data"] == "o"
    assert first["from"]["id"] == ana.person_id
    assert first["message"]["text"] == "cover"
    assert first["message"]["reply_markup"] == OPEN
    assert first["id"] != second["id"]
    assert first["chat_instance"] == second["chat_instance"]


async def test_a_tap_on_a_message_that_is_gone_has_an_inaccessible_one(api: Api, ana: Person) -> None:
    await fetch(api, offset=2)
    await api("sendMessage", chat_id=ana.person_id, text="cover", reply_markup=OPEN)
    card = ana.chat[-1]
    await api("deleteMessage", chat_id=ana.person_id, message_id=card.message_id)
    ana.press_data("forged", card)
    query = (await fetch(api))[0]["callback_query"]
    assert query["message"]["date"] == 0
    assert query["message"]["message_id"] == card.message_id
    assert query["data"] == "forged"


async def test_answers_to_taps_once_and_in_time(api: Api, ana: Person, world: World, clock: MovableClock) -> None:
    await api("sendMessage", chat_id=ana.person_id, text="cover", reply_markup=OPEN)
    card = ana.chat[-1]
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"

    def tap() -> str:
        query_id = ana.press(card.buttons[0], card)
        assert query_id == world.unanswered()[-1].query_id
        return query_id

    query = tap()
    long = await api("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert long["description"] == "Bad Request: MESSAGE_TOO_LONG"
    link = await api("answerCallbackQuery", callback_query_id=query, url="https://example.org")
    assert link["description"] == "Bad Request: URL_INVALID"
    assert (await api("answerCallbackQuery", callback_query_id=query, text="Saved", show_alert=True))["result"]
    assert [(popup.text, popup.alert) for popup in ana.popups] == [("Saved", True)]
    assert not world.unanswered()
    assert [change.data["query_id"] for change in ana.history if change.kind == "answered"] == [query]
    assert (await api("answerCallbackQuery", callback_query_id=query))["description"] == too_old
    assert (await api("answerCallbackQuery", callback_query_id="77"))["description"] == too_old
    late = tap()
    clock.move_by(timedelta(seconds=151))
    assert (await api("answerCallbackQuery", callback_query_id=late))["description"] == too_old


async def test_telegram_forgets_taps_after_150_seconds_and_messages_after_a_day(
    api: Api, ana: Person, clock: MovableClock
) -> None:
    await api("sendMessage", chat_id=ana.person_id, text="cover", reply_markup=OPEN)
    ana.press(ana.chat[-1].buttons[0], ana.chat[-1])
    clock.move_by(timedelta(seconds=151))
    assert ["message" in update for update in await fetch(api)] == [True]
    clock.move_by(timedelta(days=1))
    assert await fetch(api) == []


async def test_an_out_of_range_limit_is_a_complaint(api: Api, world: World) -> None:
    await fetch(api, limit=500)
    assert world.complaints[0].method == "getUpdates"


async def test_a_server_that_stops_lets_no_poll_hang(world: World) -> None:
    async with httpx.AsyncClient(timeout=10) as client:
        async with serve(world) as server:
            url = f"{server.url}/bot{DEFAULT_TOKEN}/getUpdates?timeout=50"
            poll = asyncio.create_task(client.get(url))
            await polling(world)
        assert (await poll).json()["description"] == "Internal Server Error: restart"


async def test_a_second_bot_has_its_own_updates_and_chats(client: httpx.AsyncClient, world: World, ana: Person) -> None:
    world.add_bot("8000000002:another", "Other", "other_bot")
    answer = await client.get("/bot8000000002:another/getUpdates")
    assert answer.json()["result"] == []
    answer = await client.get(f"/bot8000000002:another/sendMessage?chat_id={ana.person_id}&text=x")
    assert answer.json()["description"] == "Forbidden: bot can't initiate conversation with a user"


async def test_a_client_lets_nobody_write_before_start_or_while_blocked(world: World) -> None:
    person = world.person("Ana")
    with pytest.raises(RuntimeError, match="not started"):
        person.write("hello")
    person.start()
    person.block()
    with pytest.raises(RuntimeError, match="blocked"):
        person.write("hello")
