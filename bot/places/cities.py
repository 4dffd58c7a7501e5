"""Cities by name, out of a short list of large ones."""

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Place:
    """A city, its country (ISO 3166) and its zone (IANA)."""

    name: str
    country: str
    zone: str


def folded(text: str) -> str:
    """Lower case, without accents, single spaces; letters and digits only."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


@cache
def _index() -> dict[str, Place]:
    """Folded name -> place, largest first, so that of two cities of one name the larger is meant."""
    index: dict[str, Place] = {}
    with (files("bot.places") / "cities.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            place = Place(row["name"], row["country"], row["zone"])
            for name in (row["name"], *row["also"].split("|")):
                if name:
                    index.setdefault(folded(name), place)
    return index


def find_city(words: str) -> tuple[Place, ...]:
    """The places that `words` may mean ("I live in Leeds" too), at most three, one a zone; none if nothing fits."""
    index = _index()
    tokens = folded(words).split()[:12]
    spans = [" ".join(tokens[i : i + n]) for n in (len(tokens), 3, 2, 1) for i in range(len(tokens) - n + 1) if n]
    exact = [index[span] for span in spans if span in index]
    begun = [
        place
        for name, place in index.items()
        if len(tokens) == 1 and len(tokens[0]) >= 3 and name.startswith(tokens[0])
    ]
    by_zone: dict[str, Place] = {}
    for place in exact or begun:
        by_zone.setdefault(place.zone, place)
    return tuple(by_zone.values())[:3]
