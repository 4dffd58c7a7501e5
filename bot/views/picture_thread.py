"""The line of the thread: from days to points. Lengths are pixels of the finished picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float64]

PLIES = 3
STEP = 3.2  # between two points along the thread
FINE = 0.25  # between two points along the picture, while the line is worked out
TIGHT, WIDE = 30.0, 210.0  # from one curl to the next where the pull is strongest, and where there is none
CURL, WAVE = 40.0, 10.0  # how far the thread swings there
BREATH, A_BREATH = 9.0, 610.0  # how far the whole rises and sinks by itself, and over what length
TWISTED, UNTWISTED = 30.0, 560.0  # from one turn of the plies to the next as the course begins, and at its end
SOFTENED = 5.0  # points over which a change of the spread is drawn out
CLOSE, APART = 3.4, 17.0  # how far the plies lie from the middle then


@dataclass(frozen=True)
class Knot:
    """One day on the thread. `pull` and `loose` run from 0 to 1; a day that nothing is known of is bridged."""

    x: float
    y: float
    pull: float
    loose: float
    known: bool


@dataclass(frozen=True)
class Thread:
    """Points along the thread, in drawing order: where each ply lies, and what the thread is like there."""

    plies: tuple[tuple[Line, Line], ...]  # x and y of each ply
    depth: tuple[Line, ...]  # of each ply: 1 in front, -1 behind
    x: Line
    y: Line  # of the thread without its curls
    known: Line  # 1 where the days are known, 0 where they are bridged


def thread_of(knots: Sequence[Knot], left: float, right: float) -> Thread:
    """The thread through `knots` (by x, at least one), led on to both sides as a plain line."""
    x = np.arange(left, right, FINE)
    gap = knots[1].x - knots[0].x if len(knots) > 1 else 80.0
    at = np.array([knot.x for knot in knots])
    # A day is a place where the thread is as it was that day; between two days it changes gently.
    blur = max(gap * 0.42, 17.0)
    y = _smooth(np.interp(x, at, [knot.y for knot in knots]), blur * 1.9)
    pull = _smooth(np.interp(x, at, [knot.pull for knot in knots]), blur)
    loose = _smooth(np.interp(x, at, [knot.loose for knot in knots]), blur)
    near = np.zeros_like(x)
    for knot in knots:
        if knot.known:
            near[np.abs(x - knot.x) <= gap / 2] = 1
    known = _smooth(near, blur * 0.5)
    pull = pull * known
    # The same pull curls the thread less the further the course has come; and nothing that is spun by hand is even.
    y = y + BREATH * np.sin(2 * np.pi * x / A_BREATH)
    uneven = 1 + 0.13 * np.sin(2 * np.pi * x / 173) + 0.07 * np.sin(2 * np.pi * x / 61)
    pitch = WIDE * (TIGHT / WIDE) ** np.sqrt(pull) * (1 + loose) * uneven
    swing = (WAVE + (CURL - WAVE) * pull**0.8) * known * (1 + 0.12 * loose) * uneven
    turn = np.cumsum(2 * np.pi / pitch) * FINE
    middle_x, middle_y = x + swing * np.sin(turn), y + swing * np.cos(turn)
    length = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(middle_x), np.diff(middle_y)))])
    keep = np.searchsorted(length, np.arange(0, length[-1], STEP))
    along = length[keep]
    px, py, level, known, loose = (line[keep] for line in (middle_x, middle_y, y, known, loose))
    slope = np.unwrap(np.arctan2(np.gradient(py), np.gradient(px)))
    per_turn = TWISTED * (UNTWISTED / TWISTED) ** loose
    twist = np.cumsum(2 * np.pi / per_turn * np.gradient(along))
    # In a curl, and where the thread bends sharply, there is no room to spread.
    spread = (CLOSE + (APART - CLOSE) * loose) * (0.12 + 0.88 * known) * (1 - 0.7 * pull[keep])
    bend = np.abs(np.gradient(slope)) / STEP
    spread = _smooth(np.minimum(spread, 0.45 / np.maximum(bend, 1e-6)), SOFTENED * FINE)
    plies, depth = [], []
    for ply in range(PLIES):
        angle = twist + 2 * np.pi * ply / PLIES
        off = spread * np.sin(angle)
        plies.append((px - off * np.sin(slope), py + off * np.cos(slope)))
        depth.append(np.cos(angle))
    return Thread(tuple(plies), tuple(depth), px, level, known)


def _smooth(line: Line, width: float) -> Line:
    """The line with a bell of that width (pixels) drawn over it; its ends go on as they are."""
    reach = int(width * 3 / FINE)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) * FINE / width) ** 2)
    padded = np.pad(line, reach, mode="edge")
    return np.convolve(padded, bell / bell.sum(), mode="valid")
