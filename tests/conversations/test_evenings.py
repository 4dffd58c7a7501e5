"""The evening check-in, by itself and by `/checkin`."""

from datetime import timedelta

from tests.conftest import Life


async def test_a_line_is_kept_and_leaves_the_chat(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/checkin")
    await ana.taps("Mixed")
    await ana.taps("A little")
    await ana.taps("None")
    await ana.taps("Add a line")
    await ana.says("my sister rang and we laughed")
    ana.sees("Your line is kept.")
    ana.sees_not("my sister rang")
    assert len(ana.chat) == 1


async def test_who_has_answered_alone_is_not_asked_again_that_evening(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("/checkin")
    for answer in ("Steady", "None", "None"):
        await ana.taps(answer)
    await ana.taps("Close")
    before = len(ana.notifications)
    await life.lives_until(23, 0)
    assert len(ana.notifications) == before
    await life.lives_until(20, 30)
    assert len(ana.notifications) == before + 2, "tomorrow's page, and tomorrow's evening"


async def test_a_second_tap_and_an_old_card_do_no_harm(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/checkin")
    question = ana.card
    await ana.taps("Heavy")
    await ana.taps_data(question.buttons[0].data, on=ana.card)  # "Steady", from the card as it was
    ana.sees("How strong was the pull")
    await ana.taps("Strong")
    await ana.taps("We had to")
    answer = ana.card.text
    await ana.taps_data(question.buttons[2].data, on=ana.card)
    assert ana.card.text == answer


async def test_a_card_counts_for_its_own_date_until_four(life: Life) -> None:
    ana = await life.arrived()
    await life.lives_until(23, 50)
    await ana.says("/checkin")
    await ana.taps("Too much")
    await life.moves_by(hours=2)  # past midnight
    await ana.taps("Open")
    await ana.taps("Very strong")
    await ana.taps("Rather not say")
    ana.sees("Change my answer")
    await ana.taps("Change my answer")
    ana.sees("How was today?")
    await ana.taps("Heavy")
    kept = ana.card
    await life.moves_by(hours=3)  # past four
    await ana.taps("Open")
    ana.sees("That evening has closed.")
    await ana.taps_data(kept.buttons[0].data, on=ana.card)
    ana.sees("That evening has closed.")


async def test_no_answer_repeats_within_a_week(life: Life) -> None:
    ana = await life.arrived()
    said = []
    for _ in range(9):
        await life.lives_until(19, 0)
        await ana.says("/checkin")
        if ana.buttons == ["Open"]:
            await ana.taps("Open")
        for answer in ("Steady", "None", "None"):
            await ana.taps(answer)
        said.append(ana.card.text)
    assert len(set(said[-7:])) == 7


async def test_an_evening_that_is_over_is_skipped_after_an_outage(life: Life) -> None:
    ana = await life.arrived()
    before = len(ana.notifications)
    await life.moves_by(hours=5)  # ten at night, outside the window: nothing may buzz
    assert len(ana.notifications) == before
    await life.moves_by(hours=5)
    assert len(ana.notifications) == before
    await life.lives_until(8, 50)
    assert len(ana.notifications) == before, "day 1 lies unopened, so no second page is pushed"


async def test_i_am_not_safe_is_one_tap_away_on_every_question(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/checkin")
    for answer in ("Heavy", "Strong", "We had to"):
        assert "I am not safe" in ana.buttons
        await ana.taps(answer)
    await ana.taps("I am not safe")
    ana.sees("If you or somebody is in danger now: 999 or 112")


async def test_evenings_go_on_across_the_clock_change(life: Life) -> None:
    """London puts its clocks forward on 28 March 2027."""
    life.clock.move_to(life.now + timedelta(days=123))  # Friday, 26 March
    ana = await life.arrived()
    hours = []
    for _ in range(4):
        await life.lives_until(20, 30)
        hours.append(ana.notifications[-1].at.astimezone(life.zone).strftime("%d %H"))
        await ana.taps("Open")
        for answer in ("Steady", "None", "None"):
            await ana.taps(answer)
    assert hours == ["26 20", "27 20", "28 20", "29 20"]
