"""How fast Telegram is called: about a message a second in one chat, and what it says of too many is heeded.

A refusal (429) closes that chat alone, to messages or to edits, for as long as Telegram asks: such calls are refused
here at once, and nobody sleeps for hours. Refusals in several chats within a few seconds mean that all of it is too
much: then everybody waits for a turn, replies before what is scheduled, at half the pace, which grows again step by
step. What protects (hiding, folding, help), what deletes and what confirms a tap waits for nothing and is never
refused here.

This holds for one process. What all of them send by schedule together is bounded by the budget in the database.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from enum import IntEnum
from heapq import heappop, heappush
from itertools import count
from typing import Any

from telegram._utils.types import JSONDict
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.logs import get_log

log = get_log("limiter")
HITS_TOGETHER = 3  # chats that are refused within HITS_SECONDS: then it is no matter of one chat
HITS_SECONDS = 5.0
SLOWEST = 1.0  # calls a second
STEPS = 20  # the pace grows by such a part of what it was, each second
KEPT_CHATS = 1000  # before the idle ones are looked for and forgotten

Result = bool | JSONDict | list[JSONDict]


class Urgency(IntEnum):
    """Whose call goes before whose."""

    FIRST = 0
    REPLY = 1
    SCHEDULED = 2


_urgency: ContextVar[Urgency] = ContextVar("urgency", default=Urgency.SCHEDULED)


@contextmanager
def as_urgent_as(urgency: Urgency) -> Iterator[None]:
    """Every call that is begun in this context, or in a task that is, is so urgent; outside of any it is scheduled."""
    token = _urgency.set(urgency)
    try:
        yield
    finally:
        _urgency.reset(token)


class Limiter(BaseRateLimiter[None]):
    """Holds and refuses calls. Between two messages into one chat lie `apart` seconds.

    `now` gives seconds and never runs backwards; `pause` waits so many.
    """

    def __init__(
        self,
        apart: float = 1.0,
        now: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._apart = apart
        self._now = now
        self._pause = pause
        self._next_in: dict[int, float] = {}  # chat: when its next message may go
        self._closed: dict[tuple[int, bool], float] = {}  # chat, whether to messages or edits: until when
        self._kept = KEPT_CHATS
        self._hits: deque[tuple[float, int]] = deque()
        self._pace = Pace(now, pause)

    @property
    def remembered(self) -> int:
        """How much is kept of single chats."""
        return len(self._next_in) + len(self._closed)

    async def initialize(self) -> None:
        """Nothing is to be opened."""

    async def shutdown(self) -> None:
        """Let go of everybody who waits."""
        self._pace.stop()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Result:
        """Call when it may go. Raises RetryAfter, also of its own accord for a chat that is closed."""
        chat_id, method, urgency = data.get("chat_id"), endpoint.lower(), _urgency.get()
        sends = method.startswith("send") and method != "sendchataction"
        if not isinstance(chat_id, int) or not (sends or method.startswith("edit")):
            return await callback(*args, **kwargs)
        if urgency is not Urgency.FIRST:
            self._refuse_closed(chat_id, sends)
            if sends:
                await self._wait_in_chat(chat_id)
            await self._pace.turn(urgency)
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            self._refused(chat_id, sends, error)
            raise
        finally:
            if sends:
                # Counted from the end: by then Telegram has had it, however slow the way there was.
                self._next_in[chat_id] = self._now() + self._apart

    def _refuse_closed(self, chat_id: int, sends: bool) -> None:
        left = self._closed.get((chat_id, sends), 0.0) - self._now()
        if left > 0:
            raise RetryAfter(timedelta(seconds=left))

    async def _wait_in_chat(self, chat_id: int) -> None:
        while (wait := self._next_in.get(chat_id, 0.0) - self._now()) > 0:
            await self._pause(wait)
            self._refuse_closed(chat_id, True)
        self._next_in[chat_id] = self._now() + self._apart
        if self.remembered > self._kept:
            self._forget_idle()

    def _forget_idle(self) -> None:
        now = self._now()
        self._next_in = {chat: until for chat, until in self._next_in.items() if until > now}
        self._closed = {closed: until for closed, until in self._closed.items() if until > now}
        self._kept = max(KEPT_CHATS, 2 * self.remembered)

    def _refused(self, chat_id: int, sends: bool, error: RetryAfter) -> None:
        now = self._now()
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else wait
        closed = (chat_id, sends)
        self._closed[closed] = max(self._closed.get(closed, 0.0), now + seconds)
        self._hits.append((now, chat_id))
        while self._hits[0][0] < now - HITS_SECONDS:
            self._hits.popleft()
        if len({chat for _, chat in self._hits}) >= HITS_TOGETHER:
            self._hits.clear()
            if self._pace.halve():
                log.warning("Telegram refuses several chats at once: slower", code="slowed", retry_after=seconds)


class Pace:
    """The calls a second of all chats together: without bound, until `halve` is called."""

    def __init__(self, now: Callable[[], float], pause: Callable[[float], Awaitable[None]]) -> None:
        self._now = now
        self._pause = pause
        self._gone: deque[float] = deque()  # the turns of the last second
        self._bound: float | None = None  # calls a second, at `_bound_at`; it grows from there
        self._bound_at = 0.0
        self._goal = 0.0  # the pace that turned out to be too much
        self._waiting: list[tuple[Urgency, int, asyncio.Future[None]]] = []
        self._order = count()
        self._serving: asyncio.Task[None] | None = None

    @property
    def rate(self) -> float | None:
        """The calls a second that go now; None: as many as come."""
        if self._bound is None:
            return None
        grown = self._bound + (self._now() - self._bound_at) * max(self._goal / STEPS, SLOWEST / 2)
        if grown > self._goal:
            self._bound = None
            return None
        return grown

    async def turn(self, urgency: Urgency) -> None:
        """Wait until it is the turn of a call."""
        if self.rate is not None or self._waiting:
            turn = asyncio.get_running_loop().create_future()
            heappush(self._waiting, (urgency, next(self._order), turn))
            if self._serving is None or self._serving.done():
                self._serving = asyncio.create_task(self._serve())
            await turn
        self._note()

    def halve(self) -> bool:
        """Go on at half the pace; once a second at most, because one flood brings many refusals. Whether it did."""
        now, rate = self._now(), self.rate
        if rate is None:
            rate = self._goal = max(float(len(self._gone)), 2 * SLOWEST)
        elif now - self._bound_at < 1:
            return False
        self._bound, self._bound_at = max(rate / 2, SLOWEST), now
        return True

    def stop(self) -> None:
        """Break off who waits."""
        if self._serving is not None:
            self._serving.cancel()
        for _, _, turn in self._waiting:
            turn.cancel()
        self._waiting.clear()

    async def _serve(self) -> None:
        while self._waiting:
            rate = self.rate
            if rate is not None:
                await self._pause(1 / rate)
            while self._waiting:
                _, _, turn = heappop(self._waiting)
                if not turn.done():
                    turn.set_result(None)
                    break

    def _note(self) -> None:
        now = self._now()
        self._gone.append(now)
        while self._gone[0] <= now - 1:
            self._gone.popleft()
