"""A world that is saved and brought back."""

from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.sandbox import snapshot
from bot.sandbox.people import Person
from bot.sandbox.records import Json
from bot.sandbox.world import World
from tests.sandbox.conftest import Api


def brought_back(world: World, clock: MovableClock) -> World:
    """The same world in a new life."""
    later = World(clock.now)
    snapshot.restore(later, snapshot.read(snapshot.save(world)))
    return later


async def test_chats_and_notifications_come_back(world: World, clock: MovableClock, ana: Person, api: Api) -> None:
    keyboard: Json = {"inline_keyboard": [[{"text": "Open", "callback_data": "open"}]]}
    await api("sendMessage", chat_id=ana.person_id, text="Mint grows", reply_markup=keyboard, disable_notification=True)
    ana.send_photo(b"\xff\xd8 a picture")
    ana.set_auto_delete(timedelta(hours=1))
    ana.write("soon gone")
    later = brought_back(world, clock)
    again = later.people[ana.person_id]
    assert again.chat == ana.chat
    assert again.notifications == ana.notifications
    assert again.chat_row == "soon gone"
    assert again.buttons == ["Open"]
    assert [file.data for file in later.files.values()] == [b"\xff\xd8 a picture"]
    clock.move_by(timedelta(hours=2))
    assert "soon gone" not in [each.text for each in again.chat]


def test_nobody_gets_an_id_that_was_used(world: World, clock: MovableClock, ana: Person) -> None:
    ana.send_document(b"one")
    later = brought_back(world, clock)
    message = later.people[ana.person_id].write("hello")
    assert message.message_id > max(each.message_id for each in ana.chat)
    assert later.bot.pending[0].update_id > max(each.update_id for each in world.bot.pending)
    assert later.person("Ben").person_id not in world.people
    assert later.store_file("two", "text/plain", b"two").file_id not in world.files


def test_who_has_blocked_the_bot_still_does(world: World, clock: MovableClock, ana: Person) -> None:
    ana.block()
    ben = world.person("Ben", None)
    later = brought_back(world, clock)
    assert later.people[ana.person_id].private_chat.blocked
    assert later.people[ana.person_id].private_chat.bot_status == "kicked"
    assert (later.people[ben.person_id].language, later.people[ben.person_id].private_chat.started) == (None, False)


@pytest.mark.parametrize("data", [b"", b"[]", b'{"now": 1}', b"\xff"])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a saved world"):
        snapshot.read(data)
