"""Words that sound like danger, in the middle of writing: help is shown, the words are kept, one tap leads on.

It is shown once a sitting and once an hour there; outside writing it always comes.
"""

from datetime import timedelta

from sqlalchemy import select

from bot.db.tables import Checkin, Entry, Person
from bot.journey import evenings
from bot.sandbox.driver import Participant
from jobs import prune
from tests.conftest import Life

ALARMING = "i want to kill myself"
HELP = "If you or somebody is in danger now"


async def test_a_misreading_costs_one_tap_and_no_word(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says(ALARMING)
    ana.sees(HELP)
    await ana.taps("Go on writing")
    ana.sees("One message is kept.")
    await ana.says("that is a line of a song")
    ana.sees("2 messages are kept.")
    await ana.taps("Done")
    ana.sees("Put away.")


async def test_within_one_sitting_help_comes_up_once_however_long_it_takes(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says(ALARMING)
    ana.sees(HELP)
    await ana.taps("Go on writing")
    for written in (2, 3, 4):
        life.clock.move_by(timedelta(minutes=50))
        await ana.says(ALARMING)
        ana.sees_not(HELP)
        ana.sees(f"{written} messages are kept.")
    await ana.taps("Done")
    await ana.says("/write")
    await ana.says(ALARMING)
    ana.sees(HELP)


async def test_what_is_written_on_without_a_tap_belongs_to_the_sitting(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says(ALARMING)
    await ana.says(ALARMING)
    ana.sees("2 messages are kept.")
    assert await _written(life) == [f"{ALARMING}\n\n{ALARMING}"]


async def test_looking_for_another_countrys_lines_does_not_end_the_sitting(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says(ALARMING)
    await ana.taps("Another country")
    await ana.says("words for the page")
    ana.sees("2 messages are kept.")
    await ana.taps("Done")
    life.clock.move_by(timedelta(hours=2))
    await ana.says("/write")
    await ana.says(ALARMING)
    await ana.taps("Another country")
    await ana.taps("More countries")
    await ana.taps("Germany")
    await ana.taps("Go on writing")
    ana.sees("One message is kept.")


async def test_in_another_sitting_help_rests_for_an_hour_and_is_forgotten_after_it(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says(ALARMING)
    await ana.taps("Go on writing")
    await ana.taps("Done")
    life.clock.move_by(timedelta(minutes=59))
    await ana.says("/write")
    await ana.says(ALARMING)
    ana.sees_not(HELP)
    await ana.taps("Done")
    life.clock.move_by(timedelta(minutes=2))
    assert life.app is not None
    assert (await prune.run(life.app.deps, life.now))["rests"] == 1
    async with life.app.turns.begin() as session:
        assert await session.scalar(select(Person.help_rests_until)) is None
    await ana.says("/write")
    await ana.says(ALARMING)
    ana.sees(HELP)


async def test_a_plain_message_brings_help_up_whatever_was_before(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says(ALARMING)
    await ana.taps("Go on writing")
    await ana.taps("Done")
    await ana.says(ALARMING)
    ana.sees(HELP)
    await ana.says("/today")
    await ana.says(ALARMING)
    ana.sees(HELP)


async def test_a_plain_message_leaves_writing_its_own_help(life: Life) -> None:
    ana = await life.arrived()
    await ana.says(ALARMING)
    ana.sees(HELP)
    ana.sees_not("Delete what I wrote")
    await ana.says("/write")
    await ana.says(ALARMING)
    ana.sees(HELP)


async def test_what_was_just_written_is_gone_after_one_tap_and_the_rest_stays(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says("the pear tree")
    await ana.says(f"{ALARMING} \U0001f342")
    await ana.taps("Delete what I wrote")
    ana.sees("What you just wrote is deleted.")
    ana.sees(HELP)
    assert await _written(life) == ["the pear tree"]
    await ana.taps("Go on writing")
    ana.sees("One message is kept.")
    await ana.says("and the rain")
    assert await _written(life) == ["the pear tree\n\nand the rain"]


async def test_deleting_the_only_message_leaves_no_entry_and_a_second_tap_says_so(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says(ALARMING)
    button = next(each for each in ana.card.buttons if each.label == "Delete what I wrote")
    await ana.taps("Delete what I wrote")
    assert await _written(life) == []
    await ana.taps_data(button.data, on=ana.card)
    ana.sees("Nothing was deleted just now")


async def test_an_old_button_deletes_nothing_that_was_written_later(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says(ALARMING)
    button = next(each for each in ana.card.buttons if each.label == "Delete what I wrote")
    await ana.taps("Go on writing")
    await ana.says("the pear tree")
    await ana.taps_data(button.data, on=ana.card)
    ana.sees("Nothing was deleted just now")
    assert await _written(life) == [f"{ALARMING}\n\nthe pear tree"]


async def test_an_evenings_line_can_go_at_once_and_help_rests_there_too(life: Life) -> None:
    ana = await life.arrived()
    await _answers_the_evening(ana)
    await ana.taps("Add a line")
    await ana.says("it rained")
    await ana.taps("Add another line")
    await ana.says(ALARMING)
    ana.sees(HELP)
    await ana.taps("Delete what I wrote")
    ana.sees("What you just wrote is deleted.")
    assert await _noted(life) == ["it rained"]
    await ana.says("/checkin")
    await ana.taps("Add another line")
    await ana.says(ALARMING)
    ana.sees_not(HELP)
    assert await _noted(life) == [f"it rained\n{ALARMING}"]


async def test_the_practice_stands_on_a_line_of_its_own(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    for part in (1, 2, 3):
        await ana.taps(f"On ({part}/4)")
    ana.sees("Something small for today\n")


async def _answers_the_evening(ana: Participant) -> None:
    await ana.says("/checkin")
    for answer in ("Heavy", "Strong", "None"):
        await ana.taps(answer)


async def _written(life: Life) -> list[str]:
    """The entries as they are stored, opened."""
    assert life.app is not None
    turns = life.app.turns
    async with turns.begin() as session:
        person = (await session.scalars(select(Person))).one()
        key = await turns.keys.key_of(person.chat_id, life.now)
        return [key.open(text) for text in await session.scalars(select(Entry.text))]


async def _noted(life: Life) -> list[str]:
    """The evenings' lines as they are stored, opened."""
    assert life.app is not None
    turns = life.app.turns
    async with turns.begin() as session:
        person = (await session.scalars(select(Person))).one()
        key = await turns.keys.key_of(person.chat_id, life.now)
        return [evenings.opened(key, row).note for row in await session.scalars(select(Checkin))]
