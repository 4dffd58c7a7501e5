"""Groups of deliveries that are on their way: so many side by side, and what became of them."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from jobs.counts import Counts


@dataclass(frozen=True)
class UnderWay:
    """The groups that this worker is sending at the moment."""

    most: int = 4
    """Side by side: enough that Telegram's answers are not waited for, few enough that replies get their turn."""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _settled: Counter[str] = field(default_factory=Counter)

    @property
    def room(self) -> int:
        """How many more may start."""
        return self.most - len(self.tasks)

    def start(self, group: Coroutine[Any, Any, Counts]) -> None:
        """Let this group go on by itself; it must not raise."""
        task = asyncio.ensure_future(self._count(group))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _count(self, group: Coroutine[Any, Any, Counts]) -> None:
        self._settled.update(await group)

    def settled(self) -> Counts:
        """How many ended in which way since this was asked last."""
        counts = dict(self._settled)
        self._settled.clear()
        return counts

    async def finish(self) -> None:
        """Wait until everything has ended that is under way."""
        while self.tasks:
            await asyncio.wait(self.tasks)
