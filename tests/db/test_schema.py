"""The migrated schema is the declared one, and columns hold what they promise."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from bot.crypto import DataKey, Ring, Sealed, new_key
from bot.db.keystore import KeyStore
from bot.db.tables import Checkin, Person, State
from bot.db.upgrade import differences, is_behind
from bot.errors import KeysError

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def a_person(chat_id: int = 1, **wishes: object) -> Person:
    """A person as the table wants them; anything can be given."""
    return Person(
        **{
            "chat_id": chat_id,
            "state": State.ACTIVE,
            "language": "en",
            "joined_at": NOW,
            "seen_at": NOW,
            "card_at": "1td",
            **wishes,
        }
    )


async def test_migrations_make_what_the_code_declares(engines: dict[str, AsyncEngine]) -> None:
    for branch, engine in engines.items():
        assert not await is_behind(engine, branch)
        assert await differences(engine, branch) == []


async def test_instants_come_back_aware_and_in_utc(main: AsyncEngine) -> None:
    sessions = async_sessionmaker(main)
    elsewhere = NOW.astimezone(timezone(timedelta(hours=5)))
    async with sessions.begin() as session:
        session.add(a_person(joined_at=elsewhere))
    async with sessions() as session:
        found = await session.scalar(select(Person.joined_at))
    assert found == NOW
    assert found is not None
    assert found.tzinfo is UTC


async def test_naive_instants_and_plain_texts_are_refused(main: AsyncEngine) -> None:
    sessions = async_sessionmaker(main)
    with pytest.raises(StatementError, match="time zone"):
        async with sessions.begin() as session:
            session.add(a_person(joined_at=datetime(2026, 11, 26, 12)))  # noqa: DTZ001 - that is the point
    async with sessions.begin() as session:
        person = a_person()
        session.add(person)
        await session.flush()
        session.add(Checkin(person_id=person.id, local_date=NOW.date(), answers="plain", answered_at=NOW))
        with pytest.raises(StatementError, match="sealed"):
            await session.flush()
        session.expunge_all()


async def test_enumerations_are_stored_by_value(main: AsyncEngine) -> None:
    async with async_sessionmaker(main).begin() as session:
        session.add(a_person(state=State.UNREACHABLE))
        await session.flush()
        assert (await session.execute(text("SELECT state FROM person"))).scalar_one() == "unreachable"


async def test_a_key_opens_its_own_persons_words_only(keys: AsyncEngine) -> None:
    store = await KeyStore.open(keys, Ring([new_key()]))
    hers, his = await store.key_of(1, NOW), await store.key_of(2, NOW)
    sealed = hers.seal("a pear tree")
    assert (await store.key_of(1, NOW)).open(sealed) == "a pear tree"
    with pytest.raises(KeysError):
        his.open(sealed)


async def test_a_destroyed_key_opens_nothing_any_more(keys: AsyncEngine) -> None:
    store = await KeyStore.open(keys, Ring([new_key()]))
    sealed = (await store.key_of(1, NOW)).seal("a pear tree")
    await store.destroy(1, NOW)
    with pytest.raises(KeysError):
        (await store.key_of(1, NOW)).open(sealed)


async def test_a_ring_may_grow_at_its_front_and_another_is_refused(keys: AsyncEngine) -> None:
    old, young = new_key(), new_key()
    store = await KeyStore.open(keys, Ring([old]))
    sealed = (await store.key_of(1, NOW)).seal("a pear tree")
    grown = await KeyStore.open(keys, Ring([young, old]))
    assert (await grown.key_of(1, NOW)).open(sealed) == "a pear tree"
    assert grown.name_of(1) == store.name_of(1)
    with pytest.raises(KeysError, match="does not fit"):
        await KeyStore.open(keys, Ring([young]))


def test_a_sealed_value_is_no_plain_text() -> None:
    sealed = DataKey(new_key().encode()).seal("a pear tree")
    assert isinstance(sealed, Sealed)
    assert b"pear" not in sealed.token
