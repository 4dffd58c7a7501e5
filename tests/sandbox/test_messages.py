"""Sending, editing and deleting, with the 48-hour rule and everybody whom a bot cannot reach."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.world import World

Json = dict[str, Any]
Api = Callable[..., Coroutine[Any, Any, Json]]
OPEN = {"inline_keyboard": [[{"text": "Open", "callback_data": "o"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


async def send(api: Api, person: Person, text: str = "cover", **more: Any) -> Json:
    """Sends a text and gives the place of the message, as edits and deletions want it."""
    answer = await api("sendMessage", chat_id=person.person_id, text=text, **more)
    return {"chat_id": person.person_id, "message_id": answer["result"]["message_id"]}


async def test_a_sent_message_as_telegram_shapes_it(api: Api, world: World, ana: Person, clock: MovableClock) -> None:
    options = {"is_disabled": True}
    answer = await api(
        "sendMessage",
        chat_id=ana.person_id,
        text="cover",
        link_preview_options=options,
        protect_content=True,
        reply_markup=OPEN,
        reply_parameters={"message_id": ana.chat[0].message_id},
    )
    result = answer["result"]
    assert result.pop("reply_to_message")["text"] == "/start"
    assert result == {
        "message_id": ana.chat[0].message_id + 1,
        "from": {
            "id": world.bot.bot_id,
            "is_bot": True,
            "first_name": "Homeward",
            "username": "homeward_sandbox_bot",
        },
        "chat": {"id": ana.person_id, "type": "private", "first_name": "Ana"},
        "date": int(clock.now().timestamp()),
        "text": "cover",
        "link_preview_options": options,
        "has_protected_content": True,
        "reply_markup": OPEN,
    }
    assert ana.chat[-1].protected
    assert not ana.chat[-1].preview


async def test_ids_ascend_in_both_directions(api: Api, world: World, ana: Person) -> None:
    await send(api, ana)
    ana.write("hello")
    other = world.person("Bea")
    other.start()
    await send(api, ana)
    ids = [message.message_id for message in ana.chat]
    assert ids == sorted(set(ids))
    assert not set(ids) & {message.message_id for message in other.chat}


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"reply_parameters": {"quote": "x"}}, 'unknown field "quote" in reply_parameters'),
        ({"reply_parameters": {"allow_sending_without_reply": True}}, 'can\'t find field "message_id"'),
        ({"link_preview_options": {"is_disabled": "yes"}}, 'field "is_disabled" must be of type Boolean'),
        ({"link_preview_options": {"disabled": True}}, 'unknown field "disabled" in link_preview_options'),
        ({"chat_id": 5}, "chat not found"),
        ({"chat_id": "@nobody"}, "chat not found"),
        ({"chat_id": ""}, "chat_id is empty"),
    ],
)
async def test_refused_sendings(api: Api, ana: Person, parameters: Json, description: str) -> None:
    answer = await api("sendMessage", **{"chat_id": ana.person_id, "text": "x", **parameters})
    assert answer["description"] == f"Bad Request: {description}"


async def test_a_reply_to_nothing_may_be_allowed(api: Api, ana: Person) -> None:
    reply = {"message_id": 999, "allow_sending_without_reply": True}
    assert (await api("sendMessage", chat_id=ana.person_id, text="x", reply_parameters=reply))["ok"]


async def test_nobody_gets_anything_before_they_start_or_after_they_block(api: Api, world: World, ana: Person) -> None:
    stranger = world.person("Cem")
    answer = await api("sendMessage", chat_id=stranger.person_id, text="x")
    assert (answer["error_code"], answer["description"]) == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    place = await send(api, ana)
    ana.block()
    for method, parameters in (
        ("sendMessage", {"chat_id": ana.person_id, "text": "x"}),
        ("editMessageText", {**place, "text": "x"}),
        ("sendChatAction", {"chat_id": ana.person_id, "action": "typing"}),
    ):
        answer = await api(method, **parameters)
        assert (answer["error_code"], answer["description"]) == (
            403,
            "Forbidden: bot was blocked by the user",
        )
    assert (await api("deleteMessage", **place))["ok"]
    ana.unblock()
    assert (await api("sendMessage", chat_id=ana.person_id, text="x"))["ok"]


async def test_an_edit_changes_in_place_and_notifies_nobody(api: Api, ana: Person, clock: MovableClock) -> None:
    place = await send(api, ana, "cover", reply_markup=OPEN)
    clock.move_by(timedelta(minutes=1))
    answer = await api("editMessageText", **place, text="Page\nin full", entities=[], reply_markup=OPEN)
    assert answer["result"]["edit_date"] - answer["result"]["date"] == 60
    assert [message.text for message in ana.chat] == ["/start", "Page\nin full"]
    assert ana.chat[-1].edited
    assert [note.text for note in ana.notifications] == ["cover"]
    assert ana.chat_row == "Page"


async def test_an_edit_without_a_keyboard_takes_the_keyboard_away(api: Api, ana: Person) -> None:
    place = await send(api, ana, reply_markup=OPEN)
    await api("editMessageText", **place, text="Page")
    assert ana.live_card is None


async def test_an_edit_that_changes_nothing_is_refused(api: Api, ana: Person) -> None:
    place = await send(api, ana, "cover", reply_markup=OPEN)
    for method, parameters in (
        ("editMessageText", {"text": "cover", "reply_markup": OPEN}),
        ("editMessageText", {"text": " cover\n", "reply_markup": OPEN}),
        ("editMessageReplyMarkup", {"reply_markup": OPEN}),
    ):
        assert (await api(method, **place, **parameters))["description"] == NOT_MODIFIED
    assert (await api("editMessageReplyMarkup", **place))["ok"]
    assert (await api("editMessageReplyMarkup", **place))["description"] == NOT_MODIFIED
    bold = [{"type": "bold", "offset": 0, "length": 2}]
    assert (await api("editMessageText", **place, text="cover", entities=bold))["ok"]


async def test_a_new_keyboard_alone_does_not_mark_the_message_as_edited(api: Api, ana: Person) -> None:
    place = await send(api, ana)
    await api("editMessageReplyMarkup", **place, reply_markup=OPEN)
    assert ana.buttons == ["Open"]
    assert not ana.chat[-1].edited


@pytest.mark.parametrize("method", ["editMessageText", "editMessageReplyMarkup", "editMessageCaption"])
async def test_edits_of_what_is_not_there_or_not_the_bots(api: Api, ana: Person, method: str) -> None:
    words = {"editMessageText": {"text": "x"}, "editMessageCaption": {"caption": "x"}}.get(method, {})
    for place, description in (
        ({"chat_id": ana.person_id, "message_id": 999}, "message to edit not found"),
        ({"chat_id": ana.person_id, "message_id": ana.chat[0].message_id}, "message can't be edited"),
        ({"chat_id": ana.person_id}, "message identifier is not specified"),
        ({}, "message identifier is not specified"),
        ({"chat_id": 5, "message_id": 1}, "chat not found"),
    ):
        assert (await api(method, **place, **words))["description"] == f"Bad Request: {description}"


async def test_old_messages_can_be_edited_at_any_age(api: Api, ana: Person, clock: MovableClock) -> None:
    place = await send(api, ana)
    clock.move_by(timedelta(days=400))
    assert (await api("editMessageText", **place, text="another cover"))["ok"]


async def test_deleting_in_both_directions_for_48_hours(api: Api, ana: Person, clock: MovableClock) -> None:
    theirs = {"chat_id": ana.person_id, "message_id": ana.write("from me").message_id}
    first, second = await send(api, ana), await send(api, ana, "second")
    clock.move_by(timedelta(hours=48) - timedelta(seconds=1))
    assert (await api("deleteMessage", **theirs))["result"] is True
    assert (await api("deleteMessage", **first))["result"] is True
    clock.move_by(timedelta(seconds=1))
    assert (await api("deleteMessage", **second))["description"] == "Bad Request: message can't be deleted"
    assert [message.text for message in ana.chat] == ["/start", "second"]
    assert [note.text for note in ana.notifications] == ["cover", "second"]


async def test_deleting_what_is_not_there(api: Api, ana: Person) -> None:
    for parameters, description in (
        ({"chat_id": ana.person_id, "message_id": 999}, "message to delete not found"),
        ({"chat_id": ana.person_id}, "message identifier is not specified"),
        ({"message_id": 1}, "chat identifier is not specified"),
    ):
        assert (await api("deleteMessage", **parameters))["description"] == f"Bad Request: {description}"


async def test_deleting_many_skips_what_is_missing(api: Api, ana: Person) -> None:
    ids = [(await send(api, ana))["message_id"] for _ in range(3)]
    assert (await api("deleteMessages", chat_id=ana.person_id, message_ids=[*ids, 998, 999]))["result"] is True
    assert (await api("deleteMessages", chat_id=ana.person_id, message_ids=ids))["result"] is True
    assert [message.text for message in ana.chat] == ["/start"]


@pytest.mark.parametrize(
    ("ids", "description"),
    [
        ([], "message identifiers are not specified"),
        (list(range(1, 102)), "too many message identifiers specified"),
        (["x"], "message identifier must be a Number"),
        ([0], "invalid message identifier specified"),
    ],
)
async def test_bad_lists_of_messages(api: Api, ana: Person, ids: list[Any], description: str) -> None:
    answer = await api("deleteMessages", chat_id=ana.person_id, message_ids=ids)
    assert answer["description"] == f"Bad Request: {description}"


async def test_one_message_that_is_too_old_stops_all(api: Api, ana: Person, clock: MovableClock) -> None:
    old = await send(api, ana, "old")
    clock.move_by(timedelta(hours=49))
    young = await send(api, ana, "young")
    answer = await api("deleteMessages", chat_id=ana.person_id, message_ids=[young["message_id"], old["message_id"]])
    assert answer["description"] == "Bad Request: message can't be deleted"
    assert [message.text for message in ana.chat] == ["/start", "old", "young"]


async def test_chat_actions(api: Api, ana: Person) -> None:
    assert (await api("sendChatAction", chat_id=ana.person_id, action="typing"))["result"] is True
    assert ana.history[-1].kind == "typing"
    answer = await api("sendChatAction", chat_id=ana.person_id, action="dancing")
    assert answer["description"] == "Bad Request: wrong parameter action in request"
