"""The course without a single buzz; what goes by itself; Telegram’s timer; small offers."""

from datetime import timedelta

import pytest

from bot.course.telling import telling_words
from tests.conftest import Life


async def test_the_whole_way_works_without_a_notification(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("/settings")
    await ana.taps("What shows")
    await ana.taps("By itself")
    await ana.taps("Nothing by itself")
    ana.sees("Pages lie ready under /today.")
    before = len(ana.notifications)
    for day in range(2, 5):
        await life.lives_until(9, 0, days=1)
        await ana.says("/today")
        if ana.buttons == ["Open"]:
            await ana.taps("Open")
        ana.sees("A page is here for you.")
        await ana.taps("Read")
        await ana.says("/today")
        ana.sees(f"Page {day} of 14")
        ana.sees("The next one lies ready from")
    await ana.says("/checkin")
    ana.sees("How was today?")
    assert all(shown.silent for shown in ana.notifications[before:]), ana.notifications[before:]


async def test_a_page_that_was_not_opened_is_not_followed_by_more(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/today")
    await ana.taps_data("1bz:0", on=ana.card)
    await life.lives_until(12, 0, days=9)
    await ana.says("/today")
    if ana.buttons == ["Open"]:
        await ana.taps("Open")
    ana.sees("A page is here for you.")
    await ana.taps("Read")
    await ana.says("/today")
    ana.sees("Page 1 of 14")


async def test_messages_go_by_the_rule_that_was_chosen(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/settings")
    await ana.taps_data("1vh:1", on=ana.card)
    ana.sees("Messages here go: after an hour")
    await life.moves_by(minutes=30)
    assert len(ana.chat) == 1
    await life.moves_by(minutes=31)
    assert ana.chat == []
    await ana.says("/settings")
    await ana.taps("Open")
    await ana.taps_data("1vh:0", on=ana.card)
    kept = ana.card.message_id
    await life.lives_until(7, 0, days=1)
    assert kept in [message.message_id for message in ana.chat]


@pytest.mark.parametrize(("days", "said"), [(1, "goes after a day"), (7, "goes after 7 days")])
async def test_the_timer_of_telegram_is_seen(life: Life, days: int, said: str) -> None:
    ana = await life.arrived()
    await ana.says("/settings")
    await ana.taps("What shows")
    await ana.taps("Telegram’s timer")
    ana.sees("is off in this chat")
    await ana.sets_auto_delete(timedelta(days=days))
    assert len(ana.chat) == 1, "the note that it was set is gone"
    await ana.taps_data("1tm", on=ana.card)
    ana.sees(said)


async def test_one_small_thing_a_day_is_offered_and_each_once(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/today")
    ana.sees_not("If it helps")
    seen = []
    for _ in range(9):
        await life.lives_until(10, 0, days=1)
        await ana.says("/today")
        if ana.buttons == ["Open"]:
            await ana.taps("Open")
        offer = [line for line in ana.card.text.splitlines() if line.startswith("If it helps")]
        seen += offer
        await ana.says("/today")
        ana.sees_not("If it helps")
    assert len(seen) == len(set(seen)) == 7
    assert telling_words(" ".join(seen)) == []


async def test_hours_for_buzzing_hold_the_own_hours(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/settings")
    await ana.taps("What shows")
    await ana.taps("Hours")
    assert not any("3:00 PM" in label for label in ana.buttons), "the evening's hour would be outside"
    await ana.taps("7:00 AM – 10:00 PM")
    ana.sees("This phone may buzz: 7:00 AM to 10:00 PM")
    await ana.taps_data("1wd:0900:1500", on=ana.card)
    ana.sees("Here are hours that hold the ones you chose.")
