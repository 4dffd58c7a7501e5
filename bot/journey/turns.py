"""A turn: one piece of work for one person, in one transaction in which their row is locked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.course import Content
from bot.crypto import DataKey
from bot.db.keystore import KeyStore
from bot.db.tables import Enrolment, Person, Question, State, UpdateSeen
from bot.db.upsert import insert_into
from bot.errors import DatabaseAway
from bot.journey.screens import Asks, Waiting
from bot.journey.steps import ShowWelcome
from bot.topics import LexicalIndex, Topic

QUESTION_LASTS = timedelta(minutes=15)


@dataclass(frozen=True)
class Operator:
    """Who runs this, as `/privacy` names them."""

    name: str
    contact: str


@dataclass(frozen=True)
class Library:
    """What people read, and the index that finds it."""

    content: Content
    topics: LexicalIndex
    operator: Operator

    @classmethod
    def of(cls, content: Content, operator: Operator) -> "Library":
        """The library of one language's content."""
        topics = (Topic(page.id, page.title, page.asks) for page in content.pages.values())
        return cls(content, LexicalIndex(topics), operator)


@dataclass(frozen=True)
class Turn:
    """What a use case works with. Nothing is true for others until the turn ends; nothing is sent before that."""

    session: AsyncSession
    person: Person
    enrolment: Enrolment | None
    waiting: Waiting | None
    library: Library
    keys: KeyStore
    now: datetime
    is_new: bool = False
    again: bool = False  # this update was handled before

    @property
    def content(self) -> Content:
        """What people read."""
        return self.library.content

    def with_enrolment(self, enrolment: Enrolment) -> "Turn":
        """The same turn, the person being on the course now."""
        return replace(self, enrolment=enrolment)

    async def data_key(self) -> DataKey:
        """The person's key, for sealing and opening what they wrote."""
        return await self.keys.key_of(self.person.chat_id, self.now)


class Turns:
    """Opens turns. The entrance to the database for chat and jobs alike."""

    def __init__(self, engine: AsyncEngine, keys: KeyStore, library: Library) -> None:
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)
        self.keys = keys
        self.library = library
        self.dialect = engine.dialect.name

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A transaction; it is committed at the end. Raises DatabaseAway where the database cannot be reached."""
        try:
            async with self._sessions.begin() as session:
                yield session
        except (OperationalError, InterfaceError):
            raise DatabaseAway("the database cannot be reached") from None

    @asynccontextmanager
    async def take(
        self, chat_id: int, update_id: int, now: datetime, *, language: str = "en"
    ) -> AsyncIterator[Turn | None]:
        """A turn for one update from this chat; the person is made if they are new.

        An update that was handled before gives a turn that says so (`again`), or None if the person has been erased
        since. The row lock orders one person's turns across workers; others go on meanwhile.
        """
        async with self.begin() as session:
            fresh = await self._first_time(session, update_id, now)
            made = None
            if fresh:
                made = await session.scalar(
                    insert_into(session, Person)
                    .values(
                        chat_id=chat_id,
                        state=State.ARRIVING,
                        language=language[:12],
                        joined_at=now,
                        seen_at=now,
                        card_at=ShowWelcome().pack(),
                    )
                    .on_conflict_do_nothing(index_elements=["chat_id"])
                    .returning(Person.id)
                )
            person = await session.scalar(select(Person).where(Person.chat_id == chat_id).with_for_update())
            if person is None:
                yield None
                return
            turn = await self._turn(session, person, now, is_new=made is not None)
            yield turn if fresh else replace(turn, again=True)

    @asynccontextmanager
    async def resume(self, person_id: int, now: datetime) -> AsyncIterator[Turn | None]:
        """A turn of a known person for a job; None if they are gone."""
        async with self.begin() as session:
            person = await session.scalar(select(Person).where(Person.id == person_id).with_for_update())
            yield await self._turn(session, person, now) if person else None

    async def _turn(self, session: AsyncSession, person: Person, now: datetime, *, is_new: bool = False) -> Turn:
        enrolment = question = None
        if not is_new:
            enrolment = await session.scalar(
                select(Enrolment)
                .where(Enrolment.person_id == person.id, Enrolment.course == self.library.content.course.id)
                .order_by(Enrolment.run.desc())
                .limit(1)
            )
            question = await session.get(Question, person.id)
        live = question if question and question.expires_at > now else None
        waiting = Waiting(Asks(live.asks), live.about) if live else None
        return Turn(session, person, enrolment, waiting, self.library, self.keys, now, is_new)

    async def _first_time(self, session: AsyncSession, update_id: int, now: datetime) -> bool:
        """Whether this update was not handled before; from now on it was. The unique row decides, not an `if`."""
        row = await session.scalar(
            insert_into(session, UpdateSeen)
            .values(update_id=update_id, seen_at=now)
            .on_conflict_do_nothing()
            .returning(UpdateSeen.update_id)
        )
        return row is not None


async def wait_for(turn: Turn, waiting: Waiting | None) -> None:
    """What the card waits for from now on; None: nothing, words are questions to the topics."""
    if waiting is None:
        if turn.waiting:
            await turn.session.execute(delete(Question).where(Question.person_id == turn.person.id))
        return
    await turn.session.merge(
        Question(
            person_id=turn.person.id,
            asks=waiting.asks.value,
            about=waiting.about,
            expires_at=turn.now + QUESTION_LASTS,
        )
    )
