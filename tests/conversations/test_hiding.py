"""Hiding and forgetting: what must work at once and in any state."""

from datetime import timedelta

from sqlalchemy import text

from bot.course.telling import telling_words
from bot.db.engines import make_engine
from tests.conftest import Life


async def test_hide_all_empties_the_chat_and_nothing_comes_until_the_return(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.taps("Hide all")
    assert ana.chat == []
    before = len(ana.notifications)
    await life.lives_until(12, 0, days=5)
    assert ana.chat == []
    assert len(ana.notifications) == before
    await ana.says("are you still there?")
    assert ana.buttons == ["Open"]
    assert telling_words(ana.chat_row) == []
    await ana.says("hello")
    assert len(ana.chat) == 1, "one ordinary cover, not one for each message"
    await life.lives_until(12, 0, days=1)
    assert len(ana.chat) <= 1
    await ana.starts()
    await ana.taps("Open")
    ana.sees("Today")
    before = len(ana.notifications)
    await life.lives_until(12, 0, days=1)
    assert len(ana.notifications) > before


async def test_hide_works_before_first_contact_and_in_the_middle_of_writing(life: Life) -> None:
    bo = life.person("Bo")
    await bo.starts()
    await bo.says("/hide")
    assert bo.chat == []
    ana = await life.arrived()
    await ana.says("/write")
    await ana.says("a line")
    await ana.says("/hide")
    assert ana.chat == []


async def test_old_cards_that_cannot_be_deleted_become_covers(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/settings")
    await ana.taps("Closing")
    await ana.taps("Never")
    life.clock.move_by(timedelta(hours=50))  # nothing ran meanwhile: an outage
    await ana.says("/hide")
    assert all(not message.buttons for message in ana.chat)
    assert all(telling_words(message.text) == [] for message in ana.chat)


async def test_help_opens_while_hidden(life: Life) -> None:
    ana = await life.arrived()
    await ana.says("/hide")
    await ana.says("/help")
    await ana.taps("Open")
    ana.sees("If you or somebody is in danger now")
    before = len(ana.notifications)
    await life.lives_until(12, 0, days=2)
    assert len(ana.notifications) == before, "looking for help does not end the hiding"


async def test_forget_erases_everything_and_says_so_in_counts(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("/checkin")
    for answer in ("Heavy", "Strong", "None"):
        await ana.taps(answer)
    await ana.says("/write")
    await ana.says("it rained on the pear tree")
    await ana.says("/forget")
    await ana.taps("Yes, erase everything")
    ana.sees("Erased: one page mark, one evening, one text.")
    assert len(ana.chat) == 1
    await life.moves_by(minutes=11)
    assert ana.chat == []
    before = len(ana.notifications)
    await life.lives_until(12, 0, days=3)
    assert len(ana.notifications) == before
    for url in (life.settings.database_url, life.settings.keys_database_url):
        assert await _rows_of(url) == {}
    await ana.starts()
    await ana.taps("Open")
    ana.sees("Who may see this phone?")


async def _rows_of(url: str) -> dict[str, int]:
    """Tables that hold anything of anybody, with their counts."""
    engine = make_engine(url)
    async with engine.connect() as connection:
        names = await connection.run_sync(lambda sync: sync.dialect.get_table_names(sync))
        counts = {}
        for name in set(names) - {"alembic_version", "store_secret", "update_seen", "send_budget", "tombstone"}:
            counts[name] = (await connection.execute(text(f"SELECT count(*) FROM {name}"))).scalar_one()
    await engine.dispose()
    return {name: n for name, n in counts.items() if n}
