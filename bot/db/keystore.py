"""The key store: every person's data key, wrapped by the ring, in a database apart from the main one and its copies.

Beside the keys stand tombstones: who forgot, hid, paused or blocked, and when. A restored backup of the main database
knows nothing of that; this store, which is never restored with it, does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CursorResult, LargeBinary, MetaData, String, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.crypto import DataKey, Ring, keyed_hash, new_key
from bot.db.base import NAMES
from bot.db.types import Instant
from bot.db.upsert import insert_into
from bot.errors import KeysError

HASH_SECRET = "chat-hash"


class KeysBase(DeclarativeBase):
    """What the tables of the key store share."""

    metadata = MetaData(naming_convention=NAMES)


class PersonKey(KeysBase):
    """A wrapped data key, under the keyed hash of a chat id."""

    __tablename__ = "person_key"

    person: Mapped[str] = mapped_column(String(32), primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(Instant)


class StoreSecret(KeysBase):
    """A secret of the store itself, wrapped by the ring: what chat ids are hashed with."""

    __tablename__ = "store_secret"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class Tombstone(KeysBase):
    """That somebody forgot, hid, paused or blocked, for the replay after a restore."""

    __tablename__ = "tombstone"

    person: Mapped[str] = mapped_column(String(32), primary_key=True)
    what: Mapped[str] = mapped_column(String(8), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime | None] = mapped_column(Instant)


class What(StrEnum):
    """What a tombstone says."""

    FORGOT = "forgot"
    HID = "hid"
    PAUSED = "paused"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Mark:
    """When it was, and until when it holds (None: until it is lifted)."""

    at: datetime
    until: datetime | None


class KeyStore:
    """Makes, fetches and destroys data keys. Opened by `open`, which proves that the ring fits."""

    def __init__(self, engine: AsyncEngine, ring: Ring, hash_secret: bytes, reread: Callable[[], Ring] | None) -> None:
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)
        self._ring = ring
        self._hash_secret = hash_secret
        self._reread = reread

    @classmethod
    async def open(cls, engine: AsyncEngine, ring: Ring, reread: Callable[[], Ring] | None = None) -> "KeyStore":
        """The store behind `engine`. Raises KeysError if it was made with another ring.

        `reread` fetches the ring anew, so that a rotation reaches a process that runs.
        """
        kept = select(StoreSecret.wrapped).where(StoreSecret.name == HASH_SECRET)
        async with async_sessionmaker(engine).begin() as session:
            if await session.scalar(kept) is None:
                made = insert_into(session, StoreSecret).values(name=HASH_SECRET, wrapped=ring.wrap(new_key().encode()))
                await session.execute(made.on_conflict_do_nothing())  # another process may be making it as well
            wrapped = (await session.scalars(kept)).one()
            return cls(engine, ring, ring.unwrap(wrapped), reread)

    def name_of(self, chat_id: int) -> str:
        """The keyed hash that stands for a chat in logs and in this store."""
        return keyed_hash(self._hash_secret, chat_id)

    def pepper_of(self, chat_id: int) -> str:
        """What is mixed into a person's four digits, so that the main database alone does not give them away."""
        return keyed_hash(self._hash_secret, chat_id, "pin")

    async def key_of(self, chat_id: int, now: datetime) -> DataKey:
        """The person's data key; made now if there is none yet."""
        person = self.name_of(chat_id)
        async with self._sessions() as session:
            wrapped = await session.scalar(select(PersonKey.wrapped).where(PersonKey.person == person))
        if wrapped is None:
            secret = new_key().encode()
            try:
                await self._keep(person, secret, now)
            except IntegrityError:  # another worker made it in this moment
                return await self.key_of(chat_id, now)
            return DataKey(secret)
        return DataKey(self._unwrap(wrapped))

    async def destroy(self, chat_id: int, now: datetime) -> None:
        """Delete the person's key: from now on nothing they wrote can be read, here or in any copy."""
        person = self.name_of(chat_id)
        async with self._sessions.begin() as session:
            await session.execute(delete(PersonKey).where(PersonKey.person == person))
            await session.execute(delete(Tombstone).where(Tombstone.person == person))
            session.add(Tombstone(person=person, what=What.FORGOT.value, at=now, until=None))

    async def mark(self, chat_id: int, what: What, now: datetime, until: datetime | None = None) -> None:
        """From now on (and until then, if that is given) a restore has to heed this."""
        values = {"at": now, "until": until}
        async with self._sessions.begin() as session:
            await session.execute(
                insert_into(session, Tombstone)
                .values(person=self.name_of(chat_id), what=what.value, **values)
                .on_conflict_do_update(index_elements=["person", "what"], set_=values)
            )

    async def lift(self, chat_id: int, *what: What) -> None:
        """This no longer holds."""
        async with self._sessions.begin() as session:
            await session.execute(
                delete(Tombstone).where(
                    Tombstone.person == self.name_of(chat_id), Tombstone.what.in_([each.value for each in what])
                )
            )

    async def marks_of(self, chat_id: int) -> Mapping[What, Mark]:
        """What a restore has to heed of this chat."""
        async with self._sessions() as session:
            rows = await session.scalars(select(Tombstone).where(Tombstone.person == self.name_of(chat_id)))
            return {What(row.what): Mark(row.at, row.until) for row in rows}

    async def drop_tombstones(self, before: datetime) -> int:
        """Drop the marks made before that instant: every backup that is still kept knows of them. Returns how many."""
        async with self._sessions.begin() as session:
            result = await session.execute(delete(Tombstone).where(Tombstone.at < before))
            return result.rowcount if isinstance(result, CursorResult) else 0

    async def rewrap_secrets(self, ring: Ring) -> int:
        """Let the first key of `ring` wrap the store's own secrets; returns how many an older one wrapped."""
        async with self._sessions.begin() as session:
            old = [row for row in await session.scalars(select(StoreSecret)) if not ring.is_newest(row.wrapped)]
            for row in old:
                row.wrapped = ring.wrap(ring.unwrap(row.wrapped))
            return len(old)

    async def rewrap(self, ring: Ring, after: str = "", most: int = 500) -> tuple[int, str]:
        """Let the first key of `ring` wrap the data keys of the next `most` people after the name `after`.

        Returns how many an older key had wrapped, and the last name ("": that was the end). It can be stopped at any
        moment and begun again; a key that another process changes meanwhile is left to it.
        """
        async with self._sessions.begin() as session:
            found = await session.execute(
                select(PersonKey.person, PersonKey.wrapped)
                .where(PersonKey.person > after)
                .order_by(PersonKey.person)
                .limit(most)
            )
            rows = [(person, wrapped) for person, wrapped in found]
            old = [(person, wrapped) for person, wrapped in rows if not ring.is_newest(wrapped)]
            for person, wrapped in old:
                await session.execute(
                    update(PersonKey)
                    .where(PersonKey.person == person, PersonKey.wrapped == wrapped)
                    .values(wrapped=ring.wrap(ring.unwrap(wrapped)))
                )
        return len(old), rows[-1][0] if len(rows) == most else ""

    async def count_older(self, ring: Ring) -> int:
        """How many keys and secrets are not yet wrapped by the first key of `ring`."""
        older = 0
        async with self._sessions() as session:
            for column in (StoreSecret.wrapped, PersonKey.wrapped):
                older += sum(not ring.is_newest(wrapped) for wrapped in await session.scalars(select(column)))
        return older

    async def _keep(self, person: str, secret: bytes, now: datetime) -> None:
        """Store a new key, wrapped by the ring as it is at this moment, also if a rotation begins meanwhile."""
        self._refresh()
        async with self._sessions.begin() as session:
            session.add(PersonKey(person=person, wrapped=self._ring.wrap(secret), made_at=now))
        before = self._ring
        self._refresh()
        if self._ring.keys != before.keys:
            async with self._sessions.begin() as session:
                await session.execute(
                    update(PersonKey).where(PersonKey.person == person).values(wrapped=self._ring.wrap(secret))
                )

    def _unwrap(self, wrapped: bytes) -> bytes:
        try:
            return self._ring.unwrap(wrapped)
        except KeysError:  # a rotation has put a key into the ring since it was read
            self._refresh()
            return self._ring.unwrap(wrapped)

    def _refresh(self) -> None:
        if self._reread is not None:
            self._ring = self._reread()
