"""After a long made-up life: database, logs, locked screen and chat list hold no telling word, no token, no text."""

import random
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.course.telling import telling_words
from bot.db.engines import make_engine
from bot.sandbox.driver import Participant
from tests.conftest import Databases, Life

WRITTEN = ("gossamer wheelbarrow", "tangerine umbrellas", "the thimble under the staircase")
NAME = "Wilhelmina"


async def test_a_long_life_leaves_no_trace(
    life: Life, databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str], logs: None
) -> None:
    ana = await life.arrived(NAME)
    for day in range(1, 9):
        await life.lives_until(9, 0, days=1)
        await ana.says("/today")
        await _opens(ana)
        await ana.says(WRITTEN[day % 3])
        await ana.says("/write")
        await _opens(ana)
        await ana.says(WRITTEN[(day + 1) % 3])
        await life.lives_until(20, 30)
        await ana.says("/checkin")
        await _opens(ana)
        for answer in ("Too much", "Very strong", "They reached out"):
            if any(answer == label for label in ana.buttons):
                await ana.taps(answer)
        if day == 3:
            await ana.says("he said he would kill me")
        if day == 4:
            await ana.says("/hide")
            await ana.starts()
            await _opens(ana)
        if day == 5:
            await ana.sends_photo("tangerine")
            await ana.sends_contact()
            await ana.forwards(WRITTEN[0])
        _nothing_shows(life, ana)
    logged = capsys.readouterr()
    stored = _bytes_under(tmp_path)
    if databases.main.startswith("sqlite"):
        assert str(ana.person_id).encode() not in (tmp_path / "keys.db").read_bytes()
        assert len(stored) > 50_000, "there is something to look through"
    words = {word for line in WRITTEN for word in line.split() if len(word) > 5}
    for word in words | {NAME, life.world.bot.token.split(":")[1], "would kill", "too_much"}:
        assert word.encode() not in stored, word
        assert word not in logged.out + logged.err, word
    assert str(ana.person_id) not in logged.out + logged.err
    # Once everything is erased, nothing in the files names the person any more.
    await ana.says("/forget")
    await ana.taps("Yes, erase everything")
    await life.moves_by(minutes=11)
    await life.moves_by(hours=73)
    assert str(ana.person_id) not in await _dump(life)


@pytest.mark.parametrize("seed", range(2))
async def test_after_each_step_of_protecting_oneself_nothing_shows(life: Life, seed: int) -> None:
    """Hide, fold, vanish, lock, stop and return, in any order; looked at after each step."""
    chance = random.Random(seed)
    ana = await life.arrived(mine=bool(seed))
    await ana.says("/settings")
    for data in ("1ky:r:27492749", "1vh:1"):
        await ana.taps_data(data, on=ana.card)
        _nothing_shows(life, ana)
    for _ in range(30):
        step = chance.choice(("/hide", "/help", "/today", "2749", "stop", "fold", "open", "wait", "1111", "/start"))
        if step == "wait":
            await life.moves_by(minutes=chance.choice((3, 21, 70, 900)))
        elif step in ("fold", "open"):
            data = "1fd" if step == "fold" else "1td"
            if ana.live_card is not None:
                await ana.taps_data(data, on=ana.live_card)
        else:
            await ana.says(step)
        _nothing_shows(life, ana)


def _bytes_under(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def _nothing_shows(life: Life, ana: Participant) -> None:
    assert telling_words(ana.chat_row) == [], ana.chat_row
    for shown in ana.notifications:
        assert telling_words(shown.text) == [], shown.text
    for message in ana.chat:
        assert message.from_bot, ana.transcript()
        assert telling_words(message.summary.splitlines()[0]) == [], message.summary
    assert life.world.complaints == []


async def _opens(ana: Participant) -> None:
    if ana.buttons[:1] == ["Open"]:
        await ana.taps("Open")


async def _dump(life: Life) -> str:
    """Every row of every table, as text."""
    rows = []
    for url in (life.settings.database_url, life.settings.keys_database_url):
        engine = make_engine(url)
        async with engine.connect() as connection:
            names = await connection.run_sync(lambda sync: sync.dialect.get_table_names(sync))
            for name in names:
                rows += [str(tuple(row)) for row in await connection.execute(text(f"SELECT * FROM {name}"))]
        await engine.dispose()
    return "\n".join(rows)
