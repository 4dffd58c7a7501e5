"""Which zones fit the time on somebody's clock, most populous first."""

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale


@dataclass(frozen=True)
class ClockGuess:
    """What the clock shows now in `zone`; the zone is the most populous with that time."""

    zone: str
    local: datetime


@dataclass(frozen=True)
class _Zone:
    name: str
    country: str
    millions: float  # people in cities of 15,000 or more
    here: ZoneInfo  # kept, because zoneinfo itself keeps only eight and reads the others from the disk again


@cache
def _zones() -> tuple[_Zone, ...]:
    """Every zone that has cities, the most populous first. From GeoNames; see CREDITS.md."""
    with (files("bot.places") / "zones.csv").open(encoding="utf-8") as lines:
        return tuple(
            _Zone(row["zone"], row["country"], float(row["millions"]), ZoneInfo(row["zone"]))
            for row in csv.DictReader(lines)
        )


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
_Rules = tuple[timedelta | None, ...]


@lru_cache(maxsize=4)
def _year_of(month: date) -> dict[str, _Rules]:
    """How far each zone is ahead in the twelve months from `month` on; some keep a rule for five weeks only."""
    return {z.name: _ahead_in_a_year(z.here, month) for z in _zones()}


def _ahead_in_a_year(here: ZoneInfo, month: date) -> _Rules:
    noon = datetime(month.year, month.month, 15, 12, tzinfo=UTC)
    return tuple((noon + timedelta(days=30 * n)).astimezone(here).utcoffset() for n in range(12))


def guesses_by_clock(now: datetime, language: str) -> tuple[ClockGuess, ...]:
    """Every time that a clock on earth shows at `now`, each with one zone; likely ones first.

    Of the zones that show one time now, the rules that most people live by are guessed, and named by their most
    populous zone; `others_with_this_time` has the rest. `language` (a tag such as en-GB) only sorts.
    """
    best: dict[timedelta | None, tuple[float, _Zone]] = {}
    for rules, (count, largest) in _by_rules(now).items():
        if rules[0] not in best or best[rules[0]][0] < count:
            best[rules[0]] = (count, largest)
    liked = _liked(language)
    for name in reversed(liked):
        offset = now.astimezone(ZoneInfo(name)).utcoffset()
        best[offset] = (best[offset][0], next(zone for zone in _zones() if zone.name == name))
    order = sorted(
        best.values(),
        key=lambda found: (liked.index(found[1].name) if found[1].name in liked else len(liked), -found[0]),
    )
    return tuple(ClockGuess(zone.name, now.astimezone(ZoneInfo(zone.name))) for _, zone in order)


def others_with_this_time(zone: str, now: datetime) -> tuple[str, ...]:
    """Zones whose clocks show at `now` what those in `zone` show, but not all year; the most populous first.

    One for each set of rules that people live by. `zone` is a name from the tz database.
    """
    there = ZoneInfo(zone)
    here = (now.astimezone(there).utcoffset(), *_ahead_in_a_year(there, now.date().replace(day=1)))
    fitting = [found for rules, found in _by_rules(now).items() if rules[0] == here[0] and rules != here]
    return tuple(largest.name for _, largest in sorted(fitting, key=lambda found: -found[0]))


def _by_rules(now: datetime) -> dict[_Rules, tuple[float, _Zone]]:
    """Zones that keep the same time now and all year count together: their millions, and the most populous of them."""
    found: dict[_Rules, tuple[float, _Zone]] = {}
    year = _year_of(now.date().replace(day=1))
    for zone in _zones():
        rules = (now.astimezone(zone.here).utcoffset(), *year[zone.name])
        millions, largest = found.get(rules, (0.0, zone))
        found[rules] = (millions + zone.millions, largest)
    return found


def _liked(language: str) -> tuple[str, ...]:
    """Zones that go with the language, those of the tag's own country (en-AU) before the others."""
    tongue, _, country = language.partition("-")
    zones = _LANGUAGE_ZONES.get(tongue.lower(), ())
    at_home = [zone for zone in _zones() if zone.country == country.upper()][:1] if country else []
    return tuple(dict.fromkeys([*(zone.name for zone in at_home), *zones]))


def country_of(zone: str) -> str | None:
    """The country (ISO 3166) that most people in `zone` live in, if the list knows."""
    return next((z.country for z in _zones() if z.name == zone), None)


def country_name(code: str, language: str) -> str:
    """What this country (ISO 3166) is called in that language; the code itself if nobody knows."""
    return str(Locale.parse(language).territories.get(code, code))


def is_zone(name: str) -> bool:
    """Whether this is an IANA zone that this machine knows."""
    return name in available_timezones()
