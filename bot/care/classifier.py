"""How near a text's meaning is to examples of danger and self-harm: kernel ridge regression over sentence vectors.

`train.py` makes `weights.npz` out of `examples.jsonl`; a test holds the two together.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.care.risk import Risk

Floats = npt.NDArray[np.float32]

# The columns of the coefficients, and so of the scores.
CLASSES = (Risk.DANGER, Risk.NONE, Risk.SELF_HARM)
# By cross-validation over the examples anything from 0.1 to 1 does about as well.
RIDGE = 0.3
# What one step of the stored bytes means, in units of standard deviation; all but a few in 10,000 values fit in +-4.
STEP = 4.0 / 127

WEIGHTS_FILE = Path(__file__).parent / "weights.npz"


@dataclass(frozen=True)
class Classifier:
    """The examples' vectors, and how much each speaks for each class.

    `centre` and `spread`: (768,), what vectors are standardised with. `examples`: (n, 768), standardised and `shaped`.
    `coefficients`: (n, 3), in the order of `CLASSES`.
    """

    centre: Floats
    spread: Floats
    examples: Floats
    coefficients: Floats

    def scores(self, vectors: Floats) -> Floats:
        """About +1 where a class fits and -1 where it doesn't, (m, 768) -> (m, 3), in the order of `CLASSES`.

        `vectors` as `Embedder.embed_deep` gives them.
        """
        near = kernel(shaped(standardised(vectors, self.centre, self.spread)), self.examples)
        return np.asarray(near @ self.coefficients, dtype=np.float32)


@lru_cache(maxsize=1)
def load_classifier() -> Classifier:
    """The trained one, read once a process."""
    with np.load(WEIGHTS_FILE) as kept:
        return Classifier(
            centre=kept["centre"],
            spread=kept["spread"],
            examples=shaped(kept["steps"].astype(np.float32) * np.float32(STEP)),
            coefficients=kept["coefficients"],
        )


def standardised(vectors: Floats, centre: Floats, spread: Floats) -> Floats:
    """Each of the 768 values in standard deviations from its mean over the examples."""
    return np.asarray((vectors - centre) / spread, dtype=np.float32)


def shaped(values: Floats) -> Floats:
    """Both halves (last layer, middle layer) given the same weight, and the whole unit length."""
    half = values.shape[1] // 2
    parts = [part / np.linalg.norm(part, axis=1, keepdims=True) for part in (values[:, :half], values[:, half:])]
    return np.asarray(np.hstack(parts) / np.sqrt(2.0), dtype=np.float32)


def kernel(some: Floats, others: Floats) -> Floats:
    """exp(-|a - b|²) of unit vectors, (m, d) and (n, d) -> (m, n)."""
    return np.asarray(np.exp(2.0 * (some @ others.T) - 2.0), dtype=np.float32)
