"""Flood control: how many messages Telegram takes from one bot before it says 429."""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.records import ApiError


@dataclass
class Flood:
    """Limits for one bot over a sliding second: `per_second` in all, `per_chat_per_second` in one chat.

    New messages count; edits only with `edits_count`. `clock` gives seconds and never runs backwards.
    """

    per_second: float = 30
    per_chat_per_second: float = 1
    edits_count: bool = False
    clock: Callable[[], float] = time.monotonic
    refused: int = 0
    _sent: deque[float] = field(default_factory=deque)
    _sent_to: defaultdict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, method: str, chat_id: int) -> None:
        """Count one call of `method`, or raise ApiError 429 with the whole seconds to wait."""
        counts = method.startswith("send") and method != "sendChatAction"
        if not counts and not (self.edits_count and method.startswith("editMessage")):
            return
        now = self.clock()
        wait = max(
            _wait(self._sent, self.per_second, now),
            _wait(self._sent_to[chat_id], self.per_chat_per_second, now),
        )
        if wait > 0:
            self.refused += 1
            raise too_many(math.ceil(wait))
        self._sent.append(now)
        self._sent_to[chat_id].append(now)


def too_many(seconds: int) -> ApiError:
    """Telegram's refusal of a call that comes too soon."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def _wait(sent: deque[float], rate: float, now: float) -> float:
    """The seconds until one more fits into `rate` a second; rates below one stretch the span."""
    span, most = (1.0, int(rate)) if rate >= 1 else (1 / rate, 1)
    while sent and sent[0] <= now - span:
        sent.popleft()
    return sent[0] + span - now if len(sent) >= most else 0.0
