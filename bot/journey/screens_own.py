"""Screens around a person's own words and weeks."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.course import Page, PromptGroup
from bot.journey.screens import Screen
from bot.journey.weeks import Weeks, WeekStory


@dataclass(frozen=True)
class EntryLine:
    """An entry in a list: when it was written (local), and what of it was found, if something was looked for."""

    id: int
    written: datetime
    found: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteView(Screen):
    day: date
    note: str


@dataclass(frozen=True, kw_only=True)
class PromptGroups(Screen):
    groups: tuple[PromptGroup, ...]


@dataclass(frozen=True, kw_only=True)
class EntryMonths(Screen):
    months: tuple[tuple[date, int], ...]  # the first day of each and how many entries it holds, newest first
    gone: int = 0  # how many have just been deleted


@dataclass(frozen=True, kw_only=True)
class EntryList(Screen):
    month: date
    entries: tuple[EntryLine, ...]  # newest first
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class EntryView(Screen):
    entry: int
    written: datetime  # local
    prompt: str  # empty if the prompt has left the deck
    text: str
    part: int
    parts: int
    older: int | None
    newer: int | None


@dataclass(frozen=True, kw_only=True)
class SearchQuestion(Screen):
    pass


@dataclass(frozen=True, kw_only=True)
class EntriesFound(Screen):
    entries: tuple[EntryLine, ...]
    more: int  # how many more there are, older than these


@dataclass(frozen=True, kw_only=True)
class DeleteEntryQuestion(Screen):
    entry: int
    written: datetime


@dataclass(frozen=True, kw_only=True)
class DeleteAllQuestion(Screen):
    entries: int


@dataclass(frozen=True, kw_only=True)
class LookBackView(Screen):
    weeks: int
    story: Weeks
    ordered: bool = False  # a picture of it is on its way


@dataclass(frozen=True, kw_only=True)
class WeekView(Screen):
    story: WeekStory
    checkin_day: date | None  # the evening that is still open, if it has not been answered


@dataclass(frozen=True, kw_only=True)
class WeekdayQuestion(Screen):
    chosen: int | None


@dataclass(frozen=True, kw_only=True)
class Rated(Screen):
    verdict: int
    grounding: Page | None


@dataclass(frozen=True, kw_only=True)
class FeedbackQuestion(Screen):
    pass


@dataclass(frozen=True, kw_only=True)
class FeedbackDraft(Screen):
    draft: int
    text: str
    cut: bool  # it was longer


@dataclass(frozen=True, kw_only=True)
class FeedbackSent(Screen):
    pass


@dataclass(frozen=True, kw_only=True)
class SignsCheck(Screen):
    signs: tuple[str, ...]
    ticked: int  # bit n: sign n, from 0


@dataclass(frozen=True, kw_only=True)
class SignsClosed(Screen):
    ticked: int
    page: Page | None  # one page that may be of use, whatever was ticked
    kept: bool


@dataclass(frozen=True, kw_only=True)
class LanguageQuestion(Screen):
    languages: tuple[str, ...]  # those that there are, such as en and pl
