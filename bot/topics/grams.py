"""How much two texts share letter by letter: runs of 3 to 5 characters, which forgive spelling and endings."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Names = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]
SIZES = (3, 4, 5)
FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, and without a pattern
LONGEST = 500  # characters of a question that are read
_WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """`text` as the scorers read it: folded, without signs, cut to the first 500 characters. Empty: no words."""
    folded = unicodedata.normalize("NFKC", text[: 2 * LONGEST]).casefold().replace("’", "").replace("'", "")
    return " ".join(_WORD.findall(folded))[:LONGEST]


def _grams(text: str) -> Names:
    """The name of every run of letters in `text`: a number of 64 bits, which two runs share by an accident only."""
    letters = np.frombuffer(f" {plain(text)} ".encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    names = np.zeros_like(letters)
    found = []
    for size in range(1, SIZES[-1] + 1):
        following = letters[size - 1 :]
        names = names[: len(following)] * FACTOR + following
        if size in SIZES:
            found.append(names)
    return np.concatenate(found)


class GramTable:
    """The grams of a list of texts, by gram, ready to be compared with another text."""

    def __init__(self, texts: Sequence[str]) -> None:
        named = [_grams(text) for text in texts]
        every = np.concatenate([np.zeros(0, dtype=np.uint64), *named])
        self._size = len(texts)
        self._names, grams = np.unique(every, return_inverse=True)
        # One number for each gram in each text, so that sorting brings them by gram, and by text within it.
        places = grams * max(self._size, 1) + np.repeat(np.arange(self._size), [len(names) for names in named])
        places, counts = np.unique(places, return_counts=True)
        grams, self._texts = np.divmod(places, max(self._size, 1))
        self._starts = np.searchsorted(grams, np.arange(len(self._names) + 1))
        self._rarity = np.log(1 + self._size / np.diff(self._starts))
        weights = (1 + np.log(counts)) * self._rarity[grams]
        lengths = np.sqrt(np.bincount(self._texts, weights**2, self._size))
        self._weights: Floats = (weights / lengths[self._texts]).astype(np.float32)

    def like(self, text: str) -> Floats:
        """The cosine of `text` with each text of the table, shape (texts,)."""
        names, counts = np.unique(_grams(text), return_counts=True)
        grams = np.searchsorted(self._names, names)
        known = grams < len(self._names)
        known[known] = self._names[grams[known]] == names[known]
        weights = (1 + np.log(counts[known])) * self._rarity[grams[known]]
        length = float(np.linalg.norm(weights))
        return self._compare(grams[known], (weights / length if length else weights).astype(np.float32))

    def all_pairs(self) -> Floats:
        """The cosine of each text with each, shape (texts, texts)."""
        grams = np.repeat(np.arange(len(self._names)), np.diff(self._starts))
        by_text = np.argsort(self._texts, kind="stable")
        ends = np.cumsum(np.bincount(self._texts, minlength=self._size))
        pairs = np.empty((self._size, self._size), dtype=np.float32)
        for row, its in zip(pairs, np.split(by_text, ends[:-1]), strict=False):
            row[:] = self._compare(grams[its], self._weights[its])
        return pairs

    def _compare(self, grams: Places, weights: Floats) -> Floats:
        if not len(grams):
            return np.zeros(self._size, dtype=np.float32)
        starts = self._starts[grams]
        lengths = self._starts[grams + 1] - starts
        # The places of all runs, one run after another: 0, 1, 2 … moved to where each run begins.
        before = np.cumsum(lengths) - lengths
        places = np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
        products = self._weights[places] * np.repeat(weights, lengths)
        return np.bincount(self._texts[places], products, self._size).astype(np.float32)
