"""Telegram cannot be reached, as the clock's buttons play it: what comes is what a kind teacher would send."""

from collections import Counter
from datetime import time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.cli.demo_clock import DemoClock
from bot.sandbox.driver import Participant
from bot.sandbox.page.routes import ChatPage
from bot.sandbox.server import serve
from tests.conftest import Life

HOUR, NIGHT, WEEK = timedelta(hours=1), timedelta(hours=10), timedelta(days=7)
KOLKATA = ZoneInfo("Asia/Kolkata")
WINDOW = time(8, 0), time(21, 30)


async def test_nothing_comes_while_it_lasts_and_a_late_page_comes_soon_after(life: Life, panel: DemoClock) -> None:
    ana = await life.arrived()
    await _closes(ana)
    await panel.next_message(ana.person_id)
    await _closes(ana)
    await panel.move_by(timedelta(hours=11))
    before, began = len(ana.notifications), life.now
    await panel.outage(3 * HOUR)
    if len(ana.notifications) == before:  # it was tried just before the end, and is tried again a while later
        await panel.next_message(ana.person_id)
    (late,) = ana.notifications[before:]
    assert began + 3 * HOUR <= late.at < began + 4 * HOUR, "the page of half past eight"
    await _closes(ana)
    await panel.next_message(ana.person_id)
    assert ana.notifications[-1].at.astimezone(life.zone).hour == 20


async def test_an_evening_that_was_missed_is_not_made_up_for(life: Life, panel: DemoClock) -> None:
    ana = await life.arrived()
    await _closes(ana)
    before = len(ana.notifications)
    await panel.outage(NIGHT)
    assert len(ana.notifications) == before
    assert await panel.next_message(ana.person_id)
    local = ana.notifications[-1].at.astimezone(life.zone)
    assert (local.strftime("%a"), local.hour) == ("Tue", 8)


@pytest.mark.parametrize("length", [HOUR, NIGHT, WEEK], ids=["an hour", "a night", "a week"])
async def test_a_course_with_bad_evenings_a_move_a_pause_and_an_outage(
    life: Life, panel: DemoClock, length: timedelta
) -> None:
    ana = await life.arrived()
    for day in range(3):
        await _lives_a_day(ana, panel, heavy=day != 1)
    await panel.outage(length)
    await _lives_a_day(ana, panel, heavy=True)
    await ana.says("/settings")
    await _moves_to_kolkata(ana)
    moved = len(ana.notifications)
    await panel.outage(min(length, NIGHT))
    await _lives_a_day(ana, panel, heavy=True)
    await ana.says("/pause")
    for button in ("Open", "A week", "✕ Close"):
        if button in ana.buttons:
            await ana.taps(button)
    await panel.outage(min(length, NIGHT))
    await panel.move_by(timedelta(days=8))
    _is_kind(life, ana, moved)


async def test_the_page_plays_an_outage(life: Life, panel: DemoClock) -> None:
    ana = await life.arrived()
    began = life.now
    async with (
        serve(life.world, 0, routes=ChatPage(life.world, panel).routes) as server,
        httpx.AsyncClient(base_url=server.url, timeout=60) as page,
    ):
        answer = await page.post("/page/clock/outage", json={"minutes": 60})
        assert answer.status_code == 200
        assert (await page.post("/page/clock/outage", json={})).status_code == 400
    assert HOUR <= life.now - began <= HOUR + timedelta(minutes=2)
    assert life.world.faults.rules == []
    await ana.says("/today")
    assert ana.card


async def _closes(ana: Participant) -> None:
    for button in ("Open", "✕ Close"):
        if button in ana.buttons:
            await ana.taps(button)


async def _lives_a_day(ana: Participant, panel: DemoClock, *, heavy: bool) -> None:
    """Open what comes next and what comes after; an evening is answered."""
    answers = ("Too much", "Very strong", "They reached out") if heavy else ("Steady", "None", "None")
    for _ in range(2):
        assert await panel.next_message(ana.person_id)
        await ana.taps("Open")
        if answers[0] in ana.buttons:
            for answer in answers:
                await ana.taps(answer)
        await _closes(ana)


async def _moves_to_kolkata(ana: Participant) -> None:
    for step in ("My time", "Name a city"):
        await ana.taps(step)
    await ana.says("Kolkata")
    await ana.taps("Like Kolkata")
    await _closes(ana)


def _is_kind(life: Life, ana: Participant, moved: int) -> None:
    """At most two a day, in the window, with hours between; where somebody lives at that moment. Answers are silent."""
    unasked = [
        each.at.astimezone(life.zone if number < moved else KOLKATA)
        for number, each in enumerate(ana.notifications)
        if not each.silent
    ]
    assert len(unasked) > 8
    assert max(Counter(each.date() for each in unasked).values()) <= 2
    assert [each for each in unasked if not WINDOW[0] <= each.time() <= WINDOW[1]] == []
    assert [one for one, after in pairwise(unasked) if after - one < HOUR] == []
