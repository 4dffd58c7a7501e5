"""The way so far, the last weeks in words and as a picture, and the week in two sentences."""

from datetime import timedelta
from io import BytesIO

from PIL import Image

from bot.course.telling import telling_words
from bot.sandbox.driver import Participant
from tests.conftest import Life


async def _evening(life: Life, ana: Participant, *answers: str, at: int = 18) -> None:
    await life.lives_until(at)
    await ana.says("/checkin")
    if "Open" in ana.buttons:
        await ana.taps("Open")
    for answer in answers:
        await ana.taps(answer)


async def test_the_way_so_far_is_a_path_and_days_that_were_there(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/progress")
    ana.sees("You have opened 0 pages of 14.")
    ana.sees("○ ○ ○ ○ ○ ○ ○\n○ ○ ○ ○ ○ ○ ○")
    assert "2 weeks" not in ana.buttons, "nothing to look back on is offered as nothing"
    await ana.says("/today")
    await ana.taps("Read")
    await ana.says("/progress")
    ana.sees("◐ ○ ○ ○ ○ ○ ○")
    ana.sees("You were here on one day.")
    await _evening(life, ana, "Mixed", "A little", "None")
    await _evening(life, ana, "Steady", "None", "None")
    await ana.says("/progress")
    ana.sees("You were here on 2 days. You looked back on 2 evenings.")
    ana.sees_not("missed")


async def test_two_weeks_stand_there_day_by_day_and_more_week_by_week(life: Life) -> None:
    ana = await life.arrived()
    await _evening(life, ana, "Heavy", "Very strong", "They reached out")
    await _evening(life, ana, "Rather not say", "Rather not say", "Rather not say")
    await ana.says("/write")
    await ana.says("a line")
    await ana.says("/progress")
    await ana.taps("2 weeks")
    ana.sees("Mon 23 Nov: heavy, pull: very strong")
    ana.sees("Tue 24 Nov: kept to yourself, wrote")
    await ana.taps("12 weeks")
    ana.sees("18 Nov – 24 Nov: one heavy; pull mostly: very strong; wrote on one day")
    await ana.taps("Back")
    ana.sees("So far")


async def test_the_picture_comes_once_without_a_sound_and_goes_after_ten_minutes(life: Life) -> None:
    ana = await life.arrived()
    await _evening(life, ana, "Heavy", "Very strong", "None")
    await ana.says("/progress")
    await ana.taps("2 weeks")
    before = len([shown for shown in ana.notifications if not shown.silent])
    button = next(each for each in ana.card.buttons if each.label == "Picture, dark")
    await ana.taps("Picture, dark")
    await ana.taps_data(button.data, on=ana.card)
    ana.sees("The picture comes in a moment")
    await life.passes()
    pictures = [message for message in ana.chat if message.photo]
    assert len(pictures) == 1, "two taps, one picture"
    assert pictures[0].protected
    assert len([shown for shown in ana.notifications if not shown.silent]) == before
    assert telling_words(ana.chat_row) == []
    stored = life.world.files[pictures[0].photo or ""]
    assert Image.open(BytesIO(stored.data)).size == (1200, 900)
    assert telling_words(stored.name) == []
    await life.moves_by(minutes=11)
    assert not [message for message in ana.chat if message.photo]


async def test_a_picture_that_was_asked_for_before_hiding_never_comes(life: Life) -> None:
    ana = await life.arrived()
    await _evening(life, ana, "Heavy", "Strong", "None")
    await ana.says("/progress")
    await ana.taps("6 weeks")
    await ana.taps("Picture, light")
    await ana.taps("Hide all")
    await life.passes()
    assert ana.chat == []


async def test_a_picture_survives_a_server_that_is_away(life: Life) -> None:
    ana = await life.arrived()
    await _evening(life, ana, "Heavy", "Strong", "None")
    await ana.says("/progress")
    await ana.taps("2 weeks")
    await ana.taps("Picture, light")
    life.world.faults.once("error", "sendPhoto")
    await life.passes()
    assert not [message for message in ana.chat if message.photo]
    await life.moves_by(seconds=15)
    assert len([message for message in ana.chat if message.photo]) == 1


async def test_forget_takes_a_picture_that_is_still_to_come(life: Life) -> None:
    ana = await life.arrived()
    await _evening(life, ana, "Heavy", "Strong", "None")
    await ana.says("/progress")
    await ana.taps("2 weeks")
    await ana.taps("Picture, light")
    await ana.says("/forget")
    await ana.taps("Yes, erase everything")
    await life.moves_by(minutes=11)
    assert ana.chat == []


async def test_the_look_back_takes_the_place_of_that_evenings_questions(life: Life) -> None:
    """From a Monday on; the look back is wished for on Sundays."""
    ana = await life.arrived()
    await ana.says("/settings")
    await ana.taps("Look back on the week")
    await ana.taps("Sun")
    ana.sees("Looking back on the week: Sunday")
    for answers in (("Steady", "A little"), ("Heavy", "Strong"), ("Steady", "Strong")):
        await _evening(life, ana, *answers, "None")
    await life.lives_until(19, days=4)
    before = len(ana.notifications)
    await life.lives_until(21)
    assert len(ana.notifications) == before + 1
    await ana.taps("Open")
    ana.sees("Your evenings this week: 2 steady, one heavy. The pull was mostly this: strong.")
    assert telling_words(ana.card.text.splitlines()[0]) == []
    await ana.taps("The evening")
    ana.sees("How was today?")
    await life.lives_until(21, days=1)
    await ana.taps("Open")
    ana.sees("How was today?")


async def test_who_has_answered_alone_still_gets_the_look_back_and_nothing_else(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/settings")
    await ana.taps("Look back on the week")
    await ana.taps("Mon")
    await ana.says("/checkin")
    for answer in ("Heavy", "Strong", "None"):
        await ana.taps(answer)
    await ana.taps("Close")
    before = len(ana.notifications)
    await life.lives_until(23, 30)
    assert len(ana.notifications) == before + 1
    await ana.taps("Open")
    ana.sees("Your evenings this week: one heavy.")
    await ana.taps("Look back on the week")
    await ana.taps("On no evening")
    ana.sees_not("Looking back on the week:")


async def test_a_week_is_set_beside_the_one_before(life: Life) -> None:
    ana = await life.arrived()
    for answers in [("Heavy", "Very strong")] * 5 + [("Mixed", "A little")] * 6:
        await _evening(life, ana, *answers, "None")
    await ana.says("/settings")
    await ana.taps("Look back on the week")
    weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][(life.now + timedelta(days=1)).weekday()]
    await ana.taps(weekday)
    await life.lives_until(21, days=1)
    await ana.taps("Open")
    ana.sees("Your evenings this week: 6 mixed; in the week before: 5 heavy.")
    ana.sees("The pull was mostly this: a little; the week before it was: very strong.")


async def test_weeks_that_kept_to_themselves_are_met_without_reproach(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/settings")
    await ana.taps("Look back on the week")
    await ana.taps("Mon")
    await life.lives_until(20, 30)
    await ana.taps("Open")
    ana.sees("These two weeks kept their evenings to themselves. The rest is yours.")
