"""The evening check-in further: leaving out, any order, days that come twice or are an hour short, space."""

from datetime import date, timedelta

from bot.course import Contact
from bot.journey.steps import AnswerContact, AnswerPull
from bot.sandbox.driver import Participant
from tests.conftest import Life

LONG = "We walked along the canal again. " * 124


async def _answers(ana: Participant, *answers: str) -> None:
    await ana.says("/checkin")
    if ana.buttons == ["Open"]:
        await ana.taps("Open")
    for answer in answers:
        await ana.taps(answer)


async def test_the_rest_can_be_left_out_at_any_question(life: Life) -> None:
    ana = await life.arrived()
    await _answers(ana, "Heavy", "Skip the rest")
    assert "Change my answer" in ana.buttons
    await life.lives_until(18, days=1)
    await _answers(ana, "Skip the rest")
    withheld = next(evening for evening in life.content.checkin.evenings if evening.id == "withheld")
    assert any(answer in ana.card.text for answer in withheld.answers)
    await ana.says("/progress")
    await ana.taps("2 weeks")
    ana.sees("Mon 23 Nov: heavy")
    ana.sees("Tue 24 Nov: kept to yourself")


async def test_questions_can_be_answered_in_any_order_and_from_two_devices(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/checkin")
    card, today = ana.card, date(2026, 11, 23)
    await ana.taps_data(AnswerPull(today, 7).pack(), on=card)
    ana.sees("How was today?")
    await ana.taps("Steady")
    ana.sees("Was there contact today?")
    await ana.taps_data(AnswerPull(today, 0).pack(), on=card)
    ana.sees("Was there contact today?")
    none = next(button.data for button in ana.card.buttons if button.label == "None")
    await ana.taps("None")
    answer = ana.card.text
    await ana.taps_data(none, on=ana.card)
    assert ana.card.text == answer
    await ana.says("/progress")
    await ana.taps("2 weeks")
    ana.sees("Mon 23 Nov: steady, pull: none")


async def test_an_answer_for_a_day_to_come_is_not_taken(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/checkin")
    await ana.taps_data(AnswerPull(date(2027, 5, 1), 10).pack(), on=ana.card)
    ana.sees("How was today?")
    await ana.says("/progress")
    assert "2 weeks" not in ana.buttons


async def test_hiding_in_the_middle_keeps_what_was_answered(life: Life) -> None:
    ana = await life.arrived()
    await _answers(ana, "Mixed")
    await ana.taps("Hide all")
    assert ana.chat == []
    await ana.starts()
    await ana.taps("Open")
    await ana.says("/checkin")
    ana.sees("How strong was the pull")


async def test_a_night_that_is_an_hour_short_still_belongs_to_the_evening_before(life: Life) -> None:
    """London puts its clocks forward on 28 March 2027, at one in the morning."""
    life.clock.move_to(life.now + timedelta(days=124))  # Saturday, 27 March
    ana = await life.arrived()
    await life.lives_until(23, 30)
    await _answers(ana, "Mixed")
    await life.lives_until(3, 30)
    await ana.says("/checkin")
    ana.sees("How strong was the pull")
    await ana.taps("A little")
    await ana.taps("None")
    await ana.says("/progress")
    await ana.taps("2 weeks")
    ana.sees("Sat 27 Mar: mixed, pull: a little")
    await life.lives_until(4, 1)
    await _answers(ana)
    ana.sees("How was today?")


async def test_a_night_that_is_an_hour_long_closes_once(life: Life) -> None:
    """London puts its clocks back on 31 October 2027, at two in the morning."""
    life.clock.move_to(life.now.replace(year=2027, month=10, day=30, hour=16))
    ana = await life.arrived()
    await life.lives_until(23, 30)
    await _answers(ana, "Heavy", "Strong", "None")
    await life.lives_until(3, 59)
    await ana.says("/checkin")
    assert "Change my answer" in ana.buttons
    await life.moves_by(minutes=2)
    await ana.says("/checkin")
    ana.sees("How was today?")


async def test_a_date_that_comes_twice_is_not_asked_twice(life: Life) -> None:
    """From London to Los Angeles, where it is still the same evening."""
    ana = await life.arrived()
    await life.lives_until(20, 30)
    await ana.taps("Open")
    for answer in ("Steady", "None", "None"):
        await ana.taps(answer)
    await ana.says("/settings")
    await ana.taps("My time")
    await ana.taps("Name a city")
    await ana.says("Los Angeles")
    await ana.taps_data(ana.card.buttons[0].data, on=ana.card)
    before = len([shown for shown in ana.notifications if not shown.silent])
    await life.moves_by(hours=8)
    assert len([shown for shown in ana.notifications if not shown.silent]) == before
    await ana.says("/checkin")
    assert "Change my answer" in ana.buttons, "that date has been answered"


async def test_long_lines_are_kept_whole_and_can_be_read_again(life: Life) -> None:
    ana = await life.arrived()
    await _answers(ana, "Mixed", "A little", "None", "Add a line")
    await ana.says("First of all, soup.")
    await ana.taps("Add another line")
    await ana.says(LONG)
    ana.sees_not("canal")
    await ana.taps("Read my line")
    ana.sees("First of all, soup.\nWe walked along the canal again.")
    await ana.taps("Back")
    ana.sees("Change my answer")


async def test_changing_an_answer_keeps_the_line(life: Life) -> None:
    ana = await life.arrived()
    await _answers(ana, "Mixed", "A little", "None", "Add a line")
    await ana.says("plum cake")
    change = next(button.data for button in ana.card.buttons if button.label == "Change my answer")
    await ana.taps("Change my answer")
    await ana.taps_data(change, on=ana.card)
    for answer in ("Steady", "None", "None"):
        await ana.taps(answer)
    await ana.taps("Read my line")
    ana.sees("plum cake")


async def test_tonights_prompt_is_another_one_once_it_was_written_to(life: Life) -> None:
    ana = await life.arrived()
    await _answers(ana, "Mixed", "A little", "None", "Something to write about")
    first = ana.card.text.splitlines()[2]
    await ana.says("A few words.")
    await ana.taps("Done")
    await _answers(ana, "Something to write about")
    assert ana.card.text.splitlines()[2] != first


async def test_space_is_counted_only_once_asked_for_and_only_for_this_month(life: Life) -> None:
    ana = await life.arrived()
    await _answers(ana, "Mixed", "A little", "None")
    ana.sees_not("Days without contact")
    await ana.taps("Count days of space")
    ana.sees("Days without contact this month: 1.")
    await life.lives_until(18, days=1)
    await _answers(ana, "Heavy", "Strong", "They reached out")
    ana.sees("Days without contact this month: 1.")
    await life.lives_until(18, days=1)
    await _answers(ana, "Steady", "None", "None")
    ana.sees("Days without contact this month: 2.")
    await ana.says("/progress")
    ana.sees("Days without contact this month: 2.")
    await life.lives_until(18, days=6)  # the first of December
    await _answers(ana, "Steady", "None", "None")
    ana.sees("Days without contact this month: 1.")
    await ana.taps("Stop counting days")
    ana.sees_not("Days without contact")


async def test_space_is_not_offered_on_an_evening_with_contact_but_in_the_settings(life: Life) -> None:
    ana = await life.arrived()
    await _answers(ana, "Mixed", "A little", "I reached out")
    assert "Count days of space" not in ana.buttons
    await ana.says("/settings")
    await ana.taps("Count days of space")
    ana.sees("Days without contact: counted")
    await ana.taps("Stop counting days")
    ana.sees_not("Days without contact: counted")


async def test_an_old_evenings_card_cannot_be_answered_or_left_out_any_more(life: Life) -> None:
    ana = await life.arrived()
    await _answers(ana, "Mixed")
    old = ana.card
    await life.moves_by(hours=14)
    if ana.buttons == ["Open"]:
        await ana.taps("Open")
    for data in (AnswerContact(date(2026, 11, 23), Contact.NONE).pack(), *(button.data for button in old.buttons[:5])):
        await ana.taps_data(data, on=ana.card)
        ana.sees("That evening has closed.")
