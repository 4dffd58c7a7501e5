"""What the page's clock panel needs of whoever owns the clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True)
class ClockState:
    """How the clock stands. Speeds are times real time; 0 stands still."""

    now: datetime
    speed: float
    """At which it runs when nothing holds it."""
    running: float
    """At which it runs at this moment."""
    holds: bool
    """Whether it stands still while somebody reads an open card."""
    reading: bool
    """Whether somebody has a card open."""
    zones: Mapping[int, str]
    """The zones of people as far as the bot knows them, by person id."""


class ClockPanel(Protocol):
    """A clock that people can move."""

    def state(self) -> ClockState:
        """How it stands now."""
        ...

    async def next_message(self, person_id: int) -> bool:
        """Jump to what comes next for this person; False: nothing is planned for them."""
        ...

    async def move_by(self, step: timedelta) -> None:
        """Let this much time pass, with all that falls due in it."""
        ...

    async def outage(self, lasts: timedelta) -> None:
        """Let this much time pass in which the bot reaches nobody, and then what comes at once."""
        ...

    async def next_morning(self, person_id: int) -> None:
        """Let time pass until the next morning where this person is."""
        ...

    async def run_at(self, speed: float) -> None:
        """Run at this speed from now on."""
        ...

    async def hold(self, holds: bool) -> None:
        """Whether to stand still while somebody reads."""
        ...
