"""The lock: four digits by choice, in anybody's hands."""

from datetime import timedelta

from sqlalchemy import text

from bot.course.telling import telling_words
from bot.db.engines import make_engine
from bot.sandbox.driver import Participant
from tests.conftest import Life

DIGITS = "2749"
WRONG = "1111"


async def _locks(ana: Participant) -> None:
    await ana.says("/settings")
    await ana.taps("What shows")
    await ana.taps("Digits")
    await ana.taps("Choose four digits")
    await _types(ana, DIGITS)
    ana.sees("The same four once more.")
    await _types(ana, DIGITS)
    ana.sees("Four digits are asked for before anything opens")


async def _types(ana: Participant, digits: str) -> None:
    for digit in digits:
        await ana.taps(digit)


async def test_after_twenty_minutes_away_nothing_opens_without_the_digits(life: Life) -> None:
    ana = await life.arrived()
    await _locks(ana)
    await ana.says("/today")
    ana.sees("A page is here for you.")
    await life.moves_by(minutes=21)
    await ana.taps("Open")
    ana.sees("Four digits, please.")
    ana.sees_not("A page is here")
    assert telling_words(ana.card.text) == []
    await _types(ana, DIGITS)
    ana.sees("A page is here for you.")


async def test_wrong_digits_show_nothing_and_slow_down_by_the_clock(life: Life) -> None:
    ana = await life.arrived()
    await _locks(ana)
    await life.moves_by(minutes=30)
    await ana.taps("Open")
    for _ in range(2):
        await _types(ana, WRONG)
        ana.sees("Not quite.")
    await _types(ana, WRONG)
    ana.sees("It can be tried again in a minute.")
    await ana.says(DIGITS)
    ana.sees("The keypad rests.")
    life.clock.move_by(timedelta(seconds=61))
    await ana.taps("Try again")
    await _types(ana, WRONG)
    ana.sees("It can be tried again in 2 minutes.")
    for _ in range(9):
        life.clock.move_by(timedelta(hours=1, seconds=1))
        await ana.says("/today")
        await ana.says(WRONG)
    ana.sees("It can be tried again in 60 minutes.")
    life.clock.move_by(timedelta(hours=1, seconds=1))
    await ana.says(f" {DIGITS} ")
    ana.sees("Today")
    assert len(ana.chat) == 1


async def test_help_hiding_and_erasing_need_no_digits(life: Life) -> None:
    ana = await life.arrived()
    await _locks(ana)
    await life.moves_by(minutes=30)
    await ana.taps("Open")
    await ana.taps("Help")
    ana.sees("If you or somebody is in danger now")
    await ana.taps("Half a minute to land")
    ana.sees("Breathe in")
    await ana.says("i dont want to be alive")
    ana.sees("If you or somebody is in danger now")
    await ana.says("/hide")
    assert ana.chat == []
    await ana.starts()
    await ana.taps("Open")
    ana.sees("Four digits, please.")
    await ana.says("/forget")
    await ana.taps("Yes, erase everything")
    ana.sees("It is done.")


async def test_hiding_and_a_stop_word_lock_at_once(life: Life) -> None:
    ana = await life.arrived()
    await _locks(ana)
    await ana.says("stop")
    await ana.taps("Open")
    ana.sees("Four digits, please.")
    await _types(ana, DIGITS)
    ana.sees_not("Four digits, please.")


async def test_words_and_old_buttons_do_not_lead_round_the_lock(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says("the pear tree")
    await _locks(ana)
    await life.moves_by(minutes=30)
    await ana.taps("Open")
    for data in ("1td", "1pr", "1st", "1ky:c:", "1ky:r:22222222", "1lo", "1le:0", "1su", "1ax", "1xp", "1tp", "1lk"):
        await ana.taps_data(data, on=ana.card)
        ana.sees("Four digits, please.")
        ana.sees_not("pear")
    for words in ("/today", "/progress", "/export", "what is a trauma bond", "/topic grief", "no contact"):
        await ana.says(words)
        ana.sees_not("pear")
        ana.sees("Four digits, please.")


async def test_only_what_is_private_can_be_locked(life: Life) -> None:
    ana = await life.arrived()
    await _locks(ana)
    await ana.taps("Only private things")
    await life.moves_by(minutes=30)
    await ana.says("/today")
    ana.sees("A page is here for you.")
    for command in ("/progress", "/settings", "/export"):
        await ana.says(command)
        ana.sees("Four digits, please.")
    await _types(ana, DIGITS)
    ana.sees("To take along")


async def test_a_slip_while_choosing_locks_nobody_out(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/settings")
    await ana.taps("What shows")
    await ana.taps("Digits")
    await ana.taps("Choose four digits")
    await _types(ana, "27")
    await ana.taps("⌫")
    await _types(ana, "749")
    await _types(ana, WRONG)
    ana.sees("Not quite.")
    await life.moves_by(minutes=30)
    await ana.says("/today")
    ana.sees("Today")


async def test_forgotten_digits_erase_everything_after_a_day_unless_they_come_back(life: Life) -> None:
    ana = await life.arrived()
    await _locks(ana)
    await life.moves_by(minutes=30)
    await ana.taps("Open")
    await ana.taps("I forgot the digits")
    ana.sees("Somebody tapped that the digits are forgotten.")
    await life.moves_by(hours=20)
    await ana.says("/today")
    await ana.says(DIGITS)
    await life.moves_by(hours=20)
    await ana.says("/today")
    ana.sees("Four digits, please.")
    await ana.taps("I forgot the digits")
    await life.moves_by(hours=25)
    await ana.starts()
    await ana.taps("Open")
    ana.sees("Who may see this phone?")


async def test_the_digits_stand_nowhere(life: Life) -> None:
    ana = await life.arrived()
    await _locks(ana)
    await life.moves_by(minutes=30)
    await ana.taps("Open")
    await _types(ana, DIGITS[:3])
    engine = make_engine(life.settings.database_url)
    async with engine.connect() as connection:
        row = (await connection.execute(text("SELECT pin, card_at FROM person"))).one()
    await engine.dispose()
    assert DIGITS not in row.pin
    assert DIGITS[:3] not in row.card_at
