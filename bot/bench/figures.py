"""Figures as a small table: what was measured, what it came to, what it is to be."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value; neither bound is set where there is nothing to hold it against."""

    what: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the value is as it is to be."""
        return not (
            (self.at_most is not None and self.value > self.at_most)
            or (self.at_least is not None and self.value < self.at_least)
        )

    @property
    def wanted(self) -> str:
        """What it is to be, in words."""
        if self.at_most is not None:
            return f"at most {self.at_most:g} {self.unit}".rstrip()
        return "" if self.at_least is None else f"at least {self.at_least:g} {self.unit}".rstrip()


def table(figures: Sequence[Figure]) -> str:
    """The figures, one a line, in columns."""
    rows = [("", "measured", "wanted", "")]
    for figure in figures:
        verdict = "" if not figure.wanted else "holds" if figure.holds else "MISSED"
        digits = 2 if figure.unit in ("x", "ms") else 1
        rows.append((figure.what, f"{figure.value:,.{digits}f} {figure.unit}", figure.wanted, verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = (f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  {row[3]}".rstrip() for row in rows)
    return "\n".join(lines)
