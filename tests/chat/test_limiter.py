"""How fast Telegram is called, against the stand-in's own limits, on a watch that is moved by hand."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

import pytest
from telegram.error import RetryAfter

from bot.chat.limiter import KEPT_CHATS, Limiter, Urgency, as_urgent_as
from bot.sandbox.limits import Flood
from bot.sandbox.records import ApiError


@dataclass
class Watch:
    """Seconds that pass only in `passes`; who pauses meanwhile wakes up in order."""

    seconds: float = 0.0
    order: "count[int]" = field(default_factory=count)
    sleepers: list[tuple[float, int, asyncio.Future[None]]] = field(default_factory=list)

    def now(self) -> float:
        return self.seconds

    async def pause(self, seconds: float) -> None:
        sleeper = asyncio.get_running_loop().create_future()
        heappush(self.sleepers, (self.seconds + seconds, next(self.order), sleeper))
        await sleeper

    async def passes(self, seconds: float) -> None:
        end = self.seconds + seconds
        await _all_has_happened()
        while self.sleepers and self.sleepers[0][0] <= end:
            self.seconds, _, sleeper = heappop(self.sleepers)
            if not sleeper.done():
                sleeper.set_result(None)
            await _all_has_happened()
        self.seconds = end


async def _all_has_happened() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


Telegram = Callable[[str, int], Awaitable[None]]


@dataclass
class Bench:
    """A limiter, and what came through it: when, with what, into which chat."""

    watch: Watch = field(default_factory=Watch)
    flood: Flood = field(default_factory=Flood)
    came: list[tuple[float, str, int]] = field(default_factory=list)
    way: Callable[[], float] = lambda: 0.0  # the seconds until a call is with Telegram
    storm: dict[int, float] = field(default_factory=dict)  # chat: what Telegram asks it to wait

    def __post_init__(self) -> None:
        self.limiter = Limiter(1.0, self.watch.now, self.watch.pause)
        self.flood.clock = self.watch.now

    def calls(
        self, chat_id: int, method: str = "sendMessage", urgency: Urgency = Urgency.REPLY
    ) -> "asyncio.Task[object]":
        with as_urgent_as(urgency):
            data = {"chat_id": chat_id}
            return asyncio.create_task(
                self.limiter.process_request(self._telegram, (method, chat_id), {}, method, data, None)
            )

    async def _telegram(self, method: str, chat_id: int) -> bool:
        if way := self.way():
            await self.watch.pause(way)
        self.came.append((self.watch.now(), method, chat_id))
        if chat_id in self.storm:
            raise RetryAfter(int(self.storm[chat_id]))
        try:
            self.flood.check(method, chat_id)
        except ApiError as error:
            raise RetryAfter(error.retry_after or 0) from None
        return True

    def count(self, chat_id: int) -> int:
        return sum(chat == chat_id for _, _, chat in self.came)


@pytest.fixture
def bench() -> Bench:
    return Bench()


async def test_who_keeps_to_the_rules_is_never_refused(bench: Bench) -> None:
    ways = iter([0.4, 0.0, 0.7, 0.1] * 20)
    bench.way = lambda: next(ways)
    tasks = [bench.calls(chat) for _ in range(8) for chat in (1, 2, 3)]
    await bench.watch.passes(20)
    assert all(task.done() and not task.exception() for task in tasks)
    assert bench.flood.refused == 0
    assert [bench.count(chat) for chat in (1, 2, 3)] == [8, 8, 8]
    assert {chat for at, _, chat in bench.came if at < 1} == {1, 2, 3}


async def test_edits_deletions_and_what_protects_do_not_wait_for_the_second(bench: Bench) -> None:
    bench.calls(1)
    held = bench.calls(1)
    for method in ("editMessageText", "deleteMessages", "answerCallbackQuery", "sendChatAction"):
        bench.calls(1, method)
    bench.calls(1, "sendMessage", Urgency.FIRST)
    await bench.watch.passes(0)
    assert [method for _, method, _ in bench.came] == [
        "sendMessage",
        "editMessageText",
        "deleteMessages",
        "answerCallbackQuery",
        "sendChatAction",
        "sendMessage",
    ]
    assert not held.done()
    await bench.watch.passes(1)
    assert held.done()


async def test_a_refusal_closes_one_chat_and_no_other(bench: Bench) -> None:
    bench.storm[1] = 600
    with pytest.raises(RetryAfter):
        await bench.calls(1)
    await bench.watch.passes(5)
    for method in ("sendMessage", "sendPhoto"):
        for urgency in (Urgency.REPLY, Urgency.SCHEDULED):
            with pytest.raises(RetryAfter) as refused:
                await bench.calls(1, method, urgency)
            assert refused.value.retry_after == 595
    assert bench.count(1) == 1, "Telegram is not asked again"
    for _ in range(2):
        with pytest.raises(RetryAfter):
            await bench.calls(1, "editMessageText")
    assert bench.count(1) == 2, "whether it takes edits is another matter"
    assert await bench.calls(2), "a reply in another chat is under way at once"
    assert await bench.calls(3, urgency=Urgency.SCHEDULED)

    del bench.storm[1]
    assert await bench.calls(1, "deleteMessages")
    assert await bench.calls(1, "editMessageText", Urgency.FIRST), "what protects is tried all the same"
    await bench.watch.passes(594)
    with pytest.raises(RetryAfter):
        await bench.calls(1)
    await bench.watch.passes(2)
    assert await bench.calls(1)


async def test_who_waits_for_the_second_learns_that_the_chat_was_closed_meanwhile(bench: Bench) -> None:
    bench.way = lambda: 0.5
    bench.storm[1] = 60
    first, second = bench.calls(1), bench.calls(1)
    await bench.watch.passes(3)
    for task in (first, second):
        assert isinstance(task.exception(), RetryAfter)
    assert bench.count(1) == 1


async def test_refusals_in_several_chats_slow_everybody_down_and_the_pace_comes_back(bench: Bench) -> None:
    chats = count(1)

    async def a_second(rate: int) -> int:
        """Offer so many messages to as many chats; returns how many Telegram refused."""
        before = bench.flood.refused
        for _ in range(rate):
            bench.calls(next(chats), urgency=Urgency.SCHEDULED).add_done_callback(lambda task: task.exception())
            await bench.watch.passes(1 / rate)
        return bench.flood.refused - before

    assert await a_second(29) == 0
    refused = [await a_second(60) for _ in range(12)]
    assert refused[0] > 0
    assert sum(refused) < 40, refused  # of 720 offered where 360 fit
    assert refused[1:6] == [0] * 5, "at half the pace nothing is refused"
    taken = len(bench.came)
    for _ in range(30):
        await bench.watch.passes(1)
    assert len(bench.came) - taken > 200, "what waited has gone"
    assert await a_second(25) == 0
    assert len(bench.came) - taken > 225


async def test_replies_go_before_what_is_scheduled_when_all_is_slow(bench: Bench) -> None:
    bench.storm.update(dict.fromkeys((1, 2, 3), 30))
    for chat in (1, 2, 3):
        with pytest.raises(RetryAfter):
            await bench.calls(chat)
    scheduled = [bench.calls(chat, urgency=Urgency.SCHEDULED) for chat in range(10, 20)]
    await bench.watch.passes(0)
    reply = bench.calls(50)
    bench.calls(60, urgency=Urgency.FIRST)
    given_up = bench.calls(70)
    await bench.watch.passes(0)
    given_up.cancel()
    assert bench.came[-1][2] == 60, "what protects has no turn to wait for"
    await bench.watch.passes(1)
    assert reply.done()
    assert sum(task.done() for task in scheduled) <= 1
    await bench.watch.passes(30)
    assert all(task.done() for task in scheduled)
    assert bench.count(70) == 0


async def test_two_chats_that_are_refused_slow_nobody_down(bench: Bench) -> None:
    bench.storm.update({1: 30, 2: 30})
    for chat in (1, 2):
        with pytest.raises(RetryAfter):
            await bench.calls(chat)
    tasks = [bench.calls(chat) for chat in range(10, 30)]
    await bench.watch.passes(0)
    assert all(task.done() for task in tasks)


async def test_chats_that_are_idle_are_forgotten(bench: Bench) -> None:
    for chat in range(2 * KEPT_CHATS):
        bench.calls(chat)
        await bench.watch.passes(0.04)
    assert bench.limiter.remembered <= KEPT_CHATS + 1


async def test_at_the_end_nobody_is_left_waiting(bench: Bench) -> None:
    bench.storm.update(dict.fromkeys((1, 2, 3), 30))
    for chat in (1, 2, 3):
        with pytest.raises(RetryAfter):
            await bench.calls(chat)
    waiting = [bench.calls(chat) for chat in range(10, 20)]
    await bench.watch.passes(0)
    await bench.limiter.shutdown()
    await asyncio.wait(waiting)
    assert all(task.cancelled() for task in waiting)
