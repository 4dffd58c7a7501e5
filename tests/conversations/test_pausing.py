"""Pausing, stop words, blocking, and coming back."""

from tests.conftest import Life


async def test_a_pause_keeps_everything_away_until_it_ends(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("/pause")
    await ana.taps("A week")
    ana.sees("Pages go on from Tuesday")
    before = len(ana.notifications)
    await life.lives_until(23, 0, days=6)
    assert len(ana.notifications) == before
    await life.lives_until(12, 0, days=2)
    assert len(ana.notifications) > before


async def test_an_open_pause_ends_by_resume_alone(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("/pause")
    await ana.taps("Open-ended")
    await ana.says("/today")
    ana.sees("Nothing comes until you say so.")
    before = len(ana.notifications)
    await life.lives_until(12, 0, days=20)
    assert len(ana.notifications) == before
    await ana.says("/resume")
    await ana.taps("Open")
    before = len(ana.notifications)
    await life.lives_until(12, 0, days=1)
    assert len(ana.notifications) == before + 2, "an evening and a page"


async def test_a_stop_word_folds_everything_and_gets_no_answer(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    before = len(ana.notifications)
    await ana.says("Stop.")
    assert ana.buttons == ["Open"]
    assert len(ana.chat) == 1
    await life.lives_until(12, 0, days=3)
    assert len(ana.notifications) == before
    await ana.says("/today")
    await ana.taps("Open")
    ana.sees_not("quiet")
    await life.lives_until(12, 0, days=1)
    assert len(ana.notifications) > before + 1


async def test_a_stop_word_where_no_card_is_sends_nothing(life: Life) -> None:
    ana = await life.arrived()
    await life.lives_until(12, 0, days=2)
    await ana.says("/hide")
    before = len(ana.notifications)
    await ana.says("not now")
    assert ana.chat == []
    assert len(ana.notifications) == before


async def test_stop_within_writing_is_a_word_like_others(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says("enough")
    ana.sees("One message is kept.")


async def test_who_blocks_gets_nothing_even_after_unblocking_until_they_write(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.blocks()
    await life.lives_until(12, 0, days=2)
    await ana.unblocks()
    before = len(ana.notifications)
    await life.lives_until(12, 0, days=3)
    assert len(ana.notifications) == before
    await ana.says("/today")
    await life.lives_until(23, 0, days=1)
    assert len(ana.notifications) > before + 1
