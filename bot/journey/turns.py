"""A turn: one piece of work for one person, in one transaction in which their row is locked."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.course import Content
from bot.crypto import DataKey
from bot.db.engines import for_reading
from bot.db.keystore import KeyStore
from bot.db.tables import Enrolment, Person, Question, State, UpdateSeen
from bot.db.upsert import insert_into
from bot.db.writing import WritersQueue
from bot.errors import DatabaseAway
from bot.journey.library import Library
from bot.journey.office import Office
from bot.journey.screens import Asks, Waiting
from bot.journey.steps_arriving import ShowWelcome

QUESTION_LASTS = timedelta(minutes=15)
ENTRY_LASTS = timedelta(hours=2)  # a long text takes its time, and must not be lost as a question
LATE_FOR = timedelta(minutes=10)


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
    office: Office
    is_new: bool = False
    again: bool = False  # this update was handled before
    update_id: int | None = None  # None: a job's turn
    first: bool = False  # this update goes before everything that waits

    @property
    def content(self) -> Content:
        """What this person reads."""
        return self.library.in_language(self.person.language)

    @property
    def is_admin(self) -> bool:
        """Whether the person is one of those who run this."""
        return self.person.chat_id in self.office.admins

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
        self._reading = async_sessionmaker(for_reading(engine), expire_on_commit=False, autoflush=False)
        self.keys = keys
        self.library = library
        self.office = Office()
        self.dialect = engine.dialect.name
        self._writers = WritersQueue() if self.dialect == "sqlite" else None

    @asynccontextmanager
    async def begin(self, *, urgent: bool = False) -> AsyncIterator[AsyncSession]:
        """A transaction; it is committed at the end. Raises DatabaseAway where the database cannot be reached.

        `urgent`: somebody waits for it, so that it goes before what jobs write.
        """
        try:
            mine = self._writers.turn(urgent=urgent) if self._writers else nullcontext()
            async with mine, self._sessions.begin() as session:
                yield session
        except (OperationalError, InterfaceError):
            raise DatabaseAway("the database cannot be reached") from None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only reads: it waits for no writer. Raises DatabaseAway like `begin`."""
        try:
            async with self._reading.begin() as session:
                yield session
        except (OperationalError, InterfaceError):
            raise DatabaseAway("the database cannot be reached") from None

    @asynccontextmanager
    async def take(
        self, chat_id: int, update_id: int, now: datetime, *, language: str = "en", first: bool = False
    ) -> AsyncIterator[Turn | None]:
        """A turn for one update from this chat; the person is made if they are new.

        An update that was handled before gives a turn that says so (`again`), or None if the person has been erased
        since. The row lock orders one person's turns across workers; others go on meanwhile.
        """
        async with self.begin(urgent=True) as session:
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
            turn = await self._turn(session, person, now, is_new=made is not None, update_id=update_id)
            if first:
                person.overtaken_by = max(person.overtaken_by, update_id)
            yield replace(turn, again=not fresh, update_id=update_id, first=first)

    @asynccontextmanager
    async def resume(self, person_id: int, now: datetime) -> AsyncIterator[Turn | None]:
        """A turn of a known person for a job; None if they are gone."""
        async with self.resume_all([person_id], now) as turns:
            yield turns[0] if turns else None

    @asynccontextmanager
    async def resume_all(self, people: Collection[int], now: datetime) -> AsyncIterator[list[Turn]]:
        """Turns of these people, those who are gone left out, in one transaction. All their rows are locked."""
        async with self.begin() as session:
            yield await self._turns(session, people, now, lock=True)

    @asynccontextmanager
    async def return_to(self, chat_id: int, now: datetime) -> AsyncIterator[Turn | None]:
        """A turn for what stands in this chat, without an update; None if its person is gone."""
        async with self.begin() as session:
            person_id = await session.scalar(select(Person.id).where(Person.chat_id == chat_id))
            turns = await self._turns(session, [person_id], now, lock=True) if person_id is not None else []
            yield turns[0] if turns else None

    @asynccontextmanager
    async def look_at(self, people: Collection[int], now: datetime) -> AsyncIterator[list[Turn]]:
        """Turns of these people for reading only: nobody's row is locked, and nothing may be written."""
        async with self.read() as session:
            yield await self._turns(session, people, now, lock=False)

    async def _turns(self, session: AsyncSession, people: Collection[int], now: datetime, *, lock: bool) -> list[Turn]:
        # Always in the same order, so that two groups never wait for one another.
        query = select(Person).where(Person.id.in_(people)).order_by(Person.id)
        found = (await session.scalars(query.with_for_update() if lock else query)).all()
        mine = (Enrolment.person_id.in_(people), Enrolment.course == self.library.content.course.id)
        runs = await session.scalars(select(Enrolment).where(*mine).order_by(Enrolment.run))
        latest = {enrolment.person_id: enrolment for enrolment in runs}
        asked = await session.scalars(select(Question).where(Question.person_id.in_(people)))
        questions = {question.person_id: question for question in asked}
        return [
            Turn(
                session,
                person,
                latest.get(person.id),
                _waiting(questions.get(person.id), now, None),
                self.library,
                self.keys,
                now,
                self.office,
            )
            for person in found
        ]

    async def _turn(
        self, session: AsyncSession, person: Person, now: datetime, *, is_new: bool, update_id: int
    ) -> Turn:
        enrolment = question = None
        if not is_new:
            enrolment = await session.scalar(
                select(Enrolment)
                .where(Enrolment.person_id == person.id, Enrolment.course == self.library.content.course.id)
                .order_by(Enrolment.run.desc())
                .limit(1)
            )
            question = await session.get(Question, person.id)
        waiting = _waiting(question, now, update_id)
        return Turn(session, person, enrolment, waiting, self.library, self.keys, now, self.office, is_new)

    async def _first_time(self, session: AsyncSession, update_id: int, now: datetime) -> bool:
        """Whether this update was not handled before; from now on it was. The unique row decides, not an `if`."""
        row = await session.scalar(
            insert_into(session, UpdateSeen)
            .values(update_id=update_id, seen_at=now)
            .on_conflict_do_nothing()
            .returning(UpdateSeen.update_id)
        )
        return row is not None


def _waiting(question: Question | None, now: datetime, update_id: int | None) -> Waiting | None:
    """What the words of this update answer; None: no question that is still open."""
    if question is None or question.expires_at <= now:
        return None
    if question.ends_before is not None and (update_id is None or update_id >= question.ends_before):
        return None
    return Waiting(Asks(question.asks), question.about, question.helped)


def is_late(turn: Turn) -> bool:
    """Whether something sent after this update went before it: what it does counts, what it shows does not.

    Telegram counts on from anywhere after a quiet week, so a lower number alone says nothing for long.
    """
    person = turn.person
    if turn.first or turn.update_id is None or turn.update_id >= person.overtaken_by:
        return False
    if turn.now - person.seen_at < LATE_FOR:
        return True
    person.overtaken_by = 0
    return False


async def wait_for(turn: Turn, waiting: Waiting | None) -> None:
    """What the card waits for from now on; None: nothing, words are questions to the topics.

    Words that were written before something overtook them still find what they answer.
    """
    mine = Question.person_id == turn.person.id
    if waiting is None:
        if turn.waiting and turn.first:
            await turn.session.execute(update(Question).where(mine).values(ends_before=turn.update_id))
        elif turn.waiting:
            await turn.session.execute(delete(Question).where(mine))
        return
    await turn.session.merge(
        Question(
            person_id=turn.person.id,
            asks=waiting.asks.value,
            about=waiting.about,
            expires_at=turn.now + (ENTRY_LASTS if waiting.asks is Asks.ENTRY else QUESTION_LASTS),
            ends_before=None,
            helped=waiting.helped,
        )
    )
