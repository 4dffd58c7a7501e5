"""The list of cities in memory: some 300,000 names, packed tightly, looked up exactly, by beginning and by likeness.

Data from GeoNames, CC BY 4.0; see CREDITS.md.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

CHUNK = 1 << 13  # names whose letters are unpacked at the same time while their signatures are made
LIKELY = 60  # names whose spelling is compared letter by letter
LONGEST_SLIP = 3  # letters by which a misspelling may be longer or shorter


@dataclass(frozen=True)
class Region:
    """A country (ISO 3166), or a state of it (GeoNames' code; empty: all of it)."""

    country: str
    state: str


class Gazetteer:
    """Cities are numbers, the largest first; names are numbers too, in the order of their bytes. About 20 MB."""

    def __init__(self, data: dict[str, NDArray[Any]]) -> None:
        self._names = data["names"].tobytes()
        breaks = np.flatnonzero(data["names"] == ord("\n")).astype(np.uint32)
        self._begins = np.concatenate([np.zeros(1, np.uint32), breaks + 1])
        self._ends = np.append(breaks, len(self._names)).astype(np.uint32)
        self._starts, self._meant = data["starts"], data["meant"]
        self._titles = data["titles"].tobytes().split(b"\n")
        self._zone, self._country, self._state = data["zone"], data["country"], data["state"]
        self._zones = [str(name) for name in data["zone_names"]]
        self._countries = [str(name) for name in data["country_names"]]
        self._states = [str(name) for name in data["state_names"]]
        self._weight = np.log10(data["people"] + 1.0).astype(np.float32)
        self._regions = dict(self._read_region(line) for line in data["regions"])
        self._signatures, self._lengths = self._sign()
        self._bits = np.bitwise_count(self._signatures)

    @staticmethod
    def _read_region(line: str) -> tuple[str, Region]:
        name, country, state = str(line).split("\t")
        return name, Region(country, state)

    def _sign(self) -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
        """For each name its letters and pairs of neighbours (edges too), as bits of 64; and its length in letters."""
        count = len(self._begins)
        signatures, lengths = np.zeros(count, np.uint64), np.zeros(count, np.uint8)
        for low in range(0, count, CHUNK):
            high = min(low + CHUNK, count)
            text = self._names[self._begins[low] : self._ends[high - 1]].decode()
            letters = _letters(f"\n{text}\n")
            edges = np.flatnonzero(letters == ord("\n"))
            signatures[low:high] = np.bitwise_or.reduceat(_bits(letters), edges[:-1])
            lengths[low:high] = np.minimum(np.diff(edges) - 1, 255)
        return signatures, lengths

    def __len__(self) -> int:
        return len(self._begins)

    def name(self, number: int) -> str:
        """The folded spelling of a name."""
        return self._spelled(number).decode()

    def title(self, city: int) -> str:
        """A city's name as it is shown."""
        return self._titles[city].decode()

    def place(self, city: int) -> tuple[str, str]:
        """A city's country and zone."""
        return self._countries[self._country[city]], self._zones[self._zone[city]]

    def weight(self, city: int) -> float:
        """The logarithm (10) of the number of people."""
        return float(self._weight[city])

    def region(self, name: str) -> Region | None:
        """The country or state of that folded name."""
        return self._regions.get(name)

    def lies_in(self, city: int, region: Region) -> bool:
        """Whether the city lies in that country and state."""
        state = self._states[self._state[city]]
        return self.place(city)[0] == region.country and region.state in ("", state)

    def cities_of(self, name: int) -> Iterator[int]:
        """The cities that have this name, the largest first."""
        yield from (int(city) for city in self._meant[self._starts[name] : self._starts[name + 1]])

    def cities_in(self, region: Region) -> Iterator[int]:
        """The cities of a country or state, the largest first."""
        if region.country in self._countries:
            cities = np.flatnonzero(self._country == self._countries.index(region.country))
            yield from (int(city) for city in cities if self.lies_in(int(city), region))

    def exactly(self, name: str) -> int | None:
        """The number of this very name."""
        number = self._position(name.encode())
        return number if number < len(self) and self.name(number) == name else None

    def begun(self, start: str) -> int | None:
        """Of the names that begin so, the one of the largest city."""
        low = self._position(start.encode())
        high = self._position(start.encode() + b"\xff")
        if low == high:
            return None
        return low + int(np.argmax(self._weight[self._meant[self._starts[low:high]]]))

    def alike(self, name: str) -> list[int]:
        """Names that share most letters and pairs of letters with this one; the likeliest, in no order."""
        wanted = np.bitwise_or.reduce(_bits(_letters(f"\n{name}\n"))[:-1])
        near = np.flatnonzero((self._lengths >= len(name) - LONGEST_SLIP) & (self._lengths <= len(name) + LONGEST_SLIP))
        shared = np.bitwise_count(self._signatures[near] & wanted).astype(np.float32)
        likeness = 2 * shared / (self._bits[near] + np.bitwise_count(wanted))
        likeness += self._weight[self._meant[self._starts[near]]] * np.float32(0.03)
        best = np.argpartition(likeness, -LIKELY)[-LIKELY:] if len(near) > LIKELY else np.arange(len(near))
        return [int(number) for number in near[best]]

    def _spelled(self, number: int) -> bytes:
        return self._names[self._begins[number] : self._ends[number]]

    def _position(self, wanted: bytes) -> int:
        return bisect_left(range(len(self)), wanted, key=self._spelled)


def _letters(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def _bits(letters: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """For each letter one bit for itself and one for the pair that it makes with the next."""
    pairs = letters * np.uint32(2654435761)
    pairs[:-1] += letters[1:] * np.uint32(40503)
    found = np.uint64(1) << (pairs * np.uint32(2246822519) >> np.uint32(26)).astype(np.uint64)
    return found | np.uint64(1) << (letters * np.uint32(2654435769) >> np.uint32(26)).astype(np.uint64)


@cache
def open_gazetteer() -> Gazetteer:
    """Read the list; once, at the first question."""
    with as_file(files("bot.places") / "cities.npz") as path, np.load(path, allow_pickle=False) as data:
        return Gazetteer(dict(data))
