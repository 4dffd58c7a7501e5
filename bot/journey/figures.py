"""The operator's figures, so coarse that nobody stands out: below five no number, and above it steps of five.

With steps of five neither a difference of two figures nor a share tells how many the few were.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

FEWEST = 5
STEP = 5
WINDOW_LEFT = timedelta(minutes=81)  # from the last default evening question to the end of the default window
Count = int | None  # None: fewer than `FEWEST`


def coarse(number: int) -> Count:
    """The number in steps of five; None below five."""
    return number - number % STEP if number >= FEWEST else None


def share(part: int, whole: int) -> Count:
    """The percentage of the coarse numbers; None where one of them is too small to be told."""
    some, everybody = coarse(part), coarse(whole)
    return round(100 * some / everybody) if some is not None and everybody is not None else None


@dataclass(frozen=True)
class DayReached:
    """How many a page of the course has come to, and how many have read it to the end."""

    page: str
    reached: Count
    finished: Count


@dataclass(frozen=True)
class Answered:
    """A week of the course, from 1: how many evening questions came, and the percentage answered."""

    week: int
    came: Count
    answered: Count


@dataclass(frozen=True)
class Stayed:
    """Of those who began at least `day` days ago, the percentage seen on that day or later."""

    day: int
    began: Count
    stayed: Count


@dataclass(frozen=True)
class PageRating:
    """What people said at the end of a page."""

    page: str
    helped: Count
    not_for_me: Count
    too_much: Count


@dataclass(frozen=True)
class Demand:
    """What the next 24 hours bring, against the rate. `peak_at`: when the longest wait begins to grow."""

    planned: Count
    rate: float
    peak_at: datetime | None
    peak: Count  # due from then until the wait is over
    wait: timedelta  # of the one who waits longest
    fits: bool  # whether even that one gets the evening's questions before the default window closes


@dataclass(frozen=True)
class Figures:
    """All of them. Where `one_in` is more than 1, they come from one person in so many, and counts are estimates."""

    at: datetime
    one_in: int
    began: Count
    finished: Count
    days: tuple[DayReached, ...]
    weeks: tuple[Answered, ...]
    stayed: tuple[Stayed, ...]
    first_check: Count  # percentage of those who began a week ago or longer
    fourth_check: Count
    days_used: float | None  # of the first 21, by those who began so long ago
    ratings: tuple[PageRating, ...]
    demand: Demand


def demand_of(due: Mapping[int, int], rate: float, now: datetime) -> Demand:
    """The longest wait where `due` numbers fall due at these minutes from `now`, and `rate` a second are sent."""
    backlog, began, wave = 0.0, 0, 0
    longest, peak_at, peak = 0.0, None, 0
    for minute in range(max(due, default=-1) + 1):
        if backlog <= 0:
            backlog, began, wave = 0.0, minute, 0
        backlog += due.get(minute, 0)
        wave += due.get(minute, 0)
        if backlog / rate > longest:
            longest, peak_at, peak = backlog / rate, now + timedelta(minutes=began), wave
        backlog -= rate * 60
    wait = timedelta(seconds=round(longest))
    return Demand(coarse(sum(due.values())), rate, peak_at, coarse(peak), wait, wait <= WINDOW_LEFT)
