"""Kernel ridge regression: a topic's score for a question is a weighted sum of its likeness to all examples."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

SHARPNESS = 2.0  # of the likeness of two sentence vectors: exp(SHARPNESS * (cosine - 1))
LEXICAL_SHARE = 0.3  # of the likeness that comes from letters, where there are vectors too
RIDGE = 0.5
EMPTY_SHARE = 0.03  # of held-out examples with a topic that may be left without an answer
EMPTY_SHARE_BY_LETTERS = 0.06  # the same without vectors, which tell far less about what no topic answers
CLEAR_RIGHT = 0.8  # how often a clear best topic must be the example's own, held out
SMALL = 300  # rows of a matrix that is inverted in one piece
# These were chosen by leaving out each of the shipped asks; `held_out` gives the scores for it.


@dataclass(frozen=True)
class Learned:
    """What was learned from n examples of k topics: weights, shape (n, k + 1), the last column for no topic.

    Nothing fits where the best topic is not `floor` above no topic; the best one is clear where it is `gap` above
    the second.
    """

    weights: Floats
    floor: float
    gap: float


def likeness(letters: Floats, cosines: Floats | None) -> Floats:
    """How like two texts are, between about 0 and 1: of letters alone, or of letters and sentence vectors."""
    if cosines is None:
        return letters
    # In place, because for all pairs of some thousand examples each copy is 50 MB.
    alike = cosines - 1
    alike *= SHARPNESS
    np.exp(alike, out=alike)
    alike *= 1 - LEXICAL_SHARE
    alike += LEXICAL_SHARE * letters
    return alike


def learn(
    alike: Floats, owners: Sequence[int], topics: int, empty_share: float = EMPTY_SHARE
) -> tuple[Learned, Floats]:
    """Fit to the likeness of all pairs, shape (n, n). Also gives each example's scores when it is left out itself.

    Those are exact and cost no second fit: with G the inverse of the ridged matrix, the error of example i when it
    is left out is (G y)_i / G_ii. G itself is not worked out, but F, the inverse of the matrix's Cholesky factor:
    G is F^T F.
    """
    owner = np.array(owners, dtype=np.int64)
    wanted = np.zeros((len(owner), topics + 1), dtype=np.float32)
    wanted[np.arange(len(owner)), owner] = 1
    ridged = alike + 1  # which gives every topic a level of its own
    ridged.flat[:: len(owner) + 1] += RIDGE
    factor = _inverse_of_lower(np.linalg.cholesky(ridged))
    weights = np.asarray(factor.T @ (factor @ wanted), dtype=np.float32)
    held_out = np.asarray(wanted - weights / np.square(factor).sum(axis=0)[:, None], dtype=np.float32)
    floor, gap = _levels(held_out, owner, topics, empty_share)
    return Learned(weights, floor, gap), held_out


def _inverse_of_lower(lower: Floats) -> Floats:
    """The inverse of a lower triangle, by halves: nearly all of it is multiplying, which is what machines do best."""
    half = len(lower) // 2
    if len(lower) <= SMALL:
        return np.asarray(np.linalg.inv(lower), dtype=np.float32)
    inverse = np.zeros_like(lower)
    inverse[:half, :half] = _inverse_of_lower(lower[:half, :half])
    inverse[half:, half:] = _inverse_of_lower(lower[half:, half:])
    inverse[half:, :half] = -inverse[half:, half:] @ lower[half:, :half] @ inverse[:half, :half]
    return inverse


def scores(learned: Learned, alike: Floats) -> Floats:
    """The score of each topic, and last of none, for a text that is so `alike` to each example."""
    return np.asarray((alike + 1) @ learned.weights, dtype=np.float32)


def above_none(scored: Floats) -> Floats:
    """How far the best topic stands above none; scores in rows."""
    return np.asarray(scored[..., :-1].max(axis=-1) - scored[..., -1], dtype=np.float32)


def ahead(scored: Floats) -> Floats:
    """How far the best topic stands above the second; scores in rows."""
    if scored.shape[-1] < 3:
        return np.full(scored.shape[:-1], np.inf, dtype=np.float32)
    best = np.sort(scored[..., :-1], axis=-1)
    return np.asarray(best[..., -1] - best[..., -2], dtype=np.float32)


def _levels(held_out: Floats, owner: npt.NDArray[np.int_], topics: int, empty_share: float) -> tuple[float, float]:
    known = owner < topics
    if not known.any():
        return 0.0, 0.0
    floor = float(np.quantile(above_none(held_out[known]), empty_share)) if not known.all() else -np.inf
    gaps = ahead(held_out[known])
    right = held_out[known, :-1].argmax(axis=1) == owner[known]
    order = np.argsort(-gaps)
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= CLEAR_RIGHT)
    gap = float(gaps[order[enough[-1]]]) if len(enough) else float("inf")
    return floor, gap
