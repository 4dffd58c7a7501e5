"""What the admin commands need and takes a moment: it is done before the turn, so that no turn waits for it."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from telegram import Bot

from bot.chat.incoming import Incoming, What
from bot.chat.profile import put_profile
from bot.errors import DatabaseAway
from bot.journey.announcing import reach
from bot.journey.counting import count
from bot.journey.packing import Step, UnknownStep
from bot.journey.rereading import ask_all, edition, reread
from bot.journey.steps import unpack
from bot.journey.steps_admin import ShowContent, ShowStats
from bot.journey.turns import Turns
from bot.logs import get_log

log = get_log("backstage")
REREADS, COUNTS, ANNOUNCES = "reload", "stats", "announce"
PATIENCE_SECONDS = 8.0
LOOKS_EVERY = 10.0  # seconds between two looks at whether another process was told to read the content again
COUNTED_FOR = timedelta(minutes=10)  # figures younger than this are shown again


class Backstage:
    """Works for the operator: for the admins in the chat, and for signals."""

    def __init__(self, turns: Turns, bot: Bot, content_dir: Path) -> None:
        self._turns = turns
        self._bot = bot
        self._content_dir = content_dir
        self._reading = asyncio.Lock()
        self._edition: int | None = None  # the reading of the content that this process has; None: it has not looked
        self._under_way: set[asyncio.Task[None]] = set()

    async def prepare(self, incoming: Incoming, now: datetime) -> None:
        """Get ready what this update of an admin will show; of anybody else, nothing."""
        if incoming.chat_id not in self._turns.office.admins:
            return
        asked = _asked_for(incoming)
        if asked == REREADS:
            await ask_all(self._turns)
        if asked == REREADS or (asked is ShowContent and not self._under_way and await self._is_behind()):
            task = asyncio.create_task(self._reread_quietly())
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        if asked in (REREADS, ShowContent) and self._under_way:
            # On a busy machine it takes longer than an update may; then the card says so.
            await asyncio.wait(self._under_way, timeout=PATIENCE_SECONDS)
        elif asked in (COUNTS, ShowStats):
            await self._count(now)
        elif asked == ANNOUNCES:
            async with self._turns.read() as session:
                self._turns.office.reach = await reach(session, self._turns.library.content.course.id)

    async def _count(self, now: datetime) -> None:
        office = self._turns.office
        if office.figures is None or now - office.figures.at >= COUNTED_FOR:
            async with self._turns.read() as session:
                office.figures = await count(session, self._turns.library.content.course, office.rate, now)

    async def keep_up(self, asked: asyncio.Event) -> None:
        """Read the content again whenever `asked` is set, or an admin told another process to, until cancelled."""
        await self._is_behind()
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(asked.wait(), LOOKS_EVERY)
            if asked.is_set() or await self._is_behind():
                asked.clear()
                await self._reread_quietly()

    async def _is_behind(self) -> bool:
        """Whether all were told to read the content again since this process read it."""
        try:
            latest = await edition(self._turns)
        except DatabaseAway:
            return False
        if self._edition is None:  # it was read at the start
            self._edition = latest
        return latest != self._edition

    async def _reread_quietly(self) -> None:
        """Read the content again, and tell Telegram where it changes the profile. A fault is logged."""
        try:
            async with self._reading:
                with suppress(DatabaseAway):
                    self._edition = await edition(self._turns)
                if await reread(self._turns, self._content_dir):
                    await put_profile(self._bot, self._turns.library.contents)
        except Exception:
            log.error("the content could not be read again", code="content", exc_info=True)


def _asked_for(incoming: Incoming) -> str | type[Step] | None:
    """The name of a command, or the kind of step that a tap takes."""
    if incoming.what is What.COMMAND:
        return incoming.text
    if incoming.what is not What.TAP:
        return None
    try:
        return type(unpack(incoming.text))
    except UnknownStep:
        return None
