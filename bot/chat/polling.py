"""Our own polling loop. PTB's Updater confirms updates before they are handled; here the offset moves afterwards."""

import asyncio
from contextlib import suppress

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.chat.handler import Handler
from bot.errors import DatabaseAway
from bot.logs import get_log

log = get_log("polling")
WANTED = ["message", "edited_message", "callback_query", "my_chat_member", "channel_post"]
WAIT_SECONDS = 25  # how long Telegram holds an empty answer
PATIENCE_SECONDS = 20.0  # a stuck update goes on by itself after this, and no longer holds the others
PAUSE_SECONDS = 1.0
LONG_PAUSE_SECONDS = 5.0


class Poller:
    """Fetches updates until it is stopped."""

    def __init__(self, bot: Bot, handler: Handler) -> None:
        self._bot = bot
        self._handler = handler
        self._stopping = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Fetch, handle, confirm; until `stop`. What is in flight then is finished."""
        offset = 0
        while not self._stopping.is_set():
            updates = await self._fetch(offset)
            if updates:
                offset = await self._handle(updates)
        if self._running:
            await asyncio.wait(self._running)
        if offset:
            # Telegram learns what was handled, so that nothing of it comes again at the next start.
            with suppress(TelegramError):
                await self._bot.get_updates(offset=offset, limit=1, timeout=0, allowed_updates=WANTED)

    def stop(self) -> None:
        """Take no more updates."""
        self._stopping.set()

    async def _fetch(self, offset: int) -> tuple[Update, ...]:
        fetching = asyncio.ensure_future(
            self._bot.get_updates(offset=offset, timeout=WAIT_SECONDS, allowed_updates=WANTED)
        )
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not fetching.done():
            fetching.cancel()  # nothing is lost: what it would have brought was not confirmed
            with suppress(asyncio.CancelledError, TelegramError):
                await fetching
            return ()
        try:
            return fetching.result()
        except RetryAfter as error:
            wait = error.retry_after
            await self._pause(wait if isinstance(wait, int) else wait.total_seconds())
        except Conflict:
            log.error("another program fetches updates with this token, or a webhook is set", code="second_poller")
            await self._pause(LONG_PAUSE_SECONDS)
        except InvalidToken:
            log.error("Telegram refuses the token: was it revoked?", code="token_refused")
            await self._pause(LONG_PAUSE_SECONDS)
        except NetworkError:
            log.warning("Telegram cannot be reached", code="telegram_away")
            await self._pause(PAUSE_SECONDS)
        return ()

    async def _handle(self, updates: tuple[Update, ...]) -> int:
        """Handle a batch side by side; returns the offset that confirms exactly what is dealt with."""
        tasks = {update.update_id: asyncio.create_task(self._handler.handle(update)) for update in updates}
        for task in tasks.values():
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        await asyncio.wait(tasks.values(), timeout=PATIENCE_SECONDS)
        for update_id, task in tasks.items():
            if not task.done():
                log.error("an update takes too long; the others go on", code="stuck", update=update_id)
            elif isinstance(task.exception(), DatabaseAway):
                await self._pause(PAUSE_SECONDS)
                return update_id
        return max(tasks) + 1

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
