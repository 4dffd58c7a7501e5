"""What the operator is told about a person: when and why, never what they wrote."""

import pytest
from sqlalchemy.ext.asyncio import async_sessionmaker
from typer.testing import CliRunner

from bot.cli.main import cli
from bot.db.engines import make_engine
from bot.journey.why import find_person, tell
from tests.conftest import Life


async def _told(life: Life, wanted: str) -> str:
    assert life.app is not None
    engine = make_engine(life.settings.database_url)
    async with async_sessionmaker(engine)() as session:
        person = await find_person(session, life.app.turns.keys, wanted)
        assert person is not None
        lines = (await tell(session, life.app.turns.keys, life.content, person, life.now)).lines
    await engine.dispose()
    return "\n".join(lines)


async def test_it_says_what_is_planned_and_what_was_sent_and_why_not(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await ana.says("/write")
    await ana.says("words that nobody else may read")
    await life.lives_until(9, 0)
    await life.moves_by(hours=20)  # an outage over the evening
    told = await _told(life, "1")
    assert "Person 1" in told
    assert "in Europe/London" in told
    assert "page what-is-a-trauma-bond, due Tue 24 Nov 2026 08:37: sent" in told
    assert "lies unopened" in told
    assert "skipped" in told
    assert "its evening was over" in told
    assert "words that" not in told
    await ana.says("/hide")
    told = await _told(life, "1")
    assert "nothing, because everything is hidden" in told


async def test_a_person_is_found_by_the_hash_of_the_logs(life: Life) -> None:
    ana = await life.arrived()
    assert life.app is not None
    told = await _told(life, life.app.turns.keys.name_of(ana.person_id))
    assert "Person 1" in told


async def test_an_open_pause_and_a_silence_are_named(life: Life) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await life.lives_until(9, 0, days=9)
    told = await _told(life, "1")
    assert "has been silent for a week" in told
    assert "the one line after a silent week" in told
    await ana.says("/pause")
    await ana.taps("Open")
    await ana.taps("Open-ended")
    assert "is pausing without an end" in await _told(life, "1")


def test_the_command_knows_nobody_by_a_made_up_number(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "1:check-only-never-a-real-token")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/main.db")
    monkeypatch.setenv("KEYS_DATABASE_URL", f"sqlite:///{tmp_path}/keys.db")
    monkeypatch.setenv("KEYS_FILE", f"{tmp_path}/ring")
    assert CliRunner().invoke(cli, ["db", "upgrade"]).exit_code == 0
    done = CliRunner().invoke(cli, ["why", "77"])
    assert done.exit_code == 1
    assert "nobody" in done.output
