"""One writer at a time, for SQLite: it lets those who wait try by luck, and who is unlucky waits for seconds."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_Gate = asyncio.Future[None]


class WritersQueue:
    """Lets writers in one by one: first those whom a person waits for, then the others; each in their order."""

    def __init__(self) -> None:
        self._busy = False
        self._urgent: deque[_Gate] = deque()
        self._others: deque[_Gate] = deque()

    @asynccontextmanager
    async def turn(self, *, urgent: bool = False) -> AsyncIterator[None]:
        """Wait for one's turn, and hold it until the context ends."""
        if self._busy:
            gate: _Gate = asyncio.get_running_loop().create_future()
            (self._urgent if urgent else self._others).append(gate)
            try:
                await gate
            except asyncio.CancelledError:
                if gate.done() and not gate.cancelled():  # let in at the same moment: the turn goes on to the next
                    self._let_in()
                raise
        self._busy = True
        try:
            yield
        finally:
            self._let_in()

    def _let_in(self) -> None:
        for queue in (self._urgent, self._others):
            while queue:
                gate = queue.popleft()
                if not gate.done():  # nobody waits behind one that was given up
                    gate.set_result(None)
                    return
        self._busy = False
