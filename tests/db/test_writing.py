"""The queue of those who write to SQLite: one at a time, who is waited for goes first, and nobody is forgotten."""

import asyncio

import pytest

from bot.db.writing import WritersQueue


async def _writes(queue: WritersQueue, name: str, written: list[str], *, urgent: bool = False) -> None:
    async with queue.turn(urgent=urgent):
        written.append(name)
        await asyncio.sleep(0)
        assert written[-1] == name, "somebody else has written meanwhile"


async def test_the_urgent_go_first_and_each_in_their_order() -> None:
    queue, written = WritersQueue(), list[str]()
    async with asyncio.TaskGroup() as group:
        for name in ("job", "other job", "tap", "other tap"):
            group.create_task(_writes(queue, name, written, urgent="tap" in name))
    assert written == ["job", "tap", "other tap", "other job"]


async def test_who_gives_up_or_fails_holds_nobody_up() -> None:
    queue, written = WritersQueue(), list[str]()
    async with queue.turn():
        tasks = [asyncio.create_task(_writes(queue, str(number), written)) for number in range(3)]
        await asyncio.sleep(0)
        tasks[0].cancel()
    tasks[1].cancel()  # in the moment in which it is let in
    assert [type(each) for each in await asyncio.gather(*tasks, return_exceptions=True)] == [
        asyncio.CancelledError,
        asyncio.CancelledError,
        type(None),
    ]
    with pytest.raises(ValueError, match="mine"):
        async with queue.turn():
            raise ValueError("mine")
    await asyncio.wait_for(_writes(queue, "last", written), 5)
    assert written == ["2", "last"]
