"""Everything that Telegram would remember, in memory: bots, people, chats, messages, files, updates."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.sandbox.bots import CALLBACK_KEPT_FOR, BotAccount
from bot.sandbox.chats import Chat
from bot.sandbox.faults import Faults
from bot.sandbox.feed import ChangeFeed
from bot.sandbox.limits import Flood
from bot.sandbox.payloads import message_json, message_view
from bot.sandbox.people import Person
from bot.sandbox.records import ChatKind, Complaint, Json, Message, StoredFile, bad_request

DEFAULT_TOKEN = "7000000001:AAsandbox-only-never-a-real-token-00"
SETTLE_SECONDS = 10.0
SomePerson = TypeVar("SomePerson", bound=Person)


@dataclass
class Tap:
    """A callback query that was made: by whom, in which chat, when, and whether the bot has answered it."""

    query_id: str
    bot: BotAccount
    chat: Chat
    person: Person
    made_at: datetime
    answered: bool = False


class World:
    """A small Telegram. `now` gives the present, aware and in UTC; nothing here asks a clock of its own.

    One bot is there from the start: `world.bot`, with the token `DEFAULT_TOKEN`. `strict` refuses, and notes
    in `complaints`, what Telegram would ignore. `flood` and `faults` may be changed at any moment.
    """

    def __init__(self, now: Callable[[], datetime], *, strict: bool = True) -> None:
        self.now = now
        self.strict = strict
        self.flood: Flood | None = None
        self.faults = Faults()
        self.changes = ChangeFeed()
        self.complaints: list[Complaint] = []
        self.calls: Counter[str] = Counter()
        self.bots: dict[str, BotAccount] = {}
        self.people: dict[int, Person] = {}
        self.files: dict[str, StoredFile] = {}
        self.taps: dict[str, Tap] = {}
        self.in_flight: Counter[str] = Counter()
        self._chats: dict[tuple[int, int], Chat] = {}
        self._pulse = asyncio.Event()
        self._numbers = Counter[str]()
        self.bot = self.add_bot(DEFAULT_TOKEN)

    # -- who and what there is -------------------------------------------------------------------------------

    def add_bot(self, token: str, name: str = "Homeward", username: str = "homeward_sandbox_bot") -> BotAccount:
        """A further bot. `token` is "<id>:<secret>"."""
        bot = BotAccount(int(token.split(":", 1)[0]), token, name, username)
        self.bots[token] = bot
        return bot

    def person(self, name: str, language: str | None = "en") -> Person:
        """A new person, who has not started the bot. `language`: what their Telegram tells, or None."""
        return self.admit(Person(self, self.number("person", 1_000_000), name, language))

    def admit(self, person: SomePerson) -> SomePerson:
        """Let a person in."""
        self.people[person.person_id] = person
        return person

    def group(self, title: str, kind: ChatKind = "group", bot: BotAccount | None = None) -> Chat:
        """A new group or channel, in which the bot is not yet."""
        chat_id = (
            -self.number("group", 4_000_000) if kind == "group" else -1_002_000_000_000 - self.number("channel", 0)
        )
        return self._make_chat(bot or self.bot, chat_id, kind, title)

    def private_chat(self, person: Person, bot: BotAccount | None = None) -> Chat:
        """The chat of `person` with the bot; it is made when it is first asked for."""
        bot = bot or self.bot
        chat = self._chats.get((bot.bot_id, person.person_id))
        if chat is None:
            chat = self._make_chat(bot, person.person_id, "private", person.name)
            chat.members.add(person.person_id)
        chat.sweep(self.now())
        return chat

    def find_chat(self, bot: BotAccount, chat_id: int | str) -> Chat:
        """The chat that a bot means by `chat_id`. Raises ApiError if there is none."""
        if isinstance(chat_id, int) and chat_id in self.people:
            return self.private_chat(self.people[chat_id], bot)
        chat = self._chats.get((bot.bot_id, chat_id)) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad_request("chat_id is empty" if chat_id == "" else "chat not found")
        chat.sweep(self.now())
        return chat

    def _make_chat(self, bot: BotAccount, chat_id: int, kind: ChatKind, title: str) -> Chat:
        chat = Chat(chat_id, kind, title, self.changes.publish, self.view)
        self._chats[bot.bot_id, chat_id] = chat
        return chat

    def number(self, what: str, start: int) -> int:
        """A number above `start` that nothing else of this sort has."""
        self._numbers[what] += 1
        return start + self._numbers[what]

    def store_file(self, name: str, mime: str, data: bytes, width: int = 0, height: int = 0) -> StoredFile:
        """Keep a file; its ids tell nothing of its content."""
        mark = hashlib.sha256(f"file {self.number('file', 0)}".encode()).hexdigest()
        file = StoredFile(f"SANDBOX{mark[:32]}", mark[32:48], name, mime, data, width, height)
        self.files[file.file_id] = file
        return file

    # -- how things look from outside ------------------------------------------------------------------------

    def view(self, message: Message) -> Json:
        """A message as a chat page shows it."""
        return message_view(message, self.files)

    def message_json(self, bot: BotAccount, chat: Chat, message: Message) -> Json:
        """A message as the Bot API gives it."""
        return message_json(message, chat, bot, self.people)

    def unanswered(self) -> list[Tap]:
        """The taps whose little clock still turns, because the bot has not answered them."""
        return [tap for tap in self.taps.values() if not tap.answered]

    def complain(self, method: str, text: str) -> None:
        """Note a fault of the bot."""
        self.complaints.append(Complaint(method, text))

    # -- updates and waiting ---------------------------------------------------------------------------------

    def enqueue(self, bot: BotAccount, kind: str, body: Json, lane: str) -> None:
        """Let an update wait for the bot, and wake whoever waits for one."""
        bot.enqueue(kind, body, lane, self.now())
        self.pulse()

    def pulse(self) -> None:
        """Something has changed: wake everybody who waits in `until`."""
        self._pulse.set()
        self._pulse = asyncio.Event()

    async def until(
        self,
        condition: Callable[[], bool],
        what: str | Callable[[], str],
        seconds: float | None = SETTLE_SECONDS,
    ) -> None:
        """Wait until `condition` holds, looking again after every change.

        Raises TimeoutError, with the words of `what`, after these real `seconds`; None waits for ever.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not condition():
                    await self._pulse.wait()
        if not condition():
            words = what if isinstance(what, str) else what()
            raise TimeoutError(f"waited {seconds} seconds in vain: {words}")

    async def settled(self, seconds: float = SETTLE_SECONDS) -> None:
        """Wait until every update is confirmed and no call but a long poll is under way."""
        await self.until(self.is_settled, self._unsettled, seconds)

    def is_settled(self) -> bool:
        """Whether every update is confirmed and no call but a long poll is under way."""
        for bot in self.bots.values():
            bot.expire(self.now())
        return not any(bot.pending for bot in self.bots.values()) and not self.in_flight.total()

    def _unsettled(self) -> str:
        lines = [
            f"the bot has not confirmed {[f'{update.update_id} {update.kind}' for update in bot.pending]}"
            f" ({'a webhook is set' if bot.webhook else f'it has asked for updates {bot.polls} times'})"
            for bot in self.bots.values()
            if bot.pending
        ]
        if self.in_flight.total():
            lines.append(f"calls under way: {dict(+self.in_flight)}")
        return "; ".join(lines)

    # -- taps ------------------------------------------------------------------------------------------------

    def make_tap(self, bot: BotAccount, chat: Chat, person: Person) -> Tap:
        """Note that a person has tapped a button with data."""
        query_id = str(self.number("tap", 4_000_000_000_000_000))
        self.taps[query_id] = Tap(query_id, bot, chat, person, self.now())
        return self.taps[query_id]

    def open_tap(self, bot: BotAccount, query_id: str) -> Tap:
        """The tap that a bot answers. Raises ApiError if it is unknown, too old, or answered."""
        tap = self.taps.get(query_id)
        if tap is None or tap.bot is not bot or tap.answered or tap.made_at + CALLBACK_KEPT_FOR < self.now():
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return tap
