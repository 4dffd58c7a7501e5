"""The picture: its size and speed of change, what it shows of the days, and that it never stands in anybody's way."""

import asyncio
from datetime import date, timedelta
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from bot.bench.figures import Figure, table
from bot.bench.picture import made_up_weeks, measure
from bot.course import Mood
from bot.journey.weeks import Day, Weeks
from bot.views import studio
from bot.views.picture import DOTS, draw
from bot.views.picture_thread import Knot, thread_of

LAST = date(2026, 11, 26)


def _weeks(count: int, **same: object) -> Weeks:
    fields: dict[str, object] = {"mood": Mood.MIXED, "pull": 3, "here": True, "read": 0.5, **same}
    return Weeks(tuple(Day(LAST - timedelta(days=count - 1 - i), **fields) for i in range(count)))  # type: ignore[arg-type]


def _pixels(weeks: Weeks, *, dark: bool = False, language: str = "en") -> NDArray[np.int64]:
    image = Image.open(BytesIO(draw(weeks, dark=dark, language=language)))
    assert image.format == "PNG"
    return np.asarray(image.convert("RGB")).astype(int)


def _middle_of_ink(pixels: NDArray[np.int64]) -> float:
    """The mean height (from above) of what differs most from the ground, at its row's edge."""
    band = pixels[130:660, 200:1000]
    contrast = np.abs(band - np.median(band, axis=1, keepdims=True)).sum(axis=2)
    rows, _ = np.nonzero(contrast > 150)
    return float(rows.mean())


@pytest.mark.parametrize("days", [1, 3, 14, 21, 84])
@pytest.mark.parametrize("dark", [True, False])
def test_any_number_of_days_makes_a_picture_of_one_size(days: int, dark: bool) -> None:
    pixels = _pixels(_weeks(days), dark=dark)
    assert pixels.shape == (900, 1200, 3)
    assert bool(pixels[450].mean() < 128) is dark


def test_nothing_known_at_all_and_gaps_make_a_picture() -> None:
    nothing = Weeks(tuple(Day(LAST - timedelta(days=i)) for i in range(13, -1, -1)))
    assert _pixels(nothing).shape == (900, 1200, 3)
    gaps = Weeks(tuple(d if i % 5 else Day(d.day) for i, d in enumerate(_weeks(42).days)))
    assert _pixels(gaps).shape == (900, 1200, 3)


def test_lighter_evenings_run_higher() -> None:
    assert _middle_of_ink(_pixels(_weeks(14, mood=Mood.STEADY))) < _middle_of_ink(_pixels(_weeks(14, mood=Mood.HEAVY)))


def test_a_stronger_pull_curls_the_thread_and_the_course_loosens_it() -> None:
    def thread(pull: float, loose: float) -> tuple[int, float]:
        made = thread_of([Knot(100.0 + 70 * i, 400.0, pull, loose, True) for i in range(14)], -100, 1300)
        (one, above), (other, below) = made.plies[0], made.plies[1]
        return len(made.x), float(np.hypot(one - other, above - below)[len(one) // 2 :].max())

    calm, early = thread(0.0, 0.0)
    strong, _ = thread(1.0, 0.0)
    _, late = thread(0.0, 1.0)
    assert strong > 4 * calm, "a thread that curls is longer"
    assert late > 3 * early, "its plies lie further apart"


def test_days_of_writing_are_dots() -> None:
    plain, dotted = _pixels(_weeks(14)), _pixels(_weeks(14, wrote=True))
    changed = np.abs(plain - dotted).sum(axis=2) > 60
    rows, _ = np.nonzero(changed)
    assert set(rows) <= set(range(DOTS - 8, DOTS + 8))
    assert len(np.unique(np.diff(np.flatnonzero(changed.any(axis=0))) > 1)) == 2, "they stand apart"


def test_dates_are_written_in_every_language() -> None:
    for language in ("en", "de", "el", "ru", "ar"):
        assert _pixels(_weeks(14), language=language)[780:840].std() > 1


async def test_one_picture_is_drawn_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    under_way = most = 0

    def slow(weeks: Weeks, *, dark: bool, language: str) -> bytes:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        draw(weeks, dark=dark, language=language)
        under_way -= 1
        return b"png"

    monkeypatch.setattr(studio, "draw", slow)
    one = studio.Studio()
    pictures = await asyncio.gather(*(one.picture(_weeks(7), dark=False, language="en") for _ in range(4)))
    assert pictures == [b"png"] * 4
    assert most == 1


async def test_the_benchmark_tells_its_figures() -> None:
    figures = await measure(rounds=1)
    assert [figure.wanted for figure in figures] == ["at most 150 ms", "", "at most 30 ms", "", "", "at most 5 MB"]
    assert all(figure.what in table(figures) for figure in figures)
    assert "MISSED" in table([Figure("a thing", 2.0, "ms", at_most=1.0)])
    assert len(made_up_weeks().days) == 84
