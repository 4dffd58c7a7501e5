"""The polling loop, by what it asks of Telegram and what it hands on."""

import asyncio
from typing import Any, cast

from telegram import Bot, Update

from bot.chat.handler import Handler
from bot.chat.polling import Poller


class _Slow:
    """Fills in for the handler: an update is under way until it is let go."""

    def __init__(self) -> None:
        self.handled: list[int] = []
        self.may_end = asyncio.Event()

    async def handle(self, update: Update) -> None:
        """Handle it, once that is allowed."""
        self.handled.append(update.update_id)
        await self.may_end.wait()


class _Telegram:
    """Fills in for the bot: it answers with what was not confirmed when it was asked, however late it answers."""

    def __init__(self, handler: _Slow) -> None:
        self.handler = handler
        self.offsets: list[int] = []
        self.poller: Poller | None = None

    async def get_updates(self, offset: int, **_: Any) -> tuple[Update, ...]:
        """Updates 7 and later, as they stood when the call came."""
        self.offsets.append(offset)
        waiting = tuple(Update(number) for number in (7,) if number >= offset)
        if len(self.offsets) == 2:  # the first update ends while this answer is on its way
            self.handler.may_end.set()
            for _turn in range(10):
                await asyncio.sleep(0)
        if not waiting and self.poller is not None:
            self.poller.stop()
        return waiting


async def test_an_update_that_ends_while_it_is_fetched_once_more_is_handled_once() -> None:
    handler = _Slow()
    telegram = _Telegram(handler)
    telegram.poller = Poller(cast(Bot, telegram), cast(Handler, handler))
    await asyncio.wait_for(telegram.poller.run(), 10)
    assert telegram.offsets[:3] == [0, 7, 8]
    assert handler.handled == [7]


class _Crowded(_Telegram):
    """A hundred updates wait, and a hundred and one more behind them; the oldest takes long."""

    async def get_updates(self, offset: int, **_: Any) -> tuple[Update, ...]:
        self.offsets.append(offset)
        if offset > 0 and self.poller is not None:
            self.poller.stop()
        return tuple(Update(number) for number in range(max(offset, 1), 202))[:100]


async def test_what_is_known_already_is_not_fetched_over_and_over() -> None:
    handler = _Slow()
    telegram = _Crowded(handler)
    telegram.poller = Poller(cast(Bot, telegram), cast(Handler, handler))
    polling = asyncio.create_task(telegram.poller.run())
    for _turn in range(1000):
        await asyncio.sleep(0)
    assert len(handler.handled) == 100
    assert telegram.offsets == [0]
    handler.may_end.set()
    await asyncio.wait_for(polling, 10)
    assert telegram.offsets[1] == 101
    assert sorted(handler.handled) == list(range(1, 201))
