"""The handler without any network: updates go in as Telegram makes them, and a made-up phone shows what came of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from telegram import Update

from bot.chat.handler import Handler
from bot.chat.incoming import Incoming
from bot.clock import MovableClock
from bot.course import RichText
from bot.crypto import Ring, new_key
from bot.db.engines import make_engine
from bot.db.keystore import KeyStore
from bot.db.upgrade import upgrade
from bot.journey.library import Library
from bot.journey.turns import Turns
from bot.metrics import Metrics
from bot.views import Card, Gone
from bot.views.messenger import Refused
from jobs.deps import Deps
from tests.conftest import Databases

START = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
DELETABLE = timedelta(hours=48)


@dataclass
class Shown:
    """A message that stands in a chat."""

    text: str
    sent_at: datetime
    card: Card | None = None  # None: the person wrote it
    file: bytes = b""


@dataclass
class Phone:
    """Chats as Telegram would show them, with its rule that nothing older than 48 hours can be deleted."""

    clock: MovableClock
    chats: dict[int, dict[int, Shown]] = field(default_factory=dict)
    locked_screens: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)  # the first line of the newest message, after each change
    calls: list[str] = field(default_factory=list)
    popups: list[str] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    timer: int = 0
    before: Callable[[str, int], Awaitable[None]] | None = None  # called before each call; may wait or raise
    number: int = 0

    def next_number(self) -> int:
        self.number += 1
        return self.number

    async def send(self, chat_id: int, card: Card, *, silent: bool) -> int:
        await self._about("send", chat_id)
        if not silent:
            self.locked_screens.append(card.text.text)
        return self._add(chat_id, Shown(card.text.text, self.clock.now(), card))

    async def edit(self, chat_id: int, message_id: int, card: Card) -> None:
        await self._about("edit", chat_id)
        shown = self.chats.setdefault(chat_id, {}).get(message_id)
        if shown is None or shown.card is None:
            raise Gone("message to edit not found")
        self.chats[chat_id][message_id] = Shown(card.text.text, shown.sent_at, card)
        self._look(chat_id)

    async def delete(self, chat_id: int, message_ids: list[int]) -> None:
        await self._about("delete", chat_id)
        assert len(message_ids) <= 100
        standing = self.chats.setdefault(chat_id, {})
        there = [standing[number] for number in message_ids if number in standing]
        if any(self.clock.now() - shown.sent_at > DELETABLE for shown in there):
            raise Refused("message can't be deleted")
        for number in message_ids:
            standing.pop(number, None)
        self._look(chat_id)

    async def send_document(self, chat_id: int, name: str, data: bytes) -> int:
        await self._about("send_document", chat_id)
        return self._add(chat_id, Shown(name, self.clock.now(), a_card(name), data))

    async def send_photo(self, chat_id: int, name: str, png: bytes) -> int:
        await self._about("send_photo", chat_id)
        return self._add(chat_id, Shown("Photo", self.clock.now(), a_card("Photo"), png))

    async def auto_delete_after(self, chat_id: int) -> int:
        await self._about("auto_delete_after", chat_id)
        return self.timer

    async def answer(self, query_id: str, popup: str = "") -> None:
        await self._about("answer", 0)
        if popup:
            self.popups.append(popup)

    async def leave(self, chat_id: int) -> None:
        self.left.append(chat_id)

    def chat(self, chat_id: int) -> list[Shown]:
        return [shown for _, shown in sorted(self.chats.get(chat_id, {}).items())]

    def write(self, chat_id: int, text: str) -> int:
        return self._add(chat_id, Shown(text, self.clock.now()))

    def _add(self, chat_id: int, shown: Shown) -> int:
        number = self.next_number()
        self.chats.setdefault(chat_id, {})[number] = shown
        self._look(chat_id)
        return number

    def _look(self, chat_id: int) -> None:
        standing = self.chat(chat_id)
        if standing and standing[-1].card is not None:
            self.rows.append(standing[-1].text.partition("\n")[0])

    async def _about(self, call: str, chat_id: int) -> None:
        self.calls.append(call)
        if self.before is not None:
            await self.before(call, chat_id)


def a_card(text: str) -> Card:
    """A card without buttons."""
    return Card(RichText.plain(text))


@dataclass
class Room:
    """The handler, what it works with, and ways to write and tap."""

    handler: Handler
    phone: Phone
    turns: Turns
    deps: Deps
    clock: MovableClock
    engine: AsyncEngine
    beats: asyncio.Queue[None]
    update_id: int = 0

    def update(self, **body: Any) -> Update:
        self.update_id += 1
        made = Update.de_json({"update_id": self.update_id, **body}, None)
        assert made is not None
        return made

    def written(self, chat_id: int, text: str) -> Update:
        """The update of a text that now stands in the chat."""
        number = self.phone.write(chat_id, text)
        return self.update(message={**self.head(chat_id, number), "text": text})

    def tapped(self, chat_id: int, data: str, message_id: int | None = None) -> Update:
        """The update of a tap on the newest card, or on a message named."""
        standing = self.phone.chats.get(chat_id, {})
        number = message_id or max((n for n, shown in standing.items() if shown.card), default=1)
        date = int(standing[number].sent_at.timestamp()) if number in standing else 0
        message = {"chat": {"id": chat_id, "type": "private"}, "message_id": number, "date": date}
        who = {"id": chat_id, "is_bot": False, "first_name": "A", "language_code": "en"}
        query = {"id": str(self.update_id), "from": who, "message": message, "chat_instance": "1", "data": data}
        return self.update(callback_query=query)

    def head(self, chat_id: int, number: int) -> dict[str, Any]:
        """What every message of a person has."""
        return {
            "message_id": number,
            "date": int(self.clock.now().timestamp()),
            "chat": {"id": chat_id, "type": "private", "first_name": "A"},
            "from": {"id": chat_id, "is_bot": False, "first_name": "A", "language_code": "en"},
        }

    async def says(self, chat_id: int, text: str) -> None:
        await self.handler.handle(self.written(chat_id, text))

    async def taps(self, chat_id: int, data: str) -> None:
        await self.handler.handle(self.tapped(chat_id, data))

    async def arrived(self, chat_id: int = 7) -> int:
        """A person in London who is through first contact."""
        await self.says(chat_id, "/start")
        for data in ("1wl", "1ph:0", "1gz:Europe/London", "1bg"):
            await self.taps(chat_id, data)
        return chat_id

    def card(self, chat_id: int) -> Shown:
        """The newest message of the bot."""
        return next(shown for shown in reversed(self.phone.chat(chat_id)) if shown.card)


@pytest.fixture
async def room(library: Library, databases: Databases) -> AsyncIterator[Room]:
    """The handler over real databases and a made-up phone; nobody has arrived yet."""
    main, keys = make_engine(databases.main), make_engine(databases.keys)
    await upgrade(main, "main")
    await upgrade(keys, "keys")
    clock = MovableClock(START, speed=0)
    phone = Phone(clock)
    turns = Turns(main, await KeyStore.open(keys, Ring([new_key()])), library)
    beats: asyncio.Queue[None] = asyncio.Queue()

    async def pause(seconds: float) -> None:
        await beats.get()

    handler = Handler(turns, phone, clock, Metrics(), nothing_to_prepare, pause)
    yield Room(handler, phone, turns, Deps(turns, phone, rate=1000), clock, main, beats)
    await handler.stop()
    await main.dispose()
    await keys.dispose()


async def nothing_to_prepare(incoming: Incoming, now: datetime) -> None:
    """No admin writes here."""
