"""Silence and its end, beginning again, and what comes after the last page."""

from bot.sandbox.driver import Participant
from tests.conftest import Life


async def _silent(life: Life) -> Participant:
    """Somebody who read day 1 and has not been seen since; a week is over."""
    ana = await life.arrived()
    await ana.taps("Open")
    await life.lives_until(7, 0, days=8)
    return ana


async def test_after_a_silent_week_one_line_comes_and_then_nothing(life: Life) -> None:
    ana = await _silent(life)
    before = len(ana.notifications)
    await life.lives_until(9, 0)
    assert len(ana.notifications) == before + 1
    await life.lives_until(23, 0, days=40)
    assert len(ana.notifications) == before + 1
    assert life.app is not None
    assert (await life.app.tick()).get("healed", 0) == 0


async def test_the_line_says_that_a_pause_is_fine_and_offers_three_ways(life: Life) -> None:
    ana = await _silent(life)
    await life.lives_until(9, 0)
    await ana.taps("Open", on=ana.chat[-1])
    ana.sees("A pause is fine")
    assert {"Go on where I was", "Begin again", "Only look things up"} <= set(ana.buttons)
    await ana.taps("Go on where I was")
    before = len(ana.notifications)
    await life.lives_until(23, 0, days=1)
    assert len(ana.notifications) > before


async def test_any_word_ends_the_silence(life: Life) -> None:
    ana = await _silent(life)
    await life.lives_until(23, 0, days=20)
    before = len(ana.notifications)
    await ana.says("why do i miss them so much")
    await life.lives_until(23, 0, days=1)
    assert len(ana.notifications) > before


async def test_begin_again_starts_a_new_run_at_page_one(life: Life) -> None:
    ana = await _silent(life)
    await life.lives_until(9, 0)
    await ana.taps("Open", on=ana.chat[-1])
    await ana.taps("Begin again")
    await ana.taps("Yes, from page one")
    ana.sees("(1/")
    await ana.taps("Today")
    ana.sees("Page 1 of 14")
    before = len(ana.notifications)
    await life.lives_until(9, 0)
    assert len(ana.notifications) == before + 2, "an evening and page two"
    await ana.taps("Open", on=ana.chat[-1])
    await ana.taps("Today")
    ana.sees("Page 2 of 14")


async def test_only_topics_sends_nothing_more(life: Life) -> None:
    ana = await _silent(life)
    await life.lives_until(9, 0)
    await ana.taps("Open", on=ana.chat[-1])
    await ana.taps("Only look things up")
    before = len(ana.notifications)
    await life.lives_until(23, 0, days=30)
    assert len(ana.notifications) == before


async def _at_the_end(life: Life) -> Participant:
    """Somebody who took all pages at their own pace and puts the last one down."""
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("/settings")
    await ana.taps("Pace")
    await ana.taps("When I ask")
    for _ in range(13):
        await ana.says("/today")
        await ana.taps("The next page")
    while not any(button == "Done for today" for button in ana.buttons):
        await ana.taps(next(button for button in ana.buttons if button.startswith("On (")))
    await ana.taps("Done for today")
    ana.sees("That was the last of the daily pages.")
    return ana


async def test_evenings_end_a_week_after_the_last_page_unless_kept(life: Life) -> None:
    ana = await _at_the_end(life)
    for _ in range(8):
        await life.lives_until(22, 0)
        await ana.says("/today")
    before = len(ana.notifications)
    await life.lives_until(22, 0, days=10)
    assert len(ana.notifications) == before
    await ana.says("/today")
    await ana.taps("Open") if "Open" in ana.buttons else None
    await ana.taps("Later on")
    await ana.taps("Keep the evenings")
    before = len(ana.notifications)
    await life.lives_until(22, 0, days=1)
    assert len(ana.notifications) == before + 1


async def test_eight_weekly_notes_by_choice_and_then_silence(life: Life) -> None:
    ana = await _at_the_end(life)
    await ana.taps("Later on")
    await ana.taps("A note a week")
    seen = []
    for _ in range(8):
        await life.lives_until(9, 0, days=7)
        await ana.taps("Open", on=ana.chat[-1])
        seen.append(ana.chat[-1].text)
    assert len(set(seen)) == 8
    assert "This is the last of the weekly notes." in seen[-1]
    before = len(ana.notifications)
    await life.lives_until(23, 0, days=60)
    assert len(ana.notifications) == before
