"""The one way of an update: decode it, let one use case answer, commit, show what came back, clear what was written.

Policy for faults: a button that is not understood gets a kind answer on the card. A fault of ours is logged as a code,
rolled back whole, and said kindly; the update counts as handled, so that it cannot stand in everybody's way. Only when
the database is away the update is not handled at all: it comes again.
"""

import asyncio
from datetime import datetime, timedelta

from telegram import Update

from bot.chat.incoming import Incoming, What, decode
from bot.chat.lanes import Lanes
from bot.chat.messenger import TelegramMessenger
from bot.clock import Clock
from bot.errors import DatabaseAway, HomewardError
from bot.journey import cards, chats, table
from bot.journey.cards import Showing
from bot.journey.packing import UnknownStep
from bot.journey.screens import Forgotten, KindAnswer, Nothing, Screen
from bot.journey.steps import ShowToday, unpack
from bot.journey.turns import Turn, Turns
from bot.logs import get_log
from bot.views import Gone, render
from bot.views.messenger import Flooded, MessengerError, Unavailable, Unreachable
from bot.views.showing import clear, fold

log = get_log("chat")
TRIES = 4
LONGEST_WAIT = timedelta(seconds=30)
LAST_WORDS_STAY = timedelta(minutes=10)


class Handler:
    """Answers updates. One person's in order, others side by side."""

    def __init__(self, turns: Turns, messenger: TelegramMessenger, clock: Clock) -> None:
        self._turns = turns
        self._messenger = messenger
        self._clock = clock
        self._lanes = Lanes()

    async def handle(self, update: Update) -> None:
        """Answer one update. Raises DatabaseAway, and nothing else."""
        incoming = decode(update)
        if incoming is None:
            return
        if incoming.what is What.ELSEWHERE:
            await self._leave(incoming.chat_id)
            return
        async with self._lanes.enter(incoming.chat_id):
            try:
                await self._answer(incoming)
            except DatabaseAway:
                log.error("the database is away", code=DatabaseAway.code)
                await self._say_over_chat(incoming, "error.fault")
                raise
            except Exception as error:
                code = error.code if isinstance(error, HomewardError) else "fault"
                log.error("an update failed", code=code, person=self._name(incoming), exc_info=True)
                await self._say_over_chat(incoming, "error.fault")

    async def _answer(self, incoming: Incoming) -> None:
        now = self._clock.now()
        if incoming.what is What.BLOCKED:
            await chats.unreachable(self._turns, incoming.chat_id, now)
            return
        async with self._turns.take(incoming.chat_id, incoming.update_id, now, language=incoming.language) as turn:
            if turn is None:
                return
            await _note(turn, incoming)
            showing = await _decide(turn, incoming)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._show(showing, now))
            if incoming.query_id:
                group.create_task(self._quietly_answer(incoming.query_id))
        await clear(self._messenger, self._turns, incoming.chat_id, now)

    async def _show(self, showing: Showing, now: datetime) -> None:
        """Edit the card, or send a cover where there is none. What Telegram cannot do now is tried a few times."""
        if showing.fold:
            await fold(self._messenger, self._turns, showing.fold, now)
        for attempt in range(TRIES):
            try:
                await self._show_once(showing, now)
            except Unreachable:
                await chats.unreachable(self._turns, showing.chat_id, now)
            except (Unavailable, Flooded) as error:
                wait = error.retry_after if isinstance(error, Flooded) else timedelta(seconds=0.2 * 4**attempt)
                await asyncio.sleep(min(wait, LONGEST_WAIT).total_seconds())
                continue
            except MessengerError as error:
                log.error("a card could not be shown", code=error.code, reason=str(error))
            return
        log.error("a card could not be shown", code="unavailable", attempt=TRIES)

    async def _show_once(self, showing: Showing, now: datetime) -> None:
        content = self._turns.library.content
        if showing.message_id is not None:
            try:
                await self._messenger.edit(showing.chat_id, showing.message_id, render(showing.screen, content))
            except Gone:
                await chats.removed(self._turns, showing.chat_id, [showing.message_id])
            else:
                return
        if showing.cover is not None:
            message_id = await self._messenger.send(showing.chat_id, render(showing.cover, content), silent=True)
            await chats.sent(self._turns, showing, message_id, now)

    async def _leave(self, chat_id: int) -> None:
        try:
            await self._messenger.leave(chat_id)
        except MessengerError as error:
            log.warning("a group could not be left", code=error.code)

    async def _quietly_answer(self, query_id: str) -> None:
        try:
            await self._messenger.answer(query_id)
        except MessengerError as error:
            log.warning("a tap could not be confirmed", code=error.code)

    async def _say_over_chat(self, incoming: Incoming, key: str) -> None:
        """A pop-up needs no database and leaves nothing in the chat; words stay where they were written."""
        if not incoming.query_id:
            return
        try:
            await self._messenger.answer(incoming.query_id, self._turns.library.content.texts.plain(key))
        except MessengerError as error:
            log.warning("a tap could not be confirmed", code=error.code)

    def _name(self, incoming: Incoming) -> str:
        return self._turns.keys.name_of(incoming.chat_id)


async def _note(turn: Turn, incoming: Incoming) -> None:
    """Keep the id of what stands in the chat; what a person wrote is due to go at once."""
    if incoming.message_id is None:
        return
    sent_at = incoming.sent_at or turn.now
    if incoming.what is What.TAP:
        await cards.record(turn.session, turn.person, incoming.message_id, sent_at)
    else:
        await cards.record_theirs(turn.session, incoming.chat_id, incoming.message_id, sent_at, turn.now)


async def _decide(turn: Turn, incoming: Incoming) -> Showing:
    """What the card is to show. An update that was handled before only shows again what stands there."""
    person = turn.person
    if turn.again or incoming.what is What.QUIET:
        at = cards.card_step(person)
        if person.card_open and turn.again:
            return cards.again(person, await table.perform(turn, at), turn.now)
        return Showing(person.chat_id, Nothing(at=at), None)
    tapped = incoming.message_id if incoming.what is What.TAP else None
    screen = await _screen(turn, incoming)
    if isinstance(screen, Forgotten):
        if tapped is not None:
            await cards.clear_message(turn.session, incoming.chat_id, tapped, turn.now + LAST_WORDS_STAY)
        return Showing(incoming.chat_id, screen, tapped)
    return await cards.put(turn, screen, tapped)


async def _screen(turn: Turn, incoming: Incoming) -> Screen:
    if incoming.what is What.TAP:
        try:
            step = unpack(incoming.text)
        except UnknownStep as error:
            return KindAnswer(at=ShowToday(), text_key=error.text_key)
        return await table.perform(turn, step)
    if incoming.what is What.COMMAND:
        return await table.command(turn, incoming.text, incoming.rest)
    if incoming.what is What.WORDS:
        return await table.hear(turn, incoming.text)
    return await table.other(turn)
