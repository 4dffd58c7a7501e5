"""Made-up lives, lived straight through the use cases and the jobs, and the plain rules that they are held against."""

import itertools
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.care import Risk
from bot.crypto import Ring, new_key
from bot.db.engines import make_engine
from bot.db.keystore import KeyStore
from bot.db.tables import Pace, SendBudget
from bot.db.upgrade import upgrade
from bot.journey import cards, heal, table
from bot.journey.agenda import next_delivery
from bot.journey.library import Library
from bot.journey.listening import Heard
from bot.journey.packing import Step
from bot.journey.steps import DrawPrompt, OpenCheckin, OpenPage
from bot.journey.steps_arriving import Begin, GuessZone, SayWhosePhone
from bot.journey.steps_pace import ShowBooster, ShowReturn
from bot.journey.turns import Turns
from bot.views import Card
from jobs import deliver_due, plan_missing, quiet_people
from jobs.deps import Deps
from tests.conftest import Databases

SPREAD = timedelta(minutes=10)
A_DAY = timedelta(days=1)
RETURN, PROMPT = ShowReturn(), DrawPrompt()
BUSY = timedelta(minutes=5)
ASIDE = timedelta(minutes=9)  # what waits because somebody reads comes within so long


@dataclass(frozen=True)
class Came:
    """A message that reached the phone unasked: what it leads to, and when."""

    at: datetime
    step: Step


@dataclass
class Post:
    """Fills in the port: keeps what is sent, and knows the time from outside."""

    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    came: list[Came] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def send(self, chat_id: int, card: Card, *, silent: bool) -> int:
        self.came.append(Came(self.now, card.steps[0]))
        return next(self.numbers)

    async def edit(self, chat_id: int, message_id: int, card: Card) -> None:
        """Nobody looks at the card here."""

    async def delete(self, chat_id: int, message_ids: list[int]) -> None:
        """Nothing is cleared here."""

    async def send_photo(self, chat_id: int, name: str, png: bytes) -> int:
        return next(self.numbers)

    async def send_document(self, chat_id: int, name: str, data: bytes) -> int:
        return next(self.numbers)

    async def auto_delete_after(self, chat_id: int) -> int:
        return 0


@dataclass
class Stage:
    """Where lives are lived: one person at a time on real databases."""

    turns: Turns
    post: Post
    deps: Deps
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    chat: int = 0
    person: int = 0

    async def enters(self, zone: str, now: datetime) -> None:
        """A new person is through first contact."""
        self.chat, self.post.came = next(self.numbers), []
        self.post.now = now
        async with self.turns.begin() as session:
            await session.execute(delete(SendBudget))  # the clock of one life may lie before that of the last
        for step in (SayWhosePhone(False), GuessZone(zone), Begin()):
            await self.taps(step)
        async with self.turns.take(self.chat, next(self.numbers), now) as turn:
            assert turn is not None
            self.person = turn.person.id

    async def taps(self, step: Step) -> None:
        """A tap, with all that follows from it."""
        async with self.turns.take(self.chat, next(self.numbers), self.post.now) as turn:
            assert turn is not None
            await cards.put(turn, await table.perform(turn, step), turn.person.card_id or 1)

    async def says(self, words: str) -> None:
        """A word, with all that follows from it."""
        async with self.turns.take(self.chat, next(self.numbers), self.post.now) as turn:
            assert turn is not None
            await cards.put(turn, await table.hear(turn, Heard(words, Risk.NONE)))

    async def next_due(self) -> datetime | None:
        """When something may go out next."""
        return await next_delivery(self.turns, self.chat)

    async def works(self) -> bool:
        """Let the jobs do what is due now; whether it fell silent around this person."""
        while (planned := await self.next_due()) is not None and planned <= self.post.now:
            await deliver_due.run(self.deps, self.post.now)
            await self.deps.under_way.finish()
        return bool((await quiet_people.run(self.deps, self.post.now))["quiet"])

    async def heals(self) -> int:
        """How many deliveries were missing."""
        return (await plan_missing.run(self.deps, self.post.now))["healed"]

    async def leaves(self) -> None:
        """The person goes, so that the next one is alone."""
        await heal.erase_one(self.turns, self.person, self.post.now)


@pytest.fixture
async def stage(library: Library, databases: Databases) -> AsyncIterator[Stage]:
    """An empty stage."""
    main, keys = make_engine(databases.main), make_engine(databases.keys)
    await _upgrade(main, keys)
    turns = Turns(main, await KeyStore.open(keys, Ring([new_key()])), library)
    post = Post()
    yield Stage(turns, post, Deps(turns, post, rate=1e6))
    await main.dispose()
    await keys.dispose()


async def _upgrade(main: AsyncEngine, keys: AsyncEngine) -> None:
    await upgrade(main, "main")
    await upgrade(keys, "keys")


@dataclass
class Page:
    """A course page as the rules see it."""

    id: str
    came: date
    opened: datetime | None = None
    again: int = 0
    put_off: date | None = None


@dataclass
class Rules:
    """What a kind teacher would send, in plain words: no rows, no plans, only what has happened."""

    course: tuple[str, ...]
    person: int
    zone: str
    now: datetime
    page_time: time = time(8, 30)
    evening_time: time | None = time(20, 0)
    prompt_time: time | None = None
    window: tuple[time, time] = (time(8, 0), time(21, 30))
    days: set[int] = field(default_factory=lambda: set(range(7)))
    pace: Pace = Pace.DAILY
    boosters: bool = False
    kept: bool = False
    hidden: bool = False
    stopped: bool = False
    quiet: bool = False
    paused_until: datetime | None = None  # the end of the last pause, also when it is over
    pages: list[Page] = field(default_factory=list)
    evening_came: date = date.min
    answered: date = date.min
    prompt_came: date = date.min
    notes: list[date] = field(default_factory=list)
    quiet_day: date | None = None
    seen: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    asked: list[datetime] = field(default_factory=list)  # pages, evenings and prompts that have come

    def day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()

    def evening_day(self, at: datetime) -> date:
        return self.day(at - timedelta(hours=4)) if at.astimezone(ZoneInfo(self.zone)).hour < 4 else self.day(at)

    def slot(self, day: date, hour: time) -> datetime:
        local = datetime.combine(day, hour, tzinfo=ZoneInfo(self.zone))
        return local.astimezone(UTC) + timedelta(minutes=self.person * 7 % 10)

    def receives(self, at: datetime) -> bool:
        paused = self.paused_until is not None and at < self.paused_until
        return not (self.hidden or self.stopped or self.quiet or paused)

    @property
    def complete(self) -> bool:
        return len(self.pages) == len(self.course)

    def slots(self, after: datetime, until: datetime) -> list[tuple[datetime, str, date]]:
        """What falls due after one instant and up to another, in order: when, what, for which date."""
        hours = {"page": self.page_time, "evening": self.evening_time, "prompt": self.prompt_time}
        found = []
        day = self.day(after) - A_DAY
        while day <= self.day(until) + A_DAY:
            for kind, hour in hours.items():
                if hour is not None and after < (at := self.slot(day, hour)) <= until:
                    found.append((at, kind, day))
            day += A_DAY
        return sorted(found)

    def wanted(self, kind: str, day: date, at: datetime) -> Step | None:
        """What has to come at this hour of this day; None: nothing."""
        if kind == "page" and self.quiet and self.quiet_day is not None and not self.hidden:
            return RETURN if day >= self.quiet_day and self._fits(day) else None
        if not self.receives(at):
            return None
        if kind == "page":
            return self._page(day)
        over = self.complete and day > self.pages[-1].came + timedelta(days=7) and not self.kept
        if kind == "prompt":
            return PROMPT if day > self.prompt_came and not over else None
        comes = day.weekday() in self.days and day > max(self.evening_came, self.answered)
        return OpenCheckin(day) if comes and not over else None

    def _fits(self, day: date) -> bool:
        return self.pace is not Pace.WEEKDAYS or day.weekday() < 5

    def _page(self, day: date) -> Step | None:
        last = self.pages[-1]
        if not self._fits(day):
            return None
        if last.opened is None:
            if self.pace is Pace.OWN:
                return None
            if last.put_off is not None:
                return OpenPage(last.id, 1) if day >= last.put_off else None
            return OpenPage(last.id, 1) if not last.again and day >= last.came + 2 * A_DAY else None
        if self.complete:
            since = self.notes[-1] if self.notes else last.came
            wants = self.boosters and len(self.notes) < 8 and day >= since + 7 * A_DAY
            return ShowBooster(len(self.notes) + 1) if wants else None
        if self.pace is Pace.OWN:
            return None
        gap = {Pace.OTHER_DAY: 2, Pace.WEEKLY: 7}.get(self.pace, 1)
        free = day >= last.came + gap * A_DAY and day > self.day(last.opened)
        return OpenPage(self.course[len(self.pages)], 1) if free else None

    def note_down(self, came: Came, day: date) -> None:
        """It has come."""
        if isinstance(came.step, OpenPage):
            self.asked.append(came.at)
            if self.pages[-1].id == came.step.page:
                self.pages[-1].again, self.pages[-1].put_off = 1, None
            else:
                self.pages.append(Page(came.step.page, self.day(came.at)))
        elif isinstance(came.step, OpenCheckin):
            self.asked.append(came.at)
            self.evening_came = came.step.day
        elif came.step == PROMPT:
            self.asked.append(came.at)
            self.prompt_came = day
        elif came.step == RETURN:
            self.quiet_day = None
        else:
            self.notes.append(self.day(came.at))

    def falls_silent(self, at: datetime) -> bool:
        """Seven days without a sign, something unanswered for five."""
        since = max(self.seen, self.paused_until or self.seen)
        waiting = [asked for asked in self.asked if asked > since]
        silent = at - since >= 7 * A_DAY and bool(waiting) and at - waiting[0] >= 5 * A_DAY
        return silent and self.receives(at) and self._goes_on(at)

    def _goes_on(self, at: datetime) -> bool:
        """Whether anything that asks would still come by itself."""
        slots = self.slots(at, at + 16 * A_DAY)
        steps = [self.wanted(kind, day, slot) for slot, kind, day in slots]
        return any(step is not None and not isinstance(step, ShowBooster) for step in steps)

    def returns(self, at: datetime) -> None:
        """A tap or a word ends a silence and a stop."""
        self.seen, self.quiet, self.quiet_day = at, False, None
