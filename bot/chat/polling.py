"""Our own polling loop. PTB's Updater confirms updates before they are handled; here the offset moves afterwards.

New updates are fetched while older ones are under way: what protects somebody must not wait for a slow answer to
somebody else. Telegram then sends again what is not confirmed yet, and that is passed over.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.chat.handler import Handler
from bot.errors import DatabaseAway
from bot.logs import get_log

log = get_log("polling")
WANTED = ["message", "edited_message", "callback_query", "my_chat_member", "channel_post"]
WAIT_SECONDS = 25  # how long Telegram holds an empty answer
PATIENCE_SECONDS = 20.0  # a stuck update goes on by itself after this, and no longer holds the confirmation of others
LOOK_AGAIN_SECONDS = 0.25  # while something is under way, new updates are asked for so often
MOST_AT_ONCE = 100  # updates in one answer of Telegram's
PAUSE_SECONDS = 1.0
LONG_PAUSE_SECONDS = 5.0


@dataclass
class _Fetched:
    """An update that is not confirmed yet. Without a task it has to be handled again."""

    task: asyncio.Task[None] | None
    given_up_at: float


class Poller:
    """Fetches updates until it is stopped."""

    def __init__(self, bot: Bot, handler: Handler) -> None:
        self._bot = bot
        self._handler = handler
        self._stopping = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self._fetched: dict[int, _Fetched] = {}
        self._next = 0  # the update after the newest that was fetched
        self.trouble = ""
        """Why the last fetching failed, in words for the operator; empty: it did not."""

    async def run(self) -> None:
        """Fetch, handle, confirm; until `stop`. What is in flight then is finished."""
        while not self._stopping.is_set():
            offset = self._offset()
            if not self._full(offset):
                self._begin(await self._fetch(offset), offset)
            await self._look_after()
        if self._running:
            await asyncio.wait(self._running)
        if offset := self._offset():
            # Telegram learns what was handled, so that nothing of it comes again at the next start.
            with suppress(TelegramError):
                await self._bot.get_updates(offset=offset, limit=1, timeout=0, allowed_updates=WANTED)

    def stop(self) -> None:
        """Take no more updates."""
        self._stopping.set()

    def _offset(self) -> int:
        """The oldest update that is not dealt with; asking for it confirms everything before it."""
        return min((number for number, each in self._fetched.items() if not self._dealt_with(each)), default=self._next)

    def _full(self, offset: int) -> bool:
        """Whether Telegram would only send again what is known: it hands out so many at most, the oldest first."""
        unconfirmed = [each for number, each in self._fetched.items() if number >= offset]
        return len(unconfirmed) >= MOST_AT_ONCE and all(each.task is not None for each in unconfirmed)

    def _dealt_with(self, each: _Fetched) -> bool:
        if each.task is None:
            return False
        return each.task.done() or asyncio.get_running_loop().time() > each.given_up_at

    def _begin(self, updates: tuple[Update, ...], confirmed: int) -> None:
        """Handle what is new, side by side.

        What was confirmed when these were asked for cannot come again; what has been dealt with only since, can.
        """
        for number in [number for number in self._fetched if number < confirmed]:
            del self._fetched[number]
        for update in updates:
            known = self._fetched.get(update.update_id)
            if known is not None and known.task is not None:
                continue
            task = asyncio.create_task(self._handler.handle(update))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            given_up_at = asyncio.get_running_loop().time() + PATIENCE_SECONDS
            self._fetched[update.update_id] = _Fetched(task, given_up_at)
            self._next = max(self._next, update.update_id + 1)

    async def _look_after(self) -> None:
        """Give what is under way a moment; what the database kept from being handled is handled again."""
        under_way = [each.task for each in self._fetched.values() if each.task and not each.task.done()]
        if under_way:
            await asyncio.wait(under_way, timeout=LOOK_AGAIN_SECONDS)
        away = False
        for number, each in self._fetched.items():
            if each.task is None or not self._dealt_with(each):
                continue
            if not each.task.done():
                if each.given_up_at:
                    log.error("an update takes too long; the others go on", code="stuck", update=number)
                each.given_up_at = 0.0
            elif isinstance(each.task.exception(), DatabaseAway):
                each.task, away = None, True
        if away:
            await self._pause(PAUSE_SECONDS)

    async def _fetch(self, offset: int) -> tuple[Update, ...]:
        # With something under way Telegram answers at once, and with no more than that.
        wait = WAIT_SECONDS if offset == self._next else 0
        fetching = asyncio.ensure_future(self._bot.get_updates(offset=offset, timeout=wait, allowed_updates=WANTED))
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not fetching.done():
            fetching.cancel()  # nothing is lost: what it would have brought was not confirmed
            with suppress(asyncio.CancelledError, TelegramError):
                await fetching
            return ()
        try:
            updates = fetching.result()
            self.trouble = ""
            return updates
        except RetryAfter as error:
            wait_for = error.retry_after
            await self._pause(wait_for if isinstance(wait_for, int) else wait_for.total_seconds())
        except Conflict:
            self.trouble = "another program fetches updates with this token, or a webhook is set"
            log.error(self.trouble, code="second_poller")
            await self._pause(LONG_PAUSE_SECONDS)
        except InvalidToken:
            self.trouble = "Telegram refuses the token: was it revoked?"
            log.error(self.trouble, code="token_refused")
            await self._pause(LONG_PAUSE_SECONDS)
        except NetworkError:
            self.trouble = "Telegram cannot be reached"
            log.warning(self.trouble, code="telegram_away")
            await self._pause(PAUSE_SECONDS)
        return ()

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
