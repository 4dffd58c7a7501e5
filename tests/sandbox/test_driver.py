"""Conversations through the driver, with a small bot on the other side."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.driver import Driver
from bot.sandbox.world import World

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]

pytestmark = pytest.mark.usefixtures("echo")


async def test_a_conversation(driver: Driver, world: World) -> None:
    ana = driver.person("Ana")
    await ana.starts()
    ana.sees("heard: /start")
    assert ana.buttons == ["Open", "Not today"]
    await ana.says("good morning")
    ana.sees("heard: good morning")
    await ana.taps("today")
    ana.sees("tapped: no")
    ana.sees_not("heard: good morning")
    await ana.taps("Open")
    ana.sees("tapped: open")
    assert [popup.text for popup in ana.popups] == ["noted", "noted"]
    assert ana.live_card is None
    assert not world.unanswered()
    assert not world.complaints


async def test_an_older_message_can_be_tapped(driver: Driver) -> None:
    ana = driver.person("Ana")
    await ana.starts()
    first = ana.card
    await ana.says("again")
    assert first is not None
    await ana.taps("Open", on=first)
    assert [message.text for message in ana.chat if message.from_bot] == ["tapped: open", "heard: again"]
    await ana.taps_data("forged", on=first)
    ana.sees("tapped: forged")


async def test_a_button_that_is_not_there_is_told_with_those_that_are(driver: Driver, api: Api) -> None:
    ana = driver.person("Ana")
    await ana.starts()
    with pytest.raises(AssertionError, match=r"no button 'Close'; the buttons are \[\['Open', 'Not today'\]\]"):
        await ana.taps("Close")
    rows = [[{"text": f"Page {number}", "callback_data": "p"} for number in (1, 2, 10)]]
    await api("sendMessage", chat_id=ana.person_id, text="x", reply_markup={"inline_keyboard": rows})
    with pytest.raises(AssertionError, match="more than one button fits 'Page'"):
        await ana.taps("Page")
    await ana.taps("Page 1")
    ana.sees("tapped: p")


async def test_a_failed_look_shows_the_whole_chat(driver: Driver) -> None:
    ana = driver.person("Ana")
    await ana.starts()
    with pytest.raises(AssertionError, match=r"(?s)'Day 1' does not stand .* Ana: /start.* bot: heard.*\[Open\]"):
        ana.sees("Day 1")
    with pytest.raises(AssertionError, match="'heard' stands in the chat"):
        ana.sees_not("heard")


async def test_every_kind_of_message_is_dealt_with(driver: Driver, world: World) -> None:
    ana = driver.person("Ana", language=None)
    await ana.starts("gift")
    for send in (
        ana.sends_photo,
        ana.sends_document,
        ana.sends_voice,
        ana.sends_sticker,
        ana.sends_contact,
        ana.sends_location,
    ):
        await send()
    message = await ana.forwards("theirs")
    own = await ana.says("mine")
    await ana.edits(own, "mine, corrected")
    await ana.deletes(own, message)
    await ana.sets_auto_delete(timedelta(days=1))
    await ana.adds_bot_to(world.group("Family"))
    assert sum(message.text == "heard: no text" for message in ana.chat) == 7
    ana.sees_not("mine, corrected")
    await ana.blocks()
    await ana.unblocks()
    await ana.blocks()
    await ana.starts()
    assert world.is_settled()


async def test_two_people_do_not_see_each_others_chats(driver: Driver) -> None:
    ana, bea = driver.person("Ana"), driver.person("Bea")
    await ana.starts()
    await bea.starts()
    await bea.says("only mine")
    ana.sees_not("only mine")
    assert ana.person_id != bea.person_id


async def test_what_a_bot_sends_by_itself_is_waited_for(driver: Driver, api: Api) -> None:
    ana = driver.person("Ana")
    await ana.starts()
    await api("sendMessage", chat_id=ana.person_id, text="by itself")
    await ana.comes_to_see("by itself")


async def test_words_that_never_come_are_named(driver: Driver) -> None:
    ana = driver.person("Ana")
    await ana.starts()
    driver.timeout = 0.05
    with pytest.raises(TimeoutError, match="'never' does not stand in the chat"):
        await ana.comes_to_see("never")


async def test_an_unconfirmed_update_is_named(world: World) -> None:
    ana = world.person("Ana")
    world.add_bot("8000000002:deaf")
    world.bot = world.bots["8000000002:deaf"]
    ana.start()
    with pytest.raises(TimeoutError, match=r"has not confirmed \['1 message'\] \(it has asked for updates 0 times\)"):
        await world.settled(0.05)
