"""The instants at which messages go, also when the loop was held up. The loop's time is moved, and nothing sleeps."""

import asyncio
import itertools
from collections.abc import Callable

import pytest

from jobs.pacing import Pacing

STEP = 0.04  # 25 a second
MESSAGES = 100


class _MovedLoop(asyncio.SelectorEventLoop):
    """Jumps to whatever is waited for next, and the first time so many seconds too far."""

    def __init__(self, held_up: float) -> None:
        super().__init__()
        self.moved = 0.0
        self.held_up = held_up

    def time(self) -> float:
        return self.moved

    def call_at(  # type: ignore[override]
        self, when: float, callback: Callable[..., object], *args: object, context: None = None
    ) -> asyncio.TimerHandle:
        self.moved = max(self.moved, when) + self.held_up
        self.held_up = 0.0
        return super().call_at(when, callback, *args, context=context)


def _went(held_up: float) -> list[float]:
    """When the messages go that are to go in even steps."""
    loop = _MovedLoop(held_up)
    went: list[float] = []

    async def goes(pacing: Pacing, number: int) -> None:
        await pacing.wait_for(number * STEP)
        went.append(loop.time())

    async def all_go() -> None:
        pacing = Pacing()
        await asyncio.gather(*(goes(pacing, number) for number in range(1, MESSAGES + 1)))

    try:
        loop.run_until_complete(all_go())
    finally:
        loop.close()
    return went


def test_each_goes_at_its_instant() -> None:
    assert _went(held_up=0.0) == pytest.approx([number * STEP for number in range(1, MESSAGES + 1)])


def test_after_being_held_up_they_do_not_go_all_at_once() -> None:
    went = _went(held_up=0.5)
    assert went[0] == pytest.approx(STEP + 0.5)
    assert [later - one for one, later in itertools.pairwise(went)] == pytest.approx([0.9 * STEP] * (MESSAGES - 1))
    assert went[-1] == pytest.approx(MESSAGES * STEP + 0.5 - 0.1 * STEP * (MESSAGES - 1)), "and the delay grows less"
