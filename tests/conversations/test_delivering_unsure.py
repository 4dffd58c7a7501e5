"""Deliveries of which somebody does not know the fate: the mark stays, and what is known after all is heeded."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from bot.errors import DatabaseAway
from bot.journey import deliver
from bot.journey.claiming import Claim
from bot.journey.deliver import Letter
from bot.journey.turns import Turns
from bot.sandbox.driver import Participant
from bot.views import Messenger
from jobs import deliver_due
from jobs.under_way import UnderWay
from tests.conftest import Life
from tests.conversations.test_delivering import _deliveries, _readers

PAGE = "what-is-a-trauma-bond"


async def test_an_error_in_between_does_not_let_it_come_a_third_time(life: Life) -> None:
    [ana] = await _readers(life, "Ana")
    life.world.faults.once("reset_after", "sendMessage")
    life.world.faults.once("error", "sendMessage")
    fault = life.world.faults.add("reset_after", "sendMessage")
    before = len(ana.notifications)
    await life.lives_until(12, 0)
    assert fault.struck == 1
    assert len(ana.notifications) == before + 2
    assert (PAGE, "sent", 3, "unknown") in await _deliveries(life)


async def test_an_evening_is_not_given_up_because_the_database_was_away_before_it_went_out(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await life.arrived()
    await ana.taps("Open")
    await life.lives_until(19, 0)
    before = len(ana.notifications)
    looked = 0

    async def away(turns: Turns, claims: Sequence[Claim], now: datetime) -> dict[Claim, Letter]:
        nonlocal looked
        looked += 1
        monkeypatch.undo()
        raise DatabaseAway("gone for a moment")

    monkeypatch.setattr(deliver, "look_again", away)
    await life.lives_until(21, 0)
    assert looked == 1
    assert len(ana.notifications) == before + 1
    assert (life.now.date().isoformat(), "sent", 2, None) in await _deliveries(life)


class _Held:
    """A messenger whose answers come when the gate opens."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger
        self.gate = asyncio.Event()

    async def send(self, *args: Any, **kwargs: Any) -> int:
        message_id = await self._messenger.send(*args, **kwargs)
        await self.gate.wait()
        return message_id


@dataclass
class _SlowWorker:
    """A worker that has sent a page, and to which Telegram has not answered yet."""

    gate: asyncio.Event
    under_way: UnderWay

    async def hears(self) -> None:
        """Telegram's answer comes, and is written down."""
        self.gate.set()
        await self.under_way.finish()


async def _page_on_its_way(life: Life, ana: Participant) -> _SlowWorker:
    """At 8:45 Ana's page stands in her chat, and we do not know of it."""
    assert life.app is not None
    before = len(ana.notifications)
    life.clock.move_by(timedelta(hours=1, minutes=15))
    held = _Held(life.app.deps.messenger)
    slow = replace(life.app.deps, messenger=cast(Messenger, held), under_way=UnderWay())
    await deliver_due.run(slow, life.now)
    await life.world.until(lambda: len(ana.notifications) > before, "the page is not being sent")
    return _SlowWorker(held.gate, slow.under_way)


async def _taken_for_dead(life: Life) -> None:
    """The slow worker's lease is over, and another one settles what it left."""
    assert life.app is not None
    life.clock.move_by(timedelta(minutes=3))
    await deliver_due.run(life.app.deps, life.now)
    await life.app.deps.under_way.finish()
    assert (PAGE, "planned", 1, "unknown") in await _deliveries(life)


async def test_what_a_worker_says_that_was_taken_for_dead_is_heeded(life: Life) -> None:
    [ana] = await _readers(life, "Ana")
    before = len(ana.notifications)
    slow = await _page_on_its_way(life, ana)

    await _taken_for_dead(life)

    await slow.hears()
    assert (PAGE, "sent", 1, None) in await _deliveries(life)
    await ana.taps("Open")
    ana.sees("(1/4)")
    await life.lives_until(12, 0)
    assert len(ana.notifications) == before + 1


async def test_a_page_that_is_opened_before_we_know_that_it_came_stays_open_and_counts(life: Life) -> None:
    [ana] = await _readers(life, "Ana")
    before = len(ana.notifications)
    slow = await _page_on_its_way(life, ana)
    await ana.taps("Open")
    await ana.taps("On (1/4)")
    await slow.hears()
    ana.sees("On (2/4)")
    await life.lives_until(9, 0, days=1)
    assert len(ana.notifications) == before + 2, "the next page comes the next day"


async def test_not_today_counts_before_we_know_that_the_page_came(life: Life) -> None:
    [ana] = await _readers(life, "Ana")
    before = len(ana.notifications)
    slow = await _page_on_its_way(life, ana)
    await ana.taps("Not today")
    ana.sees("Later, then")
    await slow.hears()
    await life.lives_until(23, 0)
    assert len(ana.notifications) == before + 1
    await life.lives_until(9, 0)
    assert len(ana.notifications) == before + 2


@pytest.mark.parametrize("late", [False, True])
async def test_a_page_of_unknown_fate_that_is_opened_has_come(life: Life, late: bool) -> None:
    """Whoever reads it is not sent it again; and what a worker taken for dead says of it, late, changes nothing."""
    [ana] = await _readers(life, "Ana")
    before = len(ana.notifications)
    slow = await _page_on_its_way(life, ana)
    await _taken_for_dead(life)

    await ana.taps("Open")
    await ana.taps("On (1/4)")
    if late:
        await slow.hears()
        await life.passes()
    ana.sees("On (2/4)")
    await life.lives_until(12, 0)
    assert len(ana.notifications) == before + 1
    await slow.hears()
    await life.lives_until(9, 0)
    assert len(ana.notifications) == before + 2, "the next page comes the next day"
