"""Rotating the ring: while a process runs, in pieces, and never so that somebody's words become unreadable."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cli.keys import rotate_ring as rotate
from bot.config import Settings
from bot.crypto import Ring, Sealed, new_key, read_ring, write_ring
from bot.db.engines import make_engine
from bot.db.keystore import KeyStore, What
from bot.db.upgrade import upgrade
from bot.errors import KeysError
from tests.conftest import Databases

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass(frozen=True)
class Running:
    """A process that has opened the store, and what its people wrote."""

    settings: Settings
    engine: AsyncEngine
    store: KeyStore
    sealed: dict[int, Sealed]

    async def reads_everything(self) -> bool:
        return all([(await self.store.key_of(chat, NOW)).open(said) == "words" for chat, said in self.sealed.items()])

    def ring(self) -> Ring:
        return read_ring("", self.settings.keys_file)[0]


@pytest.fixture
async def running(databases: Databases, tmp_path: Path) -> AsyncIterator[Running]:
    """A store with people in it, its ring in a file."""
    engine, file = make_engine(databases.keys), tmp_path / "ring"
    await upgrade(engine, "keys")
    store = await KeyStore.open(engine, read_ring("", file)[0], lambda: read_ring("", file)[0])
    sealed = {chat: (await store.key_of(chat, NOW)).seal("words") for chat in range(40)}
    given = {"telegram_token": "1:" + "a" * 30, "telegram_api_url": "http://localhost"}
    settings = Settings(**given, keys_database_url=databases.keys, keys_file=file, _env_file=None)  # type: ignore[arg-type]
    yield Running(settings, engine, store, sealed)
    await engine.dispose()


async def test_a_running_process_reads_on_through_a_whole_rotation(running: Running) -> None:
    old = running.ring().keys
    await rotate(running.settings, finish=False)
    assert running.ring().keys[1:] == old
    assert oct(running.settings.keys_file.stat().st_mode & 0o777) == "0o600"
    assert await running.reads_everything()
    (await running.store.key_of(999, NOW)).seal("somebody new, by the process that runs")
    await rotate(running.settings, finish=True)
    assert len(running.ring().keys) == 1
    assert running.ring().keys[0] not in old
    assert await running.reads_everything()
    again = await KeyStore.open(running.engine, running.ring())
    assert await again.count_older(running.ring()) == 0
    with pytest.raises(KeysError, match="does not fit"):
        await KeyStore.open(running.engine, Ring(list(old)))


async def test_what_was_interrupted_goes_on_with_the_same_key(running: Running) -> None:
    ring = Ring([new_key(), *running.ring().keys])
    write_ring(running.settings.keys_file, ring.keys)
    rewrapped, after = await running.store.rewrap(ring, "", most=15)  # and there it was stopped
    assert (rewrapped, bool(after)) == (15, True)
    assert await running.reads_everything()
    with pytest.raises(KeysError, match="still wrapped by an older one"):
        await rotate(running.settings, finish=True)
    await rotate(running.settings, finish=False)
    assert running.ring().keys == ring.keys, "no third key"
    await rotate(running.settings, finish=True)
    assert running.ring().keys == ring.keys[:1]
    assert await running.reads_everything()


async def test_a_ring_in_the_settings_is_named(running: Running) -> None:
    old = running.ring().keys[0]
    settings = running.settings.model_copy(update={"encryption_keys": old})
    with pytest.raises(KeysError, match="ENCRYPTION_KEYS"):
        await rotate(settings, finish=False)
    both = running.settings.model_copy(update={"encryption_keys": f"{new_key()},{old}"})
    await rotate(both, finish=False)
    await rotate(both, finish=True)


async def test_tombstones_hold_no_chat_and_go_with_time(running: Running) -> None:
    await running.store.mark(31337, What.HID, NOW)
    await running.store.destroy(31337, NOW)
    assert set(await running.store.marks_of(31337)) == {What.FORGOT}
    assert await running.store.drop_tombstones(NOW) == 0
    assert await running.store.drop_tombstones(NOW + timedelta(days=1)) == 1
