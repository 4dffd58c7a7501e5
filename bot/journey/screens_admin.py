"""Screens for the admins, and of what they announce."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.db.tables import Stage as Stage
from bot.journey.figures import Count, Figures, PageRating
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
    faults: tuple[str, ...] | None  # of what lies on disk; none: it is what people read; None: it is being read


@dataclass(frozen=True, kw_only=True)
class AnnouncementQuestion(Screen):
    last: int | None  # the last one that was sent


@dataclass(frozen=True, kw_only=True)
class AnnouncementDraft(Screen):
    announcement: int
    text: str
    cut: bool  # it was longer
    reach: Count  # people
    rate: float  # messages a second
    lasts: timedelta  # sending to them, at that rate


@dataclass(frozen=True, kw_only=True)
class AnnouncementProgress(Screen):
    announcement: int
    text: str
    stage: Stage
    sent: Count
    still_due: Count
    missed: Count


@dataclass(frozen=True, kw_only=True)
class AnnouncementView(Screen):
    """For those who get it."""

    text: str
    checkin_day: date | None  # the evening whose questions can still be answered
