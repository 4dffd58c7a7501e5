"""From a wish (a local hour in a zone) to an instant. Pure: no clock is read here."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SPREAD_MINUTES = 10  # "around half past eight": a fixed 0 to 9 minutes a person, so that peaks are spread
EVENING_ENDS = time(4, 0)  # until then a check-in counts for the evening before


@cache
def _place(zone: str) -> ZoneInfo:
    """The zone; kept, because zoneinfo itself keeps only eight and reads the others from the disk again."""
    return ZoneInfo(zone)


def local_date(now: datetime, zone: str) -> date:
    """The date on the wall in `zone` at the instant `now`."""
    return now.astimezone(_place(zone)).date()


def evening_date(now: datetime, zone: str) -> date:
    """The date that an evening's check-in counts for: up to 04:00 it is still the day before."""
    local = now.astimezone(_place(zone))
    return local.date() - timedelta(days=1) if local.time() < EVENING_ENDS else local.date()


def instant_of(day: date, at: time, zone: str) -> datetime:
    """The instant (UTC) at which it is `at` on `day` in `zone`.

    An hour that does not exist (clocks put forward) becomes the next that does; of one that comes twice, the first
    counts.
    """
    here = _place(zone)
    naive = datetime.combine(day, at)
    instant = naive.replace(tzinfo=here, fold=0).astimezone(UTC)
    if instant.astimezone(here).replace(tzinfo=None) == naive:
        return instant
    # In a gap: both readings are wrong, and the change itself lies between them.
    low = int(naive.replace(tzinfo=here, fold=1).timestamp())
    high = int(instant.timestamp())
    before = datetime.fromtimestamp(low, here).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if datetime.fromtimestamp(middle, here).utcoffset() == before else (low, middle)
    return datetime.fromtimestamp(high, UTC)


def spread_of(person_id: int) -> timedelta:
    """The person's own few minutes after the full wish; always the same for one person."""
    return timedelta(minutes=person_id * 7 % SPREAD_MINUTES)


def every_day(day: date) -> bool:
    """No day is left out."""
    return True


def next_instant(
    after: date, now: datetime, at: time, zone: str, spread: timedelta, comes: Callable[[date], bool] = every_day
) -> tuple[date, datetime]:
    """The first local date after `after` on which `at` (plus `spread`) is still to come, and its instant.

    Only dates for which `comes` holds; there must be one.
    """
    day = max(after + timedelta(days=1), local_date(now, zone))
    while True:
        instant = instant_of(day, at, zone) + spread
        if instant > now and comes(day):
            return day, instant
        day += timedelta(days=1)


def in_window(now: datetime, zone: str, start: time, end: time) -> bool:
    """Whether the local time lies within start (included) and end (excluded); the window may cross midnight."""
    local = now.astimezone(_place(zone)).time()
    return start <= local < end if start < end else local >= start or local < end


def window_opens(now: datetime, zone: str, start: time) -> datetime:
    """The next instant at which the window opens."""
    day = local_date(now, zone)
    opening = instant_of(day, start, zone)
    return opening if opening > now else instant_of(day + timedelta(days=1), start, zone)


def evening_closes(day: date, zone: str) -> datetime:
    """The instant until which the check-in of `day` can be answered."""
    return instant_of(day + timedelta(days=1), EVENING_ENDS, zone)
