"""What a person's phone shows: chat, locked screen, chat list, history, change feed, auto-delete timer."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from bot.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.server import serve
from bot.sandbox.world import World

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]
OPEN = {"inline_keyboard": [[{"text": "Open", "callback_data": "o"}]]}


async def test_a_locked_phone_shows_what_came_in_and_nothing_else(api: Api, ana: Person, clock: MovableClock) -> None:
    spoiler = [{"type": "spoiler", "offset": 0, "length": 4}]
    sent = await api("sendMessage", chat_id=ana.person_id, text="Your notes\nare here", entities=spoiler)
    await api("sendMessage", chat_id=ana.person_id, text="quiet", disable_notification=True)
    place = {"chat_id": ana.person_id, "message_id": sent["result"]["message_id"]}
    await api("editMessageText", **place, text="telling words")
    await api("deleteMessage", **place)
    assert [(note.text, note.silent) for note in ana.notifications] == [
        ("Your notes\nare here", False),
        ("quiet", True),
    ]
    assert {note.at for note in ana.notifications} == {clock.now()}


async def test_the_chat_list_shows_the_last_messages_first_line(api: Api, ana: Person) -> None:
    assert ana.chat_row == "/start"
    sent = await api("sendMessage", chat_id=ana.person_id, text="Your notes\nare here")
    assert ana.chat_row == "Your notes"
    place = {"chat_id": ana.person_id, "message_id": sent["result"]["message_id"]}
    await api("editMessageText", **place, text="A long read\nmore")
    assert ana.chat_row == "A long read"
    await api("deleteMessage", **place)
    assert ana.chat_row == "/start"
    ana.delete(ana.chat)
    assert ana.chat_row == ""
    rows = [change.data["text"] for change in ana.history if change.kind == "row"]
    assert rows == ["/start", "Your notes", "A long read", "/start", ""]


async def test_the_history_tells_everything_in_order(api: Api, ana: Person) -> None:
    sent = await api("sendMessage", chat_id=ana.person_id, text="cover", reply_markup=OPEN)
    place = {"chat_id": ana.person_id, "message_id": sent["result"]["message_id"]}
    await api("editMessageText", **place, text="page")
    await api("deleteMessage", **place)
    kinds = [change.kind for change in ana.history if change.kind != "row"]
    assert kinds == ["message", "message", "notification", "edited", "deleted"]
    shown = ana.history[2].data["message"]
    assert shown["text"] == "cover"
    assert shown["rows"] == [[{"label": "Open", "url": None, "copy": None, "style": None, "taps": True}]]
    assert ana.history[-2].data == {"message_ids": [place["message_id"]]}


async def test_the_feed_tells_subscribers_of_every_person(api: Api, world: World, ana: Person) -> None:
    with world.changes.subscribe() as feed, world.changes.subscribe() as other:
        bea = world.person("Bea")
        bea.start()
        await api("sendMessage", chat_id=ana.person_id, text="cover")
        await api("sendChatAction", chat_id=ana.person_id, action="typing")
        events = [await feed.next() for _ in range(6)]
        assert [(event["kind"], event["person"]) for event in events if event] == [
            ("message", bea.person_id),
            ("row", bea.person_id),
            ("message", ana.person_id),
            ("notification", ana.person_id),
            ("row", ana.person_id),
            ("typing", ana.person_id),
        ]
        assert await other.next() == events[0]
        assert events[3] is not None
        assert events[3]["text"] == "cover"


async def test_a_server_that_stops_ends_the_feed(world: World) -> None:
    with world.changes.subscribe() as feed:

        async def listen() -> list[str]:
            return [event["kind"] async for event in feed]

        listening = asyncio.create_task(listen())
        async with serve(world):
            world.person("Ana").start()
        assert await listening == ["message", "row"]


async def test_the_auto_delete_timer_takes_messages_away_for_both_sides(
    api: Api, ana: Person, clock: MovableClock
) -> None:
    ana.set_auto_delete(timedelta(days=1))
    sent = await api("sendMessage", chat_id=ana.person_id, text="cover")
    place = {"chat_id": ana.person_id, "message_id": sent["result"]["message_id"]}
    clock.move_by(timedelta(days=1))
    assert (await api("editMessageText", **place, text="x"))["description"] == "Bad Request: message to edit not found"
    assert [message.text for message in ana.chat] == ["/start"]
    assert [note.text for note in ana.notifications] == ["cover"]


async def test_what_other_messages_look_like_in_the_chat_list(ana: Person) -> None:
    rows = []
    for send in (
        ana.send_photo,
        ana.send_document,
        ana.send_voice,
        ana.send_sticker,
        ana.send_contact,
        ana.send_location,
    ):
        send()
        rows.append(ana.chat_row)
    assert rows == ["🖼 Photo", "📎 letter.pdf", "🎤 Voice message", "Sticker", "👤 Contact", "📍 Location"]
