"""How much two texts share letter by letter: runs of 3 to 5 characters, which forgive spelling and endings."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]
SIZES = (3, 4, 5)
LONGEST = 500  # characters of a question that are read
_WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """`text` as the scorers read it: folded, without signs, cut to the first 500 characters. Empty: no words."""
    folded = unicodedata.normalize("NFKC", text[: 2 * LONGEST]).casefold().replace("’", "").replace("'", "")
    return " ".join(_WORD.findall(folded))[:LONGEST]


def _grams(text: str) -> Counter[str]:
    padded = f" {plain(text)} "
    return Counter(padded[i : i + size] for size in SIZES for i in range(len(padded) - size + 1))


class GramTable:
    """The grams of a list of texts, by gram, ready to be compared with another text."""

    def __init__(self, texts: Sequence[str]) -> None:
        counted = [_grams(text) for text in texts]
        seen = Counter(gram for grams in counted for gram in grams)
        self._size = len(texts)
        self._number = {gram: number for number, gram in enumerate(seen)}
        self._rarity = [math.log(1 + len(texts) / n) for n in seen.values()]
        self._rows = [self._weigh(grams) for grams in counted]
        self._starts, self._texts, self._weights = self._by_gram()

    def _weigh(self, grams: Counter[str]) -> tuple[Numbers, Floats]:
        """Numbers of the known grams, and their weights as a unit vector (or none, where none is known)."""
        known = [(self._number[gram], n) for gram, n in grams.items() if gram in self._number]
        numbers = np.array([number for number, _ in known], dtype=np.int32)
        weights = np.array([(1 + math.log(n)) * self._rarity[number] for number, n in known], dtype=np.float32)
        length = float(np.linalg.norm(weights))
        return numbers, weights / length if length else weights

    def _by_gram(self) -> tuple[Places, Places, Floats]:
        """Where each gram's run begins in the other two (and, last, their length); texts and weights, by gram."""
        grams = np.concatenate([np.zeros(0, dtype=np.int32), *(numbers for numbers, _ in self._rows)])
        weights = np.concatenate([np.zeros(0, dtype=np.float32), *(weights for _, weights in self._rows)])
        texts = np.repeat(np.arange(self._size), [len(numbers) for numbers, _ in self._rows])
        order = np.argsort(grams, kind="stable")
        starts = np.searchsorted(grams[order], np.arange(len(self._number) + 1))
        return starts, texts[order], weights[order]

    def like(self, text: str) -> Floats:
        """The cosine of `text` with each text of the table, shape (texts,)."""
        return self._compare(*self._weigh(_grams(text)))

    def all_pairs(self) -> Floats:
        """The cosine of each text with each, shape (texts, texts)."""
        pairs = np.empty((self._size, self._size), dtype=np.float32)
        for row, (numbers, weights) in enumerate(self._rows):
            pairs[row] = self._compare(numbers, weights)
        return pairs

    def _compare(self, numbers: Numbers, weights: Floats) -> Floats:
        if not len(numbers):
            return np.zeros(self._size, dtype=np.float32)
        starts = self._starts[numbers]
        lengths = self._starts[numbers + 1] - starts
        # The places of all runs, one run after another: 0, 1, 2 … moved to where each run begins.
        before = np.cumsum(lengths) - lengths
        places = np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
        products = self._weights[places] * np.repeat(weights, lengths)
        return np.bincount(self._texts[places], products, self._size).astype(np.float32)
