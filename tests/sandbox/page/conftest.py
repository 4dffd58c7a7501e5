"""The chat page over HTTP, with a clock that notes what it is told."""

from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.clock import MovableClock
from bot.sandbox.page.clock import ClockState
from bot.sandbox.page.routes import ChatPage
from bot.sandbox.server import serve
from bot.sandbox.world import DEFAULT_TOKEN, World

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


class NotedClock:
    """A clock panel whose moves are written down; nothing is planned for anybody but person 1,000,001."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.speed = 1.0
        self.holds = True
        self.moves: list[tuple[str, object]] = []

    def state(self) -> ClockState:
        return ClockState(self.now, self.speed, self.speed, self.holds, False, {1_000_001: "Europe/Madrid"})

    async def next_message(self, person_id: int) -> bool:
        self.moves.append(("next", person_id))
        return person_id == 1_000_001

    async def move_by(self, step: timedelta) -> None:
        self.moves.append(("forward", step))

    async def outage(self, lasts: timedelta) -> None:
        self.moves.append(("outage", lasts))

    async def next_morning(self, person_id: int) -> None:
        self.moves.append(("morning", person_id))

    async def run_at(self, speed: float) -> None:
        self.speed = speed

    async def hold(self, holds: bool) -> None:
        self.holds = holds


@pytest.fixture
def panel(clock: MovableClock) -> NotedClock:
    return NotedClock(clock.now())


@pytest.fixture
async def page(world: World, panel: NotedClock) -> AsyncIterator[httpx.AsyncClient]:
    """A browser's requests to the page."""
    async with (
        serve(world, routes=ChatPage(world, panel).routes) as server,
        httpx.AsyncClient(base_url=server.url, timeout=10, verify=False) as opened,
    ):
        yield opened


@pytest.fixture
def api_of_page(page: httpx.AsyncClient) -> Api:
    """`await api_of_page("sendMessage", chat_id=1, text="x")`, as the bot would call it."""

    async def call(method: str, **parameters: Any) -> dict[str, Any]:
        body: dict[str, Any] = (await page.post(f"/bot{DEFAULT_TOKEN}/{method}", json=parameters)).json()
        assert body["ok"], body
        return body

    return call
