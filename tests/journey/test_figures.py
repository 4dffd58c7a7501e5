"""The operator's figures: what they hide, and the wait that they foretell."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.journey.figures import FEWEST, coarse, demand_of, share

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_no_difference_of_two_figures_tells_how_many_the_few_were(whole: int, part: int) -> None:
    part = min(part, whole)
    told, some = coarse(whole), coarse(part)
    assert (told is None) is (whole < FEWEST)
    if told is not None and some is not None:
        # Whatever lies between the two may have been anything in a span of nine.
        assert abs((told - some) - (whole - part)) < FEWEST
        assert (told - some) % FEWEST == 0
    percent = share(part, whole)
    assert percent is None if part < FEWEST else percent == round(100 * (some or 0) / (told or 1))


@pytest.mark.parametrize(
    ("due", "rate", "peak_at", "peak", "minutes"),
    [
        ({480: 60_000}, 25, 480, 60_000, 40),
        (dict.fromkeys(range(480, 490), 6000), 25, 480, 60_000, 31),  # ten minutes of it are sent while it comes in
        ({0: 1_500, 1: 1_500, 700: 1_500}, 25, 0, 1_500, 1),  # what is through within its minute makes no queue
        ({0: 3_000, 1: 0, 2: 1_500}, 25, 0, 3_000, 2),
        ({5: 10}, 25, 5, 10, 0),
    ],
)
def test_the_longest_wait(due: dict[int, int], rate: float, peak_at: int, peak: int, minutes: int) -> None:
    demand = demand_of(due, rate, NOW)
    assert demand.peak_at == NOW + timedelta(minutes=peak_at)
    assert demand.peak == peak
    assert round(demand.wait / timedelta(minutes=1)) == minutes
    assert demand.fits


def test_what_does_not_fit_into_the_evening_is_seen() -> None:
    assert not demand_of({480: 150_000}, 25, NOW).fits


def test_nothing_planned_is_no_wait() -> None:
    demand = demand_of({}, 25, NOW)
    assert (demand.planned, demand.peak_at, demand.wait) == (None, None, timedelta())
