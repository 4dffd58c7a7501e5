"""Showing what a turn decided, in a chat where something else may have come first meanwhile."""

from datetime import datetime, timedelta

from bot.chat.deciding import righted
from bot.chat.lanes import Place
from bot.journey import chats
from bot.journey.cards import Showing
from bot.journey.screens_helping import Forgotten
from bot.journey.turns import Turns
from bot.logs import get_log
from bot.views import Gone, Messenger, render
from bot.views.messenger import Flooded, MessengerError, Unavailable, Unreachable
from bot.views.showing import fold

log = get_log("chat")
TRIES = 4
LONGEST_WAIT = timedelta(seconds=30)


class Display:
    """Puts screens on cards; the card ends up with what the database says, whatever overtook what."""

    def __init__(self, turns: Turns, messenger: Messenger, *, shared: bool) -> None:
        self._turns = turns
        self._messenger = messenger
        self._shared = shared

    async def show(self, showing: Showing, place: Place, now: datetime) -> None:
        """Show it; once this update is overtaken, show nothing any more and put right what it may have shown over.

        A call that is under way cannot be taken back: it may reach Telegram after the help card has.
        """
        if showing.fold and not place.overtaken:
            await fold(self._messenger, self._turns, showing.fold, now)
        await self._try_to_show(showing, place, now)
        shown = [showing.message_id, showing.fold.message_id if showing.fold else None]
        await self._put_right(place, showing.chat_id, [each for each in shown if each is not None], now)
        if self._shared:
            await self._follow(showing, place, now)

    async def _try_to_show(self, showing: Showing, place: Place, now: datetime) -> None:
        """Edit the card, or send a cover where there is none. What Telegram cannot do now is tried a few times."""
        for attempt in range(TRIES):
            if place.overtaken:
                return
            try:
                await self._show_once(showing, place, now)
            except Unreachable:
                await chats.unreachable(self._turns, showing.chat_id, now)
            except (Unavailable, Flooded) as error:
                wait = error.retry_after if isinstance(error, Flooded) else timedelta(seconds=0.2 * 4**attempt)
                await place.rest(min(wait, LONGEST_WAIT).total_seconds())
                continue
            except MessengerError as error:
                log.error("a card could not be shown", code=error.code, reason=str(error))
            return
        log.error("a card could not be shown", code="unavailable", attempt=TRIES)

    async def _show_once(self, showing: Showing, place: Place, now: datetime) -> None:
        library = self._turns.library
        if showing.message_id is not None:
            try:
                await self._messenger.edit(showing.chat_id, showing.message_id, render(showing.screen, library))
            except Gone:
                await chats.removed(self._turns, showing.chat_id, [showing.message_id])
            else:
                return
        if showing.cover is not None and not place.overtaken:
            message_id = await self._messenger.send(showing.chat_id, render(showing.cover, library), silent=True)
            if place.overtaken:
                await chats.swept(self._turns, showing.chat_id, message_id, now, now)
            else:
                await chats.sent(self._turns, showing, message_id, now)

    async def _put_right(self, place: Place, chat_id: int, message_ids: list[int], now: datetime) -> None:
        """If overtaken, and as often as that happens, let these messages show what they have to show by now."""
        while place.overtaken:
            await place.catch_up()
            for message_id in message_ids:
                await self._right(place, chat_id, message_id, now)

    async def _follow(self, showing: Showing, place: Place, now: datetime) -> None:
        """Whatever another process has put on this card since stays there: its call may have been the faster one."""
        shown: Showing | None = showing
        for _ in range(TRIES):
            if shown is None or shown.message_id is None or isinstance(shown.screen, Forgotten):
                return
            if await chats.shows(self._turns, shown):
                return
            shown = await self._right(place, shown.chat_id, shown.message_id, now)

    async def _right(self, place: Place, chat_id: int, message_id: int, now: datetime) -> Showing | None:
        """Let this message show what it has to show by now, and give that back; it goes if it has nothing to show."""
        async with self._turns.return_to(chat_id, now) as turn:
            showing = await righted(turn, message_id) if turn else None
        if turn is None:
            await chats.swept(self._turns, chat_id, message_id, now, now)
        elif showing is not None:
            await self._try_to_show(showing, place, now)
        return showing
