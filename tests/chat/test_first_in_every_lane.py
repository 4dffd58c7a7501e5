"""Hiding, folding and help wait for nobody; what they overtake is kept, and shows nothing."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from telegram import Update

from bot.chat.handler import Handler
from bot.chat.lanes import MOST_WAITING, Crowded, Lanes
from bot.db.tables import Entry, Message, Person
from bot.metrics import Metrics
from bot.views.messenger import Flooded, Unavailable
from jobs import fold_cards, tidy_chats
from tests.chat.conftest import Room, Shown, a_card, nothing_to_prepare

HELP = "If you or somebody is in danger now"


async def test_who_goes_first_waits_neither_for_its_own_queue_nor_for_room() -> None:
    lanes, free, order = Lanes(side_by_side=2), asyncio.Event(), []

    async def slow(chat_id: int) -> None:
        async with lanes.enter(chat_id):
            await free.wait()
            order.append("slow")

    waiting = [asyncio.create_task(slow(chat_id)) for chat_id in (1, 1, 2, 3)]
    await asyncio.sleep(0)
    async with lanes.enter(1, first=True):
        order.append("first")
    free.set()
    await asyncio.gather(*waiting)
    assert order == ["first", "slow", "slow", "slow", "slow"]


async def test_what_is_overtaken_learns_of_it_and_rests_no_longer() -> None:
    lanes = Lanes()
    async with lanes.enter(1) as place:
        resting = asyncio.create_task(place.rest(1000))
        await asyncio.sleep(0)
        async with lanes.enter(1, first=True) as first:
            await resting
            assert place.overtaken
            assert not first.overtaken


async def test_a_crowd_in_one_chat_leaves_the_others_alone() -> None:
    lanes, free = Lanes(), asyncio.Event()

    async def slow() -> None:
        async with lanes.enter(1):
            await free.wait()

    crowd = [asyncio.create_task(slow()) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(Crowded):
        async with lanes.enter(1):
            pass
    async with lanes.enter(2), lanes.enter(1, first=True):
        pass
    free.set()
    await asyncio.gather(*crowd)


async def test_hide_is_done_while_an_earlier_answer_hangs_at_telegram(room: Room) -> None:
    ana = await room.arrived()
    async with _hanging(room, "edit", room.tapped(ana, "1td")):
        await room.says(ana, "/hide")
        assert room.phone.chat(ana) == []
    assert room.phone.chat(ana) == [], "the late answer sends no cover after hiding"


async def test_an_earlier_answer_that_reaches_the_phone_late_does_not_stay_over_help(room: Room) -> None:
    ana = await room.arrived()
    async with _hanging(room, "edit", room.written(ana, "how do i stop missing him")):
        await room.says(ana, "/help")
        assert HELP in room.card(ana).text
    assert HELP in room.card(ana).text
    await room.taps(ana, "1td")
    assert "Today" in room.card(ana).text, "and the chat goes on"


async def test_an_answer_whose_search_took_longer_than_help_shows_nothing(room: Room) -> None:
    ana = await room.arrived()
    asked = room.written(ana, "how do i stop missing him")
    await room.says(ana, "/help")
    await room.handler.handle(asked)
    assert HELP in room.card(ana).text


async def test_a_card_that_closes_late_does_not_close_over_help(room: Room) -> None:
    """Tapping a newer message folds the one before; help was asked for on that one meanwhile."""
    ana = await room.arrived()
    await room.taps(ana, "1td")
    before = max(room.phone.chats[ana])
    newer = room.phone.next_number()
    room.phone.chats[ana][newer] = Shown("a cover", room.clock.now(), a_card("a cover"))
    async with _hanging(room, "edit", room.tapped(ana, "1tp", newer)):
        await room.handler.handle(room.tapped(ana, "1hp", before))
    assert HELP in room.phone.chats[ana][before].text
    assert "Things to read" not in room.phone.chats[ana][newer].text, "two open cards are one too many"


async def test_help_stays_while_hidden_although_an_earlier_answer_comes_late(room: Room) -> None:
    ana = await room.arrived()
    await room.says(ana, "/hide")
    await room.says(ana, "hello")
    async with _hanging(room, "edit", room.written(ana, "are you there")):
        await room.says(ana, "/help")
    assert HELP in room.card(ana).text


async def test_a_cover_that_is_sent_late_goes_again_and_help_stays_the_card(room: Room) -> None:
    ana = await room.arrived()
    await room.says(ana, "/hide")
    async with _hanging(room, "send", room.written(ana, "are you there")):
        await room.says(ana, "/help")
        await room.taps(ana, "1hp")
    assert HELP in room.card(ana).text
    assert len(room.phone.chat(ana)) == 1
    room.clock.move_by(timedelta(hours=1))
    await fold_cards.run(room.deps, room.clock.now())
    assert HELP not in room.card(ana).text, "it is the live card, and so it closes"


async def test_a_tap_that_is_overtaken_by_hide_does_not_undo_it(room: Room) -> None:
    ana = await room.arrived()
    opening = room.tapped(ana, "1td")
    await room.says(ana, "/hide")
    await room.handler.handle(opening)
    assert room.phone.chat(ana) == []
    async with room.turns.begin() as session:
        assert await session.scalar(select(Person.hidden_since)) is not None


async def test_words_that_are_overtaken_are_kept_and_later_ones_are_not_taken_for_them(room: Room) -> None:
    ana = await room.arrived()
    await room.says(ana, "/write")
    written = room.written(ana, "the pear tree")
    await room.says(ana, "/hide")
    await room.handler.handle(written)
    await room.says(ana, "are you there")
    async with room.turns.begin() as session:
        assert await session.scalar(select(func.count()).select_from(Entry)) == 1
    assert [shown.text for shown in room.phone.chat(ana) if shown.card is None] == []


async def test_numbers_that_begin_anew_lock_nobody_out(room: Room) -> None:
    """Telegram may go on counting from anywhere after a quiet week."""
    ana = await room.arrived()
    room.update_id = 900_000
    await room.says(ana, "/help")
    room.clock.move_by(timedelta(days=8))
    room.update_id = 10
    await room.says(ana, "/today")
    await room.says(ana, "/topics")
    await room.taps(ana, "1tp")
    assert "Things to read" in room.card(ana).text


@pytest.mark.parametrize("count", [500])
async def test_hide_takes_five_hundred_messages_within_two_seconds(room: Room, count: int) -> None:
    ana = await room.arrived()
    await _filled(room, ana, count, room.clock.now() - timedelta(hours=40))
    room.phone.calls.clear()
    began = time.perf_counter()
    await room.says(ana, "/hide")
    took = time.perf_counter() - began
    assert room.phone.chat(ana) == []
    assert room.phone.calls.count("delete") <= count // 100 + 1
    assert took < 2, f"{took:.2f} s"


async def test_older_cards_become_covers_newest_first_and_the_job_goes_on_after_a_restart(room: Room) -> None:
    ana = await room.arrived()
    old = room.clock.now() - timedelta(hours=60)
    await _filled(room, ana, 60, old, text="an open page")
    await room.says(ana, "/hide")
    await room.says(ana, "/hide")  # a second time does no harm
    covered = [shown.text != "an open page" for shown in room.phone.chat(ana)]
    assert len(covered) == 60
    assert covered == sorted(covered), "the newest are covered first"
    assert 0 < sum(covered) < 60
    assert await _left(room) == 60 - sum(covered)

    async def flooded(call: str, chat_id: int) -> None:
        if call == "edit":
            raise Flooded(timedelta(seconds=90))

    room.phone.before = flooded
    await tidy_chats.run(room.deps, room.clock.now())
    assert await _left(room) == 60 - sum(covered), "what is left stays known"
    room.phone.before = None
    for _ in range(6):  # the handler that began it is not needed any more
        room.clock.move_by(timedelta(seconds=95))
        await tidy_chats.run(room.deps, room.clock.now())
    assert await _left(room) == 0
    assert all(shown.text != "an open page" for shown in room.phone.chat(ana))


async def test_deletions_that_fail_are_tried_again(room: Room) -> None:
    ana = await room.arrived()
    await _filled(room, ana, 150, room.clock.now() - timedelta(hours=1))
    failures = 3

    async def faulty(call: str, chat_id: int) -> None:
        nonlocal failures
        if call == "delete" and failures:
            failures -= 1
            raise Unavailable("away")

    room.phone.before = faulty
    await room.says(ana, "/hide")
    for _ in range(4):
        room.clock.move_by(timedelta(seconds=40))
        await tidy_chats.run(room.deps, room.clock.now())
    assert room.phone.chat(ana) == []


async def test_a_flood_is_swept_and_the_person_can_go_on(room: Room) -> None:
    ana, bo = await room.arrived(7), await room.arrived(8)
    flood = [room.written(ana, f"line {n}") for n in range(MOST_WAITING + 30)]
    other = room.written(bo, "/today")
    await asyncio.gather(*(room.handler.handle(update) for update in (*flood, other)))
    await tidy_chats.run(room.deps, room.clock.now())
    assert [shown.text for shown in room.phone.chat(ana) if shown.card is None] == []
    assert "Today" in room.card(bo).text
    await room.says(ana, "/today")
    assert "Today" in room.card(ana).text


async def test_a_breath_goes_on_by_itself_and_stops_with_any_tap(room: Room) -> None:
    ana = await room.arrived()
    await room.says(ana, "/help")
    await room.taps(ana, "1br:0")
    assert "Breathe in" in room.card(ana).text
    await _beat(room)
    assert "And out" in room.card(ana).text
    await room.taps(ana, "1td")
    await _beat(room)
    assert "Today" in room.card(ana).text
    await room.taps(ana, "1br:0")
    for _ in range(5):
        await _beat(room)
    assert "That was half a minute" in room.card(ana).text
    assert room.card(ana).card is not None


async def test_a_breath_stops_when_everything_is_hidden(room: Room) -> None:
    ana = await room.arrived()
    await room.taps(ana, "1br:0")
    await room.says(ana, "/hide")
    await _beat(room)
    assert room.phone.chat(ana) == []


@pytest.mark.parametrize(("words", "stays"), [("/help", HELP), ("i want to die", "999"), ("/hide", None)])
async def test_what_another_process_has_shown_meanwhile_stays(room: Room, words: str, stays: str | None) -> None:
    """Behind a load balancer the lanes of one process know nothing of the other's."""
    ana = await room.arrived()
    room.handler, other = (
        Handler(room.turns, room.phone, room.clock, Metrics(), nothing_to_prepare, shared=True) for _ in range(2)
    )
    async with _hanging(room, "edit", room.tapped(ana, "1td")):
        await other.handle(room.written(ana, words))
    if stays is None:
        assert room.phone.chat(ana) == []
    else:
        assert stays in room.card(ana).text


async def test_erased_by_one_process_nothing_is_left_on_the_card_by_another(room: Room) -> None:
    ana = await room.arrived()
    card = max(room.phone.chats[ana])
    room.handler, other = (
        Handler(room.turns, room.phone, room.clock, Metrics(), nothing_to_prepare, shared=True) for _ in range(2)
    )
    async with _hanging(room, "edit", room.tapped(ana, "1td")):
        await other.handle(room.tapped(ana, "1fy"))
    await tidy_chats.run(room.deps, room.clock.now())
    assert card not in room.phone.chats[ana]


@asynccontextmanager
async def _hanging(room: Room, call: str, update: Update) -> AsyncIterator[None]:
    """The first such call for `update` hangs on its way to Telegram, and is carried out when the context ends."""
    hanging, go_on = asyncio.Event(), asyncio.Event()

    async def hang(called: str, chat_id: int) -> None:
        if called == call and not hanging.is_set():
            hanging.set()
            await go_on.wait()

    room.phone.before = hang
    answering = asyncio.create_task(room.handler.handle(update))
    await hanging.wait()
    yield
    go_on.set()
    await answering


async def _beat(room: Room) -> None:
    """Let the next beat come, and wait until it has done what it does."""
    calls = len(room.phone.calls)
    room.beats.put_nowait(None)
    for _ in range(200):
        await asyncio.sleep(0.01)
        if len(room.phone.calls) > calls or not room.handler.breathing:
            return


async def _filled(room: Room, chat_id: int, count: int, sent_at: datetime, text: str = "words") -> None:
    """So many messages of the bot that stand in the chat, and are known."""
    async with room.turns.begin() as session:
        for _ in range(count):
            number = room.phone.next_number()
            room.phone.chats[chat_id][number] = Shown(text, sent_at, a_card(text))
            session.add(Message(chat_id=chat_id, message_id=number, outgoing=True, sent_at=sent_at, delete_at=None))


async def _left(room: Room) -> int:
    async with room.turns.begin() as session:
        return await session.scalar(select(func.count()).select_from(Message)) or 0
