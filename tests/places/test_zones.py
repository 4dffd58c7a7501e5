"""Guesses by the time on a clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.places import country_of, guesses_by_clock, is_zone, others_with_this_time

WINTER, SUMMER = datetime(2026, 12, 1, 12, tzinfo=UTC), datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("now", [WINTER, SUMMER])
def test_every_time_on_earth_is_offered_once(now: datetime) -> None:
    guesses = guesses_by_clock(now, "xx")
    faces = [guess.local.utcoffset() for guess in guesses]
    assert len(set(faces)) == len(faces) > 30
    assert all(guess.local == now and is_zone(guess.zone) for guess in guesses)


def test_the_most_populous_come_first_and_stand_for_their_time() -> None:
    zones = [guess.zone for guess in guesses_by_clock(WINTER, "xx")]
    assert zones[0] == "Asia/Shanghai"
    assert "Asia/Kolkata" in zones[:3]
    assert "Europe/Berlin" in zones


@pytest.mark.parametrize(
    ("language", "zone"),
    [
        ("en-GB", "Europe/London"),
        ("en-AU", "Australia/Sydney"),
        ("de", "Europe/Berlin"),
        ("ja", "Asia/Tokyo"),
        ("", "Asia/Shanghai"),
    ],
)
def test_the_language_only_sorts(language: str, zone: str) -> None:
    guesses = guesses_by_clock(WINTER, language)
    assert guesses[0].zone == zone
    assert {g.local.utcoffset() for g in guesses} == {g.local.utcoffset() for g in guesses_by_clock(WINTER, "xx")}


@pytest.mark.parametrize(
    ("zone", "now", "others"),
    [
        ("Europe/Berlin", WINTER, ("Africa/Lagos", "Africa/Casablanca")),
        ("Africa/Lagos", WINTER, ("Europe/Berlin", "Africa/Casablanca")),
        ("Africa/Lagos", SUMMER, ("Europe/London", "Africa/Casablanca")),
        ("America/Denver", WINTER, ("America/Phoenix",)),
        ("America/Denver", SUMMER, ("America/Mexico_City",)),
        ("Asia/Kolkata", WINTER, ()),
        ("Etc/GMT-1", SUMMER, ("Europe/London", "Africa/Casablanca")),  # keeps the time of Lagos
    ],
)
def test_the_zones_that_share_a_time_but_not_all_year(zone: str, now: datetime, others: tuple[str, ...]) -> None:
    assert others_with_this_time(zone, now) == others


@pytest.mark.parametrize("now", [WINTER, SUMMER])
def test_every_zone_with_cities_is_reached_by_the_clock_alone(now: datetime) -> None:
    """By its own rules: a guess, or one of the others beside it."""
    offered = [
        zone for guess in guesses_by_clock(now, "xx") for zone in (guess.zone, *others_with_this_time(guess.zone, now))
    ]
    assert len(set(offered)) == len(offered)
    months = [now + timedelta(days=30 * n) for n in range(12)]
    kept = {tuple(at.astimezone(ZoneInfo(zone)).utcoffset() for at in months) for zone in offered}
    for zone in available_timezones():
        if country_of(zone):
            assert tuple(at.astimezone(ZoneInfo(zone)).utcoffset() for at in months) in kept, zone


def test_countries_of_zones() -> None:
    assert country_of("Europe/London") == "GB"
    assert country_of("Asia/Kolkata") == "IN"
    assert country_of("Etc/UTC") is None
