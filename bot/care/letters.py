"""Which runs of letters stand in a text: how something is put, slips and short forms included, beside what it means."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

BUCKETS = 8192  # runs of letters are counted by their hash, so that the weights have one size
SHORTEST, LONGEST = 2, 5


def rarity_of(texts: Sequence[str]) -> Floats:
    """How much a bucket says: the logarithm of how few of `texts` fill it, (BUCKETS,)."""
    filled = np.zeros(BUCKETS, dtype=np.float32)
    for text in texts:
        filled[_buckets(text)] += 1
    return np.asarray(np.log((len(texts) + 1) / (filled + 1)), dtype=np.float32)


def letter_vectors(texts: Sequence[str], rarity: Floats) -> Floats:
    """Unit vectors, (len(texts), BUCKETS), whose dot product says how alike two texts are written."""
    vectors = np.zeros((len(texts), BUCKETS), dtype=np.float32)
    for row, text in enumerate(texts):
        buckets = _buckets(text)
        vectors[row, buckets] = rarity[buckets]
        vectors[row] /= np.linalg.norm(vectors[row]) + np.float32(1e-9)
    return vectors


def _buckets(text: str) -> list[int]:
    plain = f" {' '.join(text.casefold().replace('’', chr(39)).split())} "
    runs = {plain[at : at + size] for size in range(SHORTEST, LONGEST + 1) for at in range(len(plain) - size + 1)}
    return sorted({crc32(run.encode()) % BUCKETS for run in runs})
