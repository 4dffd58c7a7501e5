"""The time, as something that is handed over. Only `app` and the polling loop ask a clock; all else gets `now`."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Where the present comes from."""

    def now(self) -> datetime:
        """The present instant, aware and in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """A clock that starts where it is told, runs at `speed` times real time (0: stands still), and can be moved.

    It never goes backwards: `move_to` an earlier instant raises ValueError. For demonstrations and tests.
    """

    def __init__(self, start: datetime, speed: float = 1.0) -> None:
        self._anchor = start.astimezone(UTC)
        self._since = time.monotonic()
        self._speed = speed

    @property
    def speed(self) -> float:
        return self._speed

    def now(self) -> datetime:
        return self._anchor + timedelta(seconds=(time.monotonic() - self._since) * self._speed)

    def run_at(self, speed: float) -> None:
        """From now on, run at `speed` times real time; 0 stands still."""
        self._anchor, self._since, self._speed = self.now(), time.monotonic(), speed

    def move_to(self, instant: datetime) -> None:
        """Jump forward to `instant` (aware). Raises ValueError if that lies in the past."""
        if instant < self.now():
            raise ValueError("a clock does not go backwards")
        self._anchor, self._since = instant.astimezone(UTC), time.monotonic()

    def move_by(self, step: timedelta) -> None:
        """Jump forward by `step`."""
        self.move_to(self.now() + step)
