"""Screens for the admins."""

from dataclasses import dataclass

from bot.journey.figures import Figures, PageRating
from bot.journey.screens import Screen


@dataclass(frozen=True, kw_only=True)
class Stats(Screen):
    figures: Figures | None  # None: nothing has been counted yet
    zone: str


@dataclass(frozen=True, kw_only=True)
class PageRatings(Screen):
    ratings: tuple[tuple[str, PageRating], ...]  # with the pages' titles


@dataclass(frozen=True, kw_only=True)
class ContentRead(Screen):
    pages: int
    days: int
    faults: tuple[str, ...]  # of what lies on disk; none: it is what people read
