"""What is worked out beforehand and shipped: the examples' vectors, and what was learned from them.

Making it takes half a minute; reading it takes a moment. It is only a saving: where it is missing or the examples
have changed since, the same comes out of the examples themselves, and vectors of unchanged texts are still used.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.topics.ridge import Floats, Learned

FILE = Path(__file__).parent / "prepared.npz"
_STEPS = 127  # of an 8-bit vector's largest value


@dataclass(frozen=True)
class Prepared:
    """Vectors by the hash of their text, and what was learned (with and without vectors) from the examples `digest`."""

    digest: str = ""
    by_meaning: Learned | None = None
    by_letters: Learned | None = None
    vectors: dict[int, Floats] = field(default_factory=dict)


def text_hash(text: str) -> int:
    """Names a text in 63 bits."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 1


def rounded(vectors: Floats) -> Floats:
    """The vectors as the file keeps them, so that fresh and kept ones are of one kind."""
    steps, scales = _to_steps(vectors)
    return _from_steps(steps, scales)


def _to_steps(vectors: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    scales = np.abs(vectors).max(axis=1, keepdims=True) / _STEPS
    return np.round(vectors / scales).astype(np.int8), scales.astype(np.float32)


def _from_steps(steps: npt.NDArray[np.int8], scales: Floats) -> Floats:
    return np.asarray(steps * scales, dtype=np.float32)


def write(
    file: Path, digest: str, texts: Sequence[str], vectors: Floats, by_meaning: Learned, by_letters: Learned
) -> None:
    """Write all of it, in about 2 MB."""
    steps, scales = _to_steps(vectors)
    arrays = {
        "digest": np.array(digest),
        "hashes": np.array([text_hash(text) for text in texts], dtype=np.int64),
        "steps": steps,
        "scales": scales,
        "meaning": by_meaning.weights.astype(np.float16),
        "letters": by_letters.weights.astype(np.float16),
        "levels": np.array([by_meaning.floor, by_meaning.gap, by_letters.floor, by_letters.gap]),
    }
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **arrays)
    file.write_bytes(packed.getvalue())


def read(file: Path = FILE) -> Prepared:
    """What the file holds; nothing, if there is none."""
    if not file.is_file():
        return Prepared()
    with np.load(file, allow_pickle=False) as kept:
        vectors = _from_steps(kept["steps"], kept["scales"])
        levels = [float(level) for level in kept["levels"]]
        return Prepared(
            digest=str(kept["digest"]),
            by_meaning=Learned(kept["meaning"].astype(np.float32), *levels[:2]),
            by_letters=Learned(kept["letters"].astype(np.float32), *levels[2:]),
            vectors=dict(zip(kept["hashes"].tolist(), vectors, strict=True)),
        )
