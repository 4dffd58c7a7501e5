"""Cities by name, in all scripts: whole or in a sentence, misspelt, with or without the country after it."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from bot.places.folding import folded
from bot.places.gazetteer import Gazetteer, Region, open_gazetteer

MOST = 4  # places, one a zone
LONGEST = 200  # characters that are looked at
WORDS = 8
SPAN = 4  # words of one name
SHORTEST_GUESS = 4  # letters of a word that may be misspelt
GUESSES = 4  # words or groups of words, the longest first, that are taken for misspelt: each costs 10 ms
LARGE = 6  # the logarithm of the people in a city that is known as well as a country of its name
ALIKE = 0.66  # of the letters must be right
# What stands around the name of a city in a sentence, and is itself the name of some village.
_FILLERS = """
a am an and are around at based be by city close currently from here hello hi i im in is it its just live lives living
me my near nearby not of on outside over please quite right side somewhere stay staying still the there time to town
village we ich wohne in bei vivo en cerca de je vis a habite moro em я живу в
"""
FILLERS = frozenset(_FILLERS.split())
_opening = threading.Lock()


@dataclass(frozen=True)
class Place:
    """A city, its country (ISO 3166) and its zone (IANA)."""

    name: str
    country: str
    zone: str


@dataclass(frozen=True)
class _Match:
    city: int
    score: float


async def find_city(words: str) -> tuple[Place, ...]:
    """The places that `words` may mean, the likeliest first, at most four, one a zone; none if nothing fits.

    It takes some milliseconds of processor time, in a thread, so that nobody else waits for them.
    """
    return await asyncio.to_thread(_find, words)


def names_city(words: str) -> bool:
    """Whether `words` are the very name of a city, and at most such words as stand around one.

    The first call, here or in `find_city`, opens the list.
    """
    name = " ".join(_telling(words))
    return bool(name) and _opened().exactly(name) is not None


def _opened() -> Gazetteer:
    with _opening:  # two first questions at once read the list once
        return open_gazetteer()


def _telling(words: str) -> list[str]:
    return [token for token in folded(words[:LONGEST]).split() if token not in FILLERS][:WORDS]


def _find(words: str) -> tuple[Place, ...]:
    cities = _opened()
    tokens = _telling(words)
    tokens = tokens or folded(words[:LONGEST]).split()[:WORDS]
    region, named = _region(cities, tokens)
    rest = [token for token in tokens if token not in named] or tokens
    matches = list(_exact(cities, tokens, rest, region))
    alone = region is not None and not named
    if alone:  # a country or state is meant, and not the village that is called like it
        matches = [match for match in matches if cities.weight(match.city) >= LARGE]
    if not alone and (not matches or max(match.score for match in matches) < 100):
        matches += _misspelt(cities, rest, region)
    if not matches and region is not None:
        matches = [_Match(city, cities.weight(city)) for city in cities.cities_in(region)]
    return _one_a_zone(cities, matches)


def _one_a_zone(cities: Gazetteer, matches: list[_Match]) -> tuple[Place, ...]:
    by_zone: dict[str, Place] = {}
    for match in sorted(matches, key=lambda m: -m.score):
        country, zone = cities.place(match.city)
        by_zone.setdefault(zone, Place(cities.title(match.city), country, zone))
    return tuple(by_zone.values())[:MOST]


def _spans(tokens: list[str]) -> Iterator[list[str]]:
    for length in range(min(SPAN, len(tokens)), 0, -1):
        yield from (tokens[i : i + length] for i in range(len(tokens) - length + 1))


def _region(cities: Gazetteer, tokens: list[str]) -> tuple[Region | None, list[str]]:
    """The country or state at the end of what was written, and the words that name it."""
    for length in (3, 2, 1):
        span = tokens[-length:]
        if len(tokens) >= length and (region := cities.region(" ".join(span))):
            return region, span if len(tokens) > length else []
    return None, []


def _score(cities: Gazetteer, city: int, likeness: float, share: float, region: Region | None) -> float:
    """Up to 100 for the name, by how much of what was written it accounts for; some for size and for the region."""
    here = 40 if region and cities.lies_in(city, region) else 0
    return 100 * likeness * share + 4 * cities.weight(city) + here


def _exact(cities: Gazetteer, tokens: list[str], rest: list[str], region: Region | None) -> Iterator[_Match]:
    written = len("".join(rest))
    for span in _spans(tokens):
        share = min(len("".join(span)) / written, 1.0)
        number = cities.exactly(" ".join(span))
        if number is None and len(span) > 1:
            number = cities.exactly("".join(span))
        if number is not None:
            yield from (_Match(city, _score(cities, city, 1.0, share, region)) for city in cities.cities_of(number))
    yield from _unspaced(cities, tokens, written, region)


def _unspaced(cities: Gazetteer, tokens: list[str], written: int, region: Region | None) -> Iterator[_Match]:
    """Names inside a word of a script that is written without spaces."""
    for token in tokens:
        if not any("\u0e00" <= letter <= "\u0eff" or letter >= "\u3040" for letter in token):
            continue
        for length in range(min(len(token) - 1, 12), 1, -1):
            for start in range(len(token) - length + 1):
                number = cities.exactly(token[start : start + length])
                if number is not None:
                    share = length / written
                    yield from (_Match(c, _score(cities, c, 1.0, share, region)) for c in cities.cities_of(number))


def _misspelt(cities: Gazetteer, tokens: list[str], region: Region | None) -> Iterator[_Match]:
    written = len("".join(tokens))
    spans = [span for span in _spans(tokens) if len(span) == 1 or len(tokens) < SPAN]
    for span in sorted(spans, key=lambda span: -len("".join(span)))[:GUESSES]:
        name = " ".join(span)
        if len(name) < SHORTEST_GUESS:
            continue
        share = len("".join(span)) / written
        for number in cities.alike(name):
            likeness = 1 - slips(name, cities.name(number)) / max(len(name), 1)
            if likeness >= ALIKE:
                yield from (_Match(c, _score(cities, c, likeness, share, region)) for c in cities.cities_of(number))
        begun = cities.begun(name)
        if begun is not None:
            yield from (_Match(c, _score(cities, c, 0.8, share, region)) for c in cities.cities_of(begun))


def slips(one: str, other: str) -> int:
    """Letters left out, added, changed, or swapped with their neighbour, between two spellings."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
