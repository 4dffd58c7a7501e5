"""The one way of an update: decode it, let one use case answer, commit, show what came back, clear what was written.

Policy for faults: a button that is not understood gets a kind answer on the card. A fault of ours is logged as a code,
rolled back whole, and said kindly; the update counts as handled, so that it cannot stand in everybody's way. Only when
the database is away the update is not handled at all: it comes again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from telegram import Update

from bot.chat.deciding import decide, goes_first, note
from bot.chat.display import Display
from bot.chat.incoming import Incoming, What, decode
from bot.chat.lanes import Crowded, Lanes, Place
from bot.chat.limiter import Urgency, as_urgent_as
from bot.chat.messenger import Replier
from bot.clock import Clock
from bot.errors import DatabaseAway, HomewardError
from bot.journey import chats, landing
from bot.journey.cards import Showing
from bot.journey.listening import NOTHING_SAID, Heard, listen
from bot.journey.screens_safety import Breath
from bot.journey.steps_safety import ShowTimer
from bot.journey.turns import Turns
from bot.logs import get_log
from bot.metrics import Metrics
from bot.views.messenger import MessengerError
from bot.views.showing import clear

log = get_log("chat")


class Handler:
    """Answers updates. One person's in order, others side by side; what protects goes before all."""

    def __init__(
        self,
        turns: Turns,
        messenger: Replier,
        clock: Clock,
        metrics: Metrics,
        prepare: Callable[[Incoming, datetime], Awaitable[None]],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        *,
        shared: bool = False,
    ) -> None:
        """`prepare` gets ready what an update will show, before its turn; `pause` waits in a breath, in seconds.

        `shared`: other processes answer the same people.
        """
        self._turns = turns
        self._messenger = messenger
        self._clock = clock
        self._metrics = metrics
        self._prepare = prepare
        self._pause = pause
        self._lanes = Lanes()
        self._display = Display(turns, messenger, shared=shared)
        self._breaths: dict[int, asyncio.Task[None]] = {}

    async def handle(self, update: Update) -> None:
        """Answer one update. Raises DatabaseAway, and nothing else."""
        incoming = decode(update)
        if incoming is None:
            return
        if incoming.what is What.ELSEWHERE:
            await self._leave(incoming.chat_id)
            return
        first = goes_first(incoming)
        try:
            try:
                async with self._lanes.enter(incoming.chat_id, first=first) as place:
                    with self._metrics.handling(), as_urgent_as(Urgency.FIRST if first else Urgency.REPLY):
                        await self._answer(incoming, place)
            except Crowded:
                await self._sweep(incoming)
        except DatabaseAway:
            self._metrics.update_failed(DatabaseAway.code)
            log.error("the database is away", code=DatabaseAway.code)
            await self._say_over_chat(incoming, "error.fault")
            raise
        except Exception as error:
            code = error.code if isinstance(error, HomewardError) else "fault"
            self._metrics.update_failed(code)
            log.error("an update failed", code=code, person=self._name(incoming), exc_info=True)
            await self._say_over_chat(incoming, "error.fault")

    async def stop(self) -> None:
        """End what goes on by itself."""
        for task in tuple(self._breaths.values()):
            task.cancel()
        await asyncio.gather(*self._breaths.values(), return_exceptions=True)

    async def _answer(self, incoming: Incoming, place: Place) -> None:
        now = self._clock.now()
        if incoming.sent_at is not None and incoming.what is not What.TAP:  # a tap does not say when it was
            self._metrics.update_came(now - incoming.sent_at)
        if incoming.what is What.BLOCKED:
            await chats.unreachable(self._turns, incoming.chat_id, now)
            return
        timer = await self._timer_of(incoming)
        heard = await self._listen(incoming)
        await self._prepare(incoming, now)
        first = goes_first(incoming)
        async with self._turns.take(
            incoming.chat_id, incoming.update_id, now, language=incoming.language, first=first
        ) as turn:
            if turn is None:
                return
            if timer is not None:
                turn.person.timer_seconds = timer
            await note(turn, incoming)
            showing = await decide(turn, incoming, heard)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._display.show(showing, place, now))
            if incoming.query_id:
                group.create_task(self._quietly_answer(incoming.query_id))
        await clear(self._messenger, self._turns, incoming.chat_id, now)
        if isinstance(showing.screen, Breath) and showing.message_id is not None:
            self._breathe(showing.chat_id, showing.message_id, showing.screen)

    async def _listen(self, incoming: Incoming) -> Heard:
        """What the words of this update may mean; found out in a thread, before the database is asked for anything."""
        words = incoming.text if incoming.what is What.WORDS else incoming.rest
        return await asyncio.to_thread(listen, self._turns.library, words) if words else NOTHING_SAID

    async def _timer_of(self, incoming: Incoming) -> int | None:
        """Telegram's own timer in this chat, where an update tells of it or the card is about to; in seconds."""
        if incoming.what is What.TIMER:
            return incoming.seconds
        if incoming.what is not What.TAP or incoming.text != ShowTimer().pack():
            return None
        try:
            return await self._messenger.auto_delete_after(incoming.chat_id)
        except MessengerError as error:
            log.warning("the timer could not be asked for", code=error.code)
            return None

    def _breathe(self, chat_id: int, message_id: int, screen: Breath) -> None:
        """Go on with the beats by themselves; nobody's lane is held meanwhile."""
        if (before := self._breaths.pop(chat_id, None)) is not None:
            before.cancel()
        task = asyncio.create_task(self._beats(chat_id, message_id, screen))
        self._breaths[chat_id] = task
        task.add_done_callback(lambda done: self._breaths.pop(chat_id) if self._breaths.get(chat_id) is done else None)

    async def _beats(self, chat_id: int, message_id: int, screen: Breath) -> None:
        try:
            for beat in landing.beats_after(screen):
                await self._pause(landing.SECONDS_A_BEAT)
                async with self._lanes.enter(chat_id) as place:
                    if not await chats.shows(self._turns, Showing(chat_id, screen, message_id)):
                        return
                    await self._display.show(Showing(chat_id, beat, message_id), place, self._clock.now())
        except (Crowded, HomewardError):
            return  # a breath that cannot go on just ends

    async def _sweep(self, incoming: Incoming) -> None:
        """One of a flood: it only goes from the chat."""
        now = self._clock.now()
        log.debug("a chat is flooding", code="crowded", person=self._name(incoming))
        if incoming.query_id:
            await self._quietly_answer(incoming.query_id)
        elif incoming.message_id is not None:
            await chats.swept(self._turns, incoming.chat_id, incoming.message_id, incoming.sent_at or now, now)

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
        texts = self._turns.library.in_language(incoming.language).texts
        try:
            await self._messenger.answer(incoming.query_id, texts.plain(key))
        except MessengerError as error:
            log.warning("a tap could not be confirmed", code=error.code)

    @property
    def breathing(self) -> bool:
        """Whether a breath is being paced in any chat."""
        return bool(self._breaths)

    def _name(self, incoming: Incoming) -> str:
        return self._turns.keys.name_of(incoming.chat_id)
