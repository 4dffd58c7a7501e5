"""The key store: every person's data key, wrapped by the ring, in a database apart from the main one and its copies."""

from datetime import datetime

from sqlalchemy import LargeBinary, MetaData, String, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.crypto import DataKey, Ring, keyed_hash, new_key
from bot.db.tables import NAMES
from bot.db.types import Instant


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


class KeyStore:
    """Makes, fetches and destroys data keys. Opened by `open`, which proves that the ring fits."""

    def __init__(self, engine: AsyncEngine, ring: Ring, hash_secret: bytes) -> None:
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)
        self._ring = ring
        self._hash_secret = hash_secret

    @classmethod
    async def open(cls, engine: AsyncEngine, ring: Ring) -> "KeyStore":
        """The store behind `engine`. Raises KeysError if it was made with another ring."""
        async with async_sessionmaker(engine).begin() as session:
            row = await session.get(StoreSecret, "chat-hash")
            if row is None:
                row = StoreSecret(name="chat-hash", wrapped=ring.wrap(new_key().encode()))
                session.add(row)
            return cls(engine, ring, ring.unwrap(row.wrapped))

    def name_of(self, chat_id: int) -> str:
        """The keyed hash that stands for a chat in logs and in this store."""
        return keyed_hash(self._hash_secret, chat_id)

    async def key_of(self, chat_id: int, now: datetime) -> DataKey:
        """The person's data key; made now if there is none yet."""
        person = self.name_of(chat_id)
        async with self._sessions() as session:
            wrapped = await session.scalar(select(PersonKey.wrapped).where(PersonKey.person == person))
        if wrapped is None:
            secret = new_key().encode()
            try:
                async with self._sessions.begin() as session:
                    session.add(PersonKey(person=person, wrapped=self._ring.wrap(secret), made_at=now))
            except IntegrityError:  # another worker made it in this moment
                return await self.key_of(chat_id, now)
            return DataKey(secret)
        return DataKey(self._ring.unwrap(wrapped))

    async def destroy(self, chat_id: int) -> None:
        """Delete the person's key: from now on nothing they wrote can be read, here or in any copy."""
        async with self._sessions.begin() as session:
            await session.execute(delete(PersonKey).where(PersonKey.person == self.name_of(chat_id)))
