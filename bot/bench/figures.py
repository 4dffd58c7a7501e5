"""Figures as a small table: what was measured, what it came to, what it is to be."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value; `wanted` is None where there is nothing to hold it against."""

    what: str
    value: float
    unit: str
    wanted: float | None = None  # at most this

    @property
    def holds(self) -> bool:
        """Whether the value is as it is to be."""
        return self.wanted is None or self.value <= self.wanted


def table(figures: Sequence[Figure]) -> str:
    """The figures, one a line, in columns."""
    rows = [("", "measured", "at most", "")]
    for figure in figures:
        wanted = "" if figure.wanted is None else f"{figure.wanted:g} {figure.unit}"
        verdict = "" if figure.wanted is None else "holds" if figure.holds else "MISSED"
        rows.append((figure.what, f"{figure.value:.1f} {figure.unit}", wanted, verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = (f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  {row[3]}".rstrip() for row in rows)
    return "\n".join(lines)
