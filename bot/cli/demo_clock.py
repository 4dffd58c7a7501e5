"""The clock of a demonstration: it can be moved, and stands still while somebody reads an open card."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.app import App
from bot.clock import MovableClock
from bot.db.tables import Delivery, Outcome, Person, State
from bot.journey.agenda import next_delivery, next_work
from bot.sandbox.page.clock import ClockState
from bot.sandbox.world import World

MORNING = time(9, 0)
A_MOMENT = timedelta(minutes=1)
OUTAGE_LOOKS = 100  # at most so often is looked during an outage at what can't be done in it
LOOKS_AHEAD = 60  # planned messages that may be held back, one after another, before "nothing comes"
UNDER_WAY_SECONDS = 0.02
UNDER_WAY_LOOKS = 100  # a claim that is still there then was left behind by a program that was killed


class DemoClock:
    """Fills in `bot.sandbox.page.clock.ClockPanel`; from `drive` on, an application lives by it."""

    def __init__(self, world: World, clock: MovableClock) -> None:
        self._world = world
        self._clock = clock
        self._driven: App | None = None
        self._speed = clock.speed
        self._holds = True
        self._reading = False
        self._zones: Mapping[int, str] = {}
        self._moving = asyncio.Lock()
        self._jumping = False

    def state(self) -> ClockState:
        """How the clock stands."""
        return ClockState(
            self._clock.now(), self._speed, self._clock.speed, self._holds, self._reading, dict(self._zones)
        )

    @property
    def _app(self) -> App:
        if self._driven is None:
            raise RuntimeError("the bot is not running yet")
        return self._driven

    def drive(self, app: App) -> None:
        """Let `app` live through every move of the clock."""
        self._driven = app

    async def watch(self) -> None:
        """Look after every change in a chat whether somebody reads, until the world is closed."""
        await self.look()
        with self._world.changes.subscribe() as changes:
            async for change in changes:
                if change["kind"] != "clock":
                    await self.look()

    async def look(self) -> None:
        """Look once who reads, and where people are."""
        async with self._app.turns.begin() as session:
            people = (await session.scalars(select(Person))).all()
        before = self._reading, self._zones
        self._reading = any(each.card_open for each in people)
        self._zones = {each.chat_id: each.zone for each in people if each.state is not State.ARRIVING}
        if before != (self._reading, self._zones):
            self._settle_speed()

    async def run_at(self, speed: float) -> None:
        """Run at this speed from now on; 0 stands still."""
        self._speed = speed
        self._settle_speed()

    async def hold(self, holds: bool) -> None:
        """Whether to stand still while somebody reads."""
        self._holds = holds
        self._settle_speed()

    async def next_message(self, person_id: int) -> bool:
        """Jump to what comes next for this person; False: nothing is planned for them."""
        phone = self._world.people[person_id]
        async with self._moving:
            before = len(phone.notifications)
            for _ in range(LOOKS_AHEAD):
                await self._world.settled()
                due = await next_delivery(self._app.turns, person_id)
                if due is None:
                    return False
                await self._live_until(max(due, self._clock.now()))
                if len(phone.notifications) > before:
                    return True
            return False

    async def move_by(self, step: timedelta) -> None:
        """Let this much time pass, with all that falls due in it."""
        async with self._moving:
            await self._live_until(self._clock.now() + step)

    async def outage(self, lasts: timedelta) -> None:
        """Let this much time pass in which Telegram takes nothing from the bot, and then what comes at once."""
        async with self._moving:
            with self._world.faults.lasting("error"):
                await self._live_until(self._clock.now() + lasts, stride=lasts / OUTAGE_LOOKS)
            await self._live_until(self._clock.now() + A_MOMENT)

    async def next_morning(self, person_id: int) -> None:
        """Let time pass until the next nine in the morning where this person is."""
        zone = ZoneInfo(self._zones.get(person_id, "UTC"))
        local = self._clock.now().astimezone(zone)
        goal = datetime.combine(local.date(), MORNING, tzinfo=zone)
        if goal <= local:
            goal = datetime.combine(local.date() + timedelta(days=1), MORNING, tzinfo=zone)
        async with self._moving:
            await self._live_until(goal.astimezone(UTC))

    async def _live_until(self, goal: datetime, stride: timedelta = timedelta(0)) -> None:
        """From one instant at which something is due to the next, each lived through before the clock moves on.

        Instants that are less than `stride` apart are lived through as one.
        """
        # Meanwhile the clock does not run by itself: what is being sent must not look as if it took hours.
        self._clock.run_at(0)
        self._jumping = True
        try:
            await self._live_now()
            while (now := self._clock.now()) < goal:
                work = await next_work(self._app.turns) or goal
                # What is still due after it was lived through waits for something that time alone brings.
                work = work if work > now else now + A_MOMENT
                self._clock.move_to(min(goal, max(work, now + stride)))
                await self._live_now()
        finally:
            await self.look()
            self._jumping = False
            self._settle_speed()

    async def _live_now(self) -> None:
        await self._world.settled()
        await self._app.tick()
        await self._world.settled()
        # The scheduler may be sending something of its own accord; a claim must not grow old by a jump.
        for _ in range(UNDER_WAY_LOOKS):
            if not await self._sending():
                return
            await asyncio.sleep(UNDER_WAY_SECONDS)

    async def _sending(self) -> bool:
        query = select(func.count()).where(Delivery.state == Outcome.CLAIMED, Delivery.lease_until > self._clock.now())
        async with self._app.turns.begin() as session:
            return bool(await session.scalar(query))

    def _settle_speed(self) -> None:
        if not self._jumping:
            self._clock.run_at(0 if self._holds and self._reading else self._speed)
        self._world.changes.announce({"kind": "clock"})
