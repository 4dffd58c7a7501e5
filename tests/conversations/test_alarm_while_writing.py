"""Words that sound like danger, in the middle of writing: help is shown, the words are kept, one tap leads back."""

from tests.conftest import Life


async def test_a_misreading_costs_one_tap_and_no_word(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says("i want to kill myself")
    ana.sees("If you or somebody is in danger now")
    await ana.taps("Go on writing")
    ana.sees("One message is kept.")
    await ana.says("that is a line of a song")
    ana.sees("2 messages are kept.")
    await ana.taps("Done")
    ana.sees("Put away.")


async def test_the_practice_stands_on_a_line_of_its_own(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    for part in (1, 2, 3):
        await ana.taps(f"On ({part}/4)")
    ana.sees("Something small for today\n")
