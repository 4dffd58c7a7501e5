"""Pace and hours: how often pages come, on which evenings, the prompt's own hour, and what a person may put aside."""

from datetime import timedelta

import pytest

from bot.sandbox.driver import Participant
from tests.conftest import Life


async def _reader(life: Life, *, evenings: bool = False) -> Participant:
    """Somebody who has opened day 1, and gets evening questions only if wanted."""
    ana = await life.arrived()
    await ana.taps("Open")
    if not evenings:
        await ana.says("/settings")
        await ana.taps("Evening hour")
        await ana.taps("No evening questions")
    return ana


async def _reads_for(life: Life, ana: Participant, days: int) -> list[int]:
    """Live so many days, open each page at noon; on which of them something came."""
    came = []
    for day in range(days):
        before = len(ana.notifications)
        await life.lives_until(12, 0)
        if len(ana.notifications) > before:
            came.append(day)
            assert len(ana.notifications) == before + 1
            await ana.taps("Open", on=ana.chat[-1])
        await life.lives_until(23, 0)
    return came


@pytest.mark.parametrize(
    ("pace", "came"),
    [
        ("One a day", [0, 1, 2, 3, 4, 5, 6, 7]),
        ("Every other day", [1, 3, 5, 7]),
        ("Monday to Friday", [0, 1, 2, 3, 6, 7]),  # day 0 is a Tuesday
        ("One a week", [6]),
    ],
)
async def test_pages_come_at_the_chosen_pace(life: Life, pace: str, came: list[int]) -> None:
    ana = await _reader(life)
    await ana.says("/settings")
    await ana.taps("Pace")
    await ana.taps(pace)
    await life.lives_until(23, 0)
    assert await _reads_for(life, ana, 8) == came


async def test_at_ones_own_pace_only_next_brings_a_page(life: Life) -> None:
    ana = await _reader(life)
    await ana.says("/settings")
    await ana.taps("Pace")
    await ana.taps("When I ask")
    before = len(ana.notifications)
    await life.lives_until(12, 0, days=5)
    assert len(ana.notifications) == before
    await ana.says("/today")
    await ana.taps("Open")
    await ana.taps("The next page")
    ana.sees("(1/")
    await ana.taps("Today")
    ana.sees("Page 2 of 14")
    await ana.taps("The next page")
    await ana.taps("Today")
    ana.sees("Page 3 of 14")


async def test_a_changed_pace_moves_only_what_is_pending(life: Life) -> None:
    ana = await _reader(life)
    await life.lives_until(9, 0)
    await ana.taps("Open", on=ana.chat[-1])
    await ana.says("/settings")
    await ana.taps("Pace")
    await ana.taps("One a week")
    before = len(ana.notifications)
    await life.lives_until(23, 0, days=3)
    assert len(ana.notifications) == before
    await ana.says("/settings")
    await ana.taps("Open")
    await ana.taps("Pace")
    await ana.taps("Every other day")
    before = len(ana.notifications)
    await life.lives_until(9, 0)
    assert len(ana.notifications) == before + 1


async def test_evenings_on_some_days_only(life: Life) -> None:
    ana = await _reader(life, evenings=True)
    await ana.says("/settings")
    await ana.taps("Evening hour")
    await ana.taps("Some evenings only")
    await ana.taps("Mon ✓")
    assert "Mon" in ana.buttons
    before = len(ana.notifications)
    await life.lives_until(23, 0)  # a Monday
    assert len(ana.notifications) == before
    await life.lives_until(23, 0)
    assert len(ana.notifications) == before + 2, "Tuesday's page and its evening"


async def test_the_prompt_at_an_hour_of_its_own(life: Life) -> None:
    ana = await _reader(life)
    await ana.says("/settings")
    await ana.taps("Writing hour")
    await ana.taps("12:30 PM")
    ana.sees("A prompt to write about: 12:30 PM")
    await life.lives_until(12, 0)
    before = len(ana.notifications)
    await life.lives_until(13, 0)
    assert len(ana.notifications) == before + 1
    await ana.taps("Open", on=ana.chat[-1])
    ana.sees("Write as much or as little as you like")
    await ana.says("/settings")
    await ana.taps("Writing hour")
    await ana.taps("With the evening")
    before = len(ana.notifications)
    await life.lives_until(13, 0, days=1)
    assert len(ana.notifications) == before


async def test_not_today_brings_it_tomorrow_each_time_that_it_is_said(life: Life) -> None:
    ana = await _reader(life)
    await life.lives_until(9, 0)
    for _ in range(3):
        await ana.taps("Not today", on=ana.chat[-1])
        before = len(ana.notifications)
        await life.lives_until(9, 0, days=1)
        assert len(ana.notifications) == before + 1
    await life.lives_until(9, 0, days=5)
    assert len(ana.notifications) == before + 1, "it has come again, and then it is quiet"


async def test_a_page_put_aside_lets_the_next_one_come_and_can_be_taken_back(life: Life) -> None:
    ana = await _reader(life)
    await life.lives_until(9, 0)
    await ana.says("/today")
    await ana.taps("Put this one aside")
    ana.sees("The next one comes on Wednesday")
    await ana.taps("Take that back")
    ana.sees("Nothing follows it until you have opened it.")
    before = len(ana.notifications)
    await life.lives_until(9, 0, days=1)
    assert len(ana.notifications) == before
    await ana.says("/today")
    await ana.taps("Open") if "Open" in ana.buttons else None
    await ana.taps("Put this one aside")
    before = len(ana.notifications)
    await life.lives_until(9, 0, days=1)
    assert len(ana.notifications) == before + 1


async def test_resuming_early_brings_the_next_page_early(life: Life) -> None:
    """The page had been planned for the end of the pause; coming back before that, one need not wait for it."""
    ana = await _reader(life)
    await ana.says("/pause")
    await ana.taps("A week")
    await life.lives_until(12, 0, days=1)
    before = len(ana.notifications)
    await ana.says("/resume")
    await life.lives_until(9, 0, days=1)
    assert len(ana.notifications) == before + 1


async def test_somebody_who_moves_gets_the_next_page_at_the_new_mornings_hour(life: Life) -> None:
    ana = await _reader(life)
    await ana.says("/settings")
    await ana.taps("My time")
    await ana.taps("Name a city")
    await ana.says("i live in kolkatta")
    await ana.taps("Like Kolkata")
    before = len(ana.notifications)
    midnight = life.now.replace(hour=0, minute=0) + timedelta(days=1)
    await life.lives_until(2, 55)  # 08:25 in Kolkata
    assert life.now > midnight
    assert len(ana.notifications) == before
    await life.lives_until(3, 15)
    assert len(ana.notifications) == before + 1
