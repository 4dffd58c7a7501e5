"""The messenger, with every call counted by its outcome and timed."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.chat.messenger import Replier
from bot.metrics import Metrics
from bot.views import Card
from bot.views.messenger import MessengerError


class CountedMessenger:
    """`Replier` over another one, which does the work. Methods have the names that Telegram gives them."""

    def __init__(self, messenger: Replier, metrics: Metrics) -> None:
        self._messenger = messenger
        self._metrics = metrics

    async def send(self, chat_id: int, card: Card, *, silent: bool) -> int:
        async with self._counted("sendMessage"):
            return await self._messenger.send(chat_id, card, silent=silent)

    async def edit(self, chat_id: int, message_id: int, card: Card) -> None:
        async with self._counted("editMessageText"):
            await self._messenger.edit(chat_id, message_id, card)

    async def send_photo(self, chat_id: int, name: str, png: bytes) -> int:
        async with self._counted("sendPhoto"):
            return await self._messenger.send_photo(chat_id, name, png)

    async def delete(self, chat_id: int, message_ids: list[int]) -> None:
        async with self._counted("deleteMessages"):
            await self._messenger.delete(chat_id, message_ids)

    async def send_document(self, chat_id: int, name: str, data: bytes) -> int:
        async with self._counted("sendDocument"):
            return await self._messenger.send_document(chat_id, name, data)

    async def auto_delete_after(self, chat_id: int) -> int:
        async with self._counted("getChat"):
            return await self._messenger.auto_delete_after(chat_id)

    async def answer(self, query_id: str, popup: str = "") -> None:
        async with self._counted("answerCallbackQuery"):
            await self._messenger.answer(query_id, popup)

    async def leave(self, chat_id: int) -> None:
        async with self._counted("leaveChat"):
            await self._messenger.leave(chat_id)

    @asynccontextmanager
    async def _counted(self, method: str) -> AsyncIterator[None]:
        began = time.perf_counter()
        outcome = "broken_off"  # cancelled, or a fault of ours
        try:
            yield
            outcome = "ok"
        except MessengerError as error:
            outcome = error.code
            raise
        finally:
            self._metrics.called(method, outcome, time.perf_counter() - began)
