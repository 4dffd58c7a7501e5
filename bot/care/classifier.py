"""How near a text is to examples of danger and self-harm: kernel ridge regression over meaning and letters.

`train.py` makes `weights.npz` out of `examples.jsonl`; a test holds the two together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from bot.care.letters import Floats, letter_vectors
from bot.care.risk import Risk

# The columns of the coefficients, and so of the scores.
CLASSES = (Risk.DANGER, Risk.NONE, Risk.SELF_HARM)
# Both by leaving out each example in turn: at 90 % recall, letters take false alarms from 17.4 % to 15.9 %, and the
# ridge hardly matters between 0.03 and 0.2.
RIDGE = 0.1
LETTERS = 0.2
# What one step of the stored bytes means, in units of standard deviation; all but a few in 10,000 values fit in +-4.
STEP = 4.0 / 127

WEIGHTS_FILE = Path(__file__).parent / "weights.npz"


@dataclass(frozen=True)
class Classifier:
    """The examples' vectors, and how much each, and each run of letters, speaks for each class.

    `centre` and `spread`: (768,), what vectors are standardised with. `examples`: (n, 768), standardised and `shaped`.
    `coefficients`: (n, 3), in the order of `CLASSES`. `rarity`: (BUCKETS,). `letters`: (BUCKETS, 3).
    """

    centre: Floats
    spread: Floats
    examples: Floats
    coefficients: Floats
    rarity: Floats
    letters: Floats

    def scores(self, texts: Sequence[str], vectors: Floats) -> Floats:
        """About +1 where a class fits and -1 where it doesn't, (len(texts), 3), in the order of `CLASSES`.

        `vectors`: those of `texts`, (len(texts), 768), as `Embedder.embed_deep` gives them.
        """
        near = kernel(shaped(standardised(vectors, self.centre, self.spread)), self.examples)
        alike = letter_vectors(texts, self.rarity) @ self.letters
        return np.asarray(near @ self.coefficients + alike, dtype=np.float32)


@lru_cache(maxsize=1)
def load_classifier() -> Classifier:
    """The trained one, read once a process."""
    with np.load(WEIGHTS_FILE) as kept:
        return Classifier(
            centre=kept["centre"],
            spread=kept["spread"],
            examples=shaped(kept["steps"].astype(np.float32) * np.float32(STEP)),
            coefficients=kept["coefficients"],
            rarity=kept["rarity"],
            letters=kept["letters"].astype(np.float32),
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
