"""Which zones fit the time on somebody's clock, most populous first."""

import csv
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones


@dataclass(frozen=True)
class ClockGuess:
    """What the clock shows now in `zone`; the zone is the most populous with that time."""

    zone: str
    local: datetime


@dataclass(frozen=True)
class _Zone:
    name: str
    country: str
    millions: float  # people in cities, roughly; only the order matters


@cache
def _zones() -> tuple[_Zone, ...]:
    with (files("bot.places") / "zones.csv").open(encoding="utf-8") as lines:
        return tuple(_Zone(row["zone"], row["country"], float(row["millions"])) for row in csv.DictReader(lines))


# Where people who set their phone to this language mostly live: it only sorts, it decides nothing.
_LANGUAGE_ZONES = {
    "en": (
        "Europe/London",
        "America/New_York",
        "Asia/Kolkata",
        "America/Los_Angeles",
        "America/Chicago",
        "Australia/Sydney",
    ),
    "de": ("Europe/Berlin",),
    "es": ("America/Mexico_City", "Europe/Madrid", "America/Bogota", "America/Argentina/Buenos_Aires"),
    "pt": ("America/Sao_Paulo", "Europe/London"),
    "ru": ("Europe/Moscow", "Asia/Yekaterinburg"),
    "hi": ("Asia/Kolkata",),
    "ja": ("Asia/Tokyo",),
    "fr": ("Europe/Paris",),
}


def guesses_by_clock(now: datetime, language: str) -> tuple[ClockGuess, ...]:
    """Every time that a clock on earth shows at `now`, each with its most populous zone; likely ones first.

    `language` (a tag such as en-GB) only sorts.
    """
    best: dict[object, _Zone] = {}
    for zone in _zones():
        offset = now.astimezone(ZoneInfo(zone.name)).utcoffset()
        if offset not in best or best[offset].millions < zone.millions:
            best[offset] = zone
    liked = _LANGUAGE_ZONES.get(language.split("-")[0].lower(), ())
    for name in reversed(liked):
        best[now.astimezone(ZoneInfo(name)).utcoffset()] = next(z for z in _zones() if z.name == name)
    order = sorted(best.values(), key=lambda z: (liked.index(z.name) if z.name in liked else len(liked), -z.millions))
    return tuple(ClockGuess(zone.name, now.astimezone(ZoneInfo(zone.name))) for zone in order)


def country_of(zone: str) -> str | None:
    """The country (ISO 3166) that most people in `zone` live in, if the list knows."""
    return next((z.country for z in _zones() if z.name == zone), None)


def is_zone(name: str) -> bool:
    """Whether this is an IANA zone that this machine knows."""
    return name in available_timezones()
