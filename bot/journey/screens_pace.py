"""Screens of pace and hours, of moving on and coming back."""

from dataclasses import dataclass
from datetime import datetime

from bot.course import Page
from bot.db.tables import Pace
from bot.journey.screens import Screen


@dataclass(frozen=True, kw_only=True)
class PaceQuestion(Screen):
    chosen: Pace


@dataclass(frozen=True, kw_only=True)
class DaysQuestion(Screen):
    on: tuple[bool, ...]  # Monday first


@dataclass(frozen=True, kw_only=True)
class PageSkipped(Screen):
    page: Page
    next_due: datetime | None
    zone: str
    can_go_on: bool  # at one's own pace, and there is a next page


@dataclass(frozen=True, kw_only=True)
class PageTakenBack(Screen):
    page: Page


@dataclass(frozen=True, kw_only=True)
class AfterCourse(Screen):
    ended: bool
    boosters: bool
    evenings_kept: bool
    evenings_come: bool


@dataclass(frozen=True, kw_only=True)
class Booster(Screen):
    number: int  # from 1


@dataclass(frozen=True, kw_only=True)
class Returned(Screen):
    variant: int  # from 1: which of the greetings
    ended: bool


@dataclass(frozen=True, kw_only=True)
class AgainQuestion(Screen):
    pass


@dataclass(frozen=True, kw_only=True)
class NothingNext(Screen):
    """There is no next page to bring: the last one lies unopened, or was the last."""
