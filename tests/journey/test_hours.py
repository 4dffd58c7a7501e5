"""From a wish to an instant: both clock changes, odd zones, windows that cross midnight."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.journey import hours


@pytest.mark.parametrize(
    ("zone", "day", "at", "instant"),
    [
        ("Europe/London", date(2026, 11, 24), time(8, 30), "2026-11-24T08:30"),
        ("Europe/London", date(2026, 7, 24), time(8, 30), "2026-07-24T07:30"),
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), "2027-03-28T01:00"),  # does not exist: three o'clock
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),  # comes twice: the first
        ("Asia/Kolkata", date(2026, 11, 24), time(8, 30), "2026-11-24T03:00"),
        ("Asia/Kathmandu", date(2026, 11, 24), time(8, 30), "2026-11-24T02:45"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), "2026-10-03T15:30"),  # a gap of half an hour
        ("Pacific/Apia", date(2011, 12, 30), time(9, 0), "2011-12-30T10:00"),  # a day that never was
        ("America/St_Johns", date(2026, 11, 24), time(0, 0), "2026-11-24T03:30"),
    ],
)
def test_the_instant_of_a_wish(zone: str, day: date, at: time, instant: str) -> None:
    assert hours.instant_of(day, at, zone) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@given(
    zone=st.sampled_from(sorted(available_timezones())),
    now=st.datetimes(datetime(2020, 1, 1), datetime(2037, 1, 1)),  # noqa: DTZ001 - hypothesis wants naive bounds
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0, tzinfo=None)),
    spread=st.integers(0, 9),
)
def test_the_next_instant_is_ahead_at_the_wished_hour_and_within_two_days(
    zone: str, now: datetime, at: time, spread: int
) -> None:
    now = now.replace(tzinfo=UTC)
    minutes = timedelta(minutes=spread)
    day, instant = hours.next_instant(date.min, now, at, zone, minutes)
    assert now < instant <= now + timedelta(days=2, hours=1)
    local = (instant - minutes).astimezone(ZoneInfo(zone))
    exists = hours.instant_of(day, at, zone) == datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if exists and local.date() == day:
        assert local.time() == at


def test_the_evening_lasts_until_four() -> None:
    midnight = datetime(2026, 11, 25, 0, 10, tzinfo=UTC)
    assert hours.evening_date(midnight, "Europe/London") == date(2026, 11, 24)
    assert hours.evening_date(midnight + timedelta(hours=4), "Europe/London") == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("start", "end", "inside", "outside"),
    [
        (time(8), time(21, 30), [time(8), time(21, 29)], [time(7, 59), time(21, 30), time(3)]),
        (time(20), time(4), [time(20), time(23, 59), time(0), time(3, 59)], [time(4), time(12), time(19, 59)]),
    ],
)
def test_windows(start: time, end: time, inside: list[time], outside: list[time]) -> None:
    for at in inside + outside:
        now = datetime.combine(date(2026, 11, 24), at, tzinfo=UTC)
        assert hours.in_window(now, "UTC", start, end) is (at in inside)
        assert now < hours.window_opens(now, "UTC", start) <= now + timedelta(days=1)


def test_the_spread_is_fixed_for_a_person_and_uses_all_ten_minutes() -> None:
    spreads = [hours.spread_of(person) for person in range(1000)]
    assert {spread.total_seconds() / 60 for spread in spreads} == set(range(10))
    assert spreads[17] == hours.spread_of(17)


def _changes(zone: str, year: int) -> list[datetime]:
    """The instants in a year at which the clock of that zone is put forward or back, to the minute."""
    here = ZoneInfo(zone)
    found = []
    at, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    while at < end:
        after = at + timedelta(hours=12)
        if at.astimezone(here).utcoffset() != after.astimezone(here).utcoffset():
            low, high = at, after
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(here).utcoffset() == low.astimezone(here).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high)
        at = after
    return found


@pytest.mark.parametrize("zone", sorted(available_timezones()))
def test_each_wish_is_met_once_a_day_over_both_clock_changes(zone: str) -> None:
    """Every zone of the tz database: from two days before each change of the clock to two days after, all hours."""
    here = ZoneInfo(zone)
    for change in _changes(zone, 2027) or [datetime(2027, 3, 28, 1, tzinfo=UTC)]:
        for at in (time(h, m) for h in range(24) for m in (0, 30)):
            now, day, days = change - timedelta(days=2), date.min, []
            while now < change + timedelta(days=2):
                day, now = hours.next_instant(day, now, at, zone, timedelta(minutes=7))
                days.append(day)
                local = (now - timedelta(minutes=7)).astimezone(here)
                naive = datetime.combine(day, at)
                exists = naive.replace(tzinfo=here).astimezone(UTC).astimezone(here).replace(tzinfo=None) == naive
                # The wished hour; where the clock jumps over it, the first that there is (in Troll two hours later).
                assert local.replace(tzinfo=None) == naive if exists else naive < local.replace(tzinfo=None)
                assert local.replace(tzinfo=None) - naive <= timedelta(hours=2)
            assert days == [days[0] + timedelta(days=n) for n in range(len(days))], "each day once, none left out"
