"""Screens: what a use case leaves on the card, as plain facts. `views` turns them into words and buttons."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.course import ENGLISH, Evening, Page, Prompt, Theme
from bot.db.tables import Pace
from bot.journey.packing import Slot, Step
from bot.places import ClockGuess, Place


class Asks(StrEnum):
    """What a card can wait for in words."""

    CITY = "city"
    NOTE = "note"
    ENTRY = "entry"
    SEARCH = "search"
    FEEDBACK = "feedback"
    ANNOUNCEMENT = "announcement"


@dataclass(frozen=True)
class Waiting:
    """The next words belong to this: `about` is a date or a prompt's id.

    `helped`: in this sitting, the help card has been shown already.
    """

    asks: Asks
    about: str = ""
    helped: bool = False


class Offer(StrEnum):
    """One small thing that is offered at the foot of a card, once, in the days after first contact."""

    MUTE = "mute"
    TIMER = "timer"
    BUZZ = "buzz"
    FOLD = "fold"
    VANISH = "vanish"
    LOCK = "lock"
    WINDOW = "window"


@dataclass(frozen=True, kw_only=True)
class Screen:
    """What all screens have: the step that leads here again, and what the card waits for."""

    at: Step
    waiting: Waiting | None = None
    offer: Offer | None = None
    language: str = ENGLISH  # of the person; whoever puts the screen on the card fills it in


@dataclass(frozen=True, kw_only=True)
class Cover(Screen):
    """A closed card: a neutral line that is the same for a person all through one day. [Open] leads to `at`."""

    person_id: int
    day: date
    can_wait: str = ""  # the page that may be put off until tomorrow


@dataclass(frozen=True, kw_only=True)
class Nothing(Screen):
    """No card at all; `at` is where the next one will lead."""


@dataclass(frozen=True, kw_only=True)
class Welcome(Screen):
    pass


@dataclass(frozen=True, kw_only=True)
class RefusedForNow(Screen):
    pass


@dataclass(frozen=True, kw_only=True)
class ClockQuestion(Screen):
    guesses: tuple[ClockGuess, ...]
    page: int
    more: bool
    arriving: bool


@dataclass(frozen=True, kw_only=True)
class CityQuestion(Screen):
    found: tuple[Place, ...]
    missed: bool  # words came that fit no city


@dataclass(frozen=True, kw_only=True)
class ZoneGuessed(Screen):
    now: datetime
    zone: str
    others: tuple[str, ...]  # zones with the same time now, whose clocks change otherwise


@dataclass(frozen=True, kw_only=True)
class ReadyToBegin(Screen):
    now: datetime
    zone: str
    others: tuple[str, ...]  # as in ZoneGuessed; empty where the zone is known
    page_time: time
    checkin_time: time | None
    watched: bool


@dataclass(frozen=True, kw_only=True)
class PageView(Screen):
    page: Page
    part: int  # from 1
    day: int | None  # the course day, if this run's course brings it
    can_finish: bool
    saved: bool = False  # on the person's own list
    others: Step | None = None  # it was opened as the clear best answer to words: what else they may have meant


@dataclass(frozen=True, kw_only=True)
class PageFinished(Screen):
    page: Page
    see_also: tuple[Page, ...]
    next_due: datetime | None
    zone: str
    ended: bool  # that was the course's last page
    can_take_back: bool = False  # it came last in the course


@dataclass(frozen=True, kw_only=True)
class PutOff(Screen):
    until: datetime | None  # None: it lies there until it is wanted
    zone: str


@dataclass(frozen=True, kw_only=True)
class Today(Screen):
    page: Page | None  # the course page that lies open, if any
    day: int
    days: int
    opened: bool
    finished: bool
    checkin_day: date
    checked_in: bool
    next_due: datetime | None
    zone: str
    paused_until: datetime | None
    paused: bool
    ended: bool
    topics_only: bool  # the course has not begun
    quiet: bool = False  # nothing is sent unasked: pages wait here
    can_go_on: bool = False  # at one's own pace: "next" brings a page


@dataclass(frozen=True, kw_only=True)
class Progress(Screen):
    path: tuple[int, ...]  # for each day of the course 2: read to the end, 1: opened, 0: still to come
    days: int
    here: int  # days on which the person opened a page, looked back on the evening, or wrote
    checkins: int
    entries: int
    space: int | None  # days without contact this month, if they are counted


@dataclass(frozen=True, kw_only=True)
class ThemeMenu(Screen):
    themes: tuple[Theme, ...]
    saved: int = 0  # pages on the person's own list


@dataclass(frozen=True, kw_only=True)
class ThemePages(Screen):
    theme: Theme
    pages: tuple[Page, ...]


@dataclass(frozen=True, kw_only=True)
class TopicChoice(Screen):
    pages: tuple[Page, ...]  # best first; none: nothing fits


@dataclass(frozen=True, kw_only=True)
class SavedPages(Screen):
    pages: tuple[Page, ...]  # the newest first


@dataclass(frozen=True, kw_only=True)
class CheckinQuestion(Screen):
    day: date
    asks: str  # mood, pull or contact


@dataclass(frozen=True, kw_only=True)
class CheckinAnswer(Screen):
    day: date
    evening: Evening
    answer: str
    page: Page | None
    noted: bool
    prompt: Prompt | None
    open: bool  # can still be changed
    space: int | None  # days without contact this month, if they are counted
    without: bool  # there was none tonight


@dataclass(frozen=True, kw_only=True)
class NoteQuestion(Screen):
    day: date


@dataclass(frozen=True, kw_only=True)
class EveningOver(Screen):
    day: date


@dataclass(frozen=True, kw_only=True)
class PromptView(Screen):
    prompt_id: str
    text: str
    kept: int  # messages stored for it in this sitting


@dataclass(frozen=True, kw_only=True)
class WritingEnded(Screen):
    kept: int


@dataclass(frozen=True, kw_only=True)
class Settings(Screen):
    page_time: time
    checkin_time: time | None
    now: datetime
    zone: str
    fold_minutes: int | None
    pace: Pace = Pace.DAILY
    prompt_time: time | None = None
    space: bool = False  # days without contact are counted
    look_back_day: int | None = None  # Monday 0
    has_languages: bool


@dataclass(frozen=True, kw_only=True)
class HourQuestion(Screen):
    slot: Slot
    chosen: time | None


@dataclass(frozen=True, kw_only=True)
class OutsideWindow(Screen):
    slot: Slot
    hour: time
    start: time
    end: time


@dataclass(frozen=True, kw_only=True)
class FoldQuestion(Screen):
    chosen: int | None


@dataclass(frozen=True, kw_only=True)
class PauseQuestion(Screen):
    pass


@dataclass(frozen=True, kw_only=True)
class Paused(Screen):
    until: datetime | None
    zone: str


@dataclass(frozen=True, kw_only=True)
class Resumed(Screen):
    next_due: datetime | None
    zone: str


@dataclass(frozen=True, kw_only=True)
class KindAnswer(Screen):
    """One kind sentence, by its text key, and the way home."""

    text_key: str
