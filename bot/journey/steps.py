"""Steps: what one tap does. A button carries a packed step, and a card remembers the step that it stands at.

To add one: a frozen dataclass with a new code of two letters here, and its use case in `journey.table`.
"""

from dataclasses import dataclass
from datetime import date, time

from bot.course import Contact, Mood
from bot.journey.packing import Slot, Step, unpack_as

# The course


@dataclass(frozen=True)
class ShowToday(Step):
    code = "td"


@dataclass(frozen=True)
class OpenPage(Step):
    code = "pg"
    page: str
    part: int  # from 1


@dataclass(frozen=True)
class FinishPage(Step):
    code = "fp"
    page: str


@dataclass(frozen=True)
class NotToday(Step):
    """Put off the cover of this page until tomorrow."""

    code = "nt"
    page: str


@dataclass(frozen=True)
class ShowProgress(Step):
    private = True
    code = "pr"


# Topics


@dataclass(frozen=True)
class ShowTopics(Step):
    code = "tp"


@dataclass(frozen=True)
class ShowTheme(Step):
    code = "th"
    theme: str


@dataclass(frozen=True)
class OfferPages(Step):
    """Choose among up to three pages; each is named by a mark, since three ids would not fit into a button."""

    code = "op"
    marks: str


@dataclass(frozen=True)
class RememberPage(Step):
    """Keep this page on the person's list; `part` is where they are reading."""

    code = "rk"
    page: str
    part: int


@dataclass(frozen=True)
class LetGoPage(Step):
    """Take this page off the person's list."""

    code = "lg"
    page: str
    part: int


@dataclass(frozen=True)
class ShowSaved(Step):
    code = "sv"


# The check-in


@dataclass(frozen=True)
class OpenCheckin(Step):
    """The check-in of that local date, at its first open question, or its answer."""

    code = "ci"
    day: date


@dataclass(frozen=True)
class AnswerMood(Step):
    code = "cm"
    day: date
    mood: Mood


@dataclass(frozen=True)
class AnswerPull(Step):
    code = "cp"
    day: date
    pull: int  # 0, 3, 7, 10; -1: rather not say


@dataclass(frozen=True)
class AnswerContact(Step):
    code = "cc"
    day: date
    contact: Contact


@dataclass(frozen=True)
class AskNote(Step):
    code = "cn"
    day: date


@dataclass(frozen=True)
class ChangeCheckin(Step):
    code = "cx"
    day: date


# Writing


@dataclass(frozen=True)
class DrawPrompt(Step):
    code = "wr"


@dataclass(frozen=True)
class WriteAbout(Step):
    """Write to a prompt of the deck, or (`page-` and its id) to a page's reflection."""

    code = "wa"
    prompt: str


@dataclass(frozen=True)
class EndWriting(Step):
    code = "we"
    prompt: str


# Settings, pausing


@dataclass(frozen=True)
class ShowSettings(Step):
    private = True
    code = "st"


@dataclass(frozen=True)
class AskHour(Step):
    code = "ah"
    slot: Slot


@dataclass(frozen=True)
class ChooseHour(Step):
    code = "ch"
    slot: Slot
    at: time


@dataclass(frozen=True)
class ConfirmHour(Step):
    """The hour lies outside the window, and the person said that it is meant."""

    code = "cf"
    slot: Slot
    at: time


@dataclass(frozen=True)
class SwitchCheckinOff(Step):
    code = "co"


@dataclass(frozen=True)
class AskFold(Step):
    code = "af"


@dataclass(frozen=True)
class ChooseFold(Step):
    code = "fo"
    minutes: int  # 0: never by itself


@dataclass(frozen=True)
class AskPause(Step):
    code = "ap"


@dataclass(frozen=True)
class Pause(Step):
    code = "pa"
    days: int  # 0: without an end


@dataclass(frozen=True)
class Resume(Step):
    code = "rs"


# Help, hiding, leaving


@dataclass(frozen=True)
class ShowHelp(Step):
    code = "hp"


@dataclass(frozen=True)
class AskCountry(Step):
    code = "ak"
    page: int


@dataclass(frozen=True)
class ChooseCountry(Step):
    code = "ck"
    country: str


@dataclass(frozen=True)
class Fold(Step):
    code = "fd"


@dataclass(frozen=True)
class HideAll(Step):
    code = "hi"


@dataclass(frozen=True)
class ComeBack(Step):
    """Open the cover that stands there after hiding."""

    code = "cb"


@dataclass(frozen=True)
class ShowPrivacy(Step):
    code = "pv"


@dataclass(frozen=True)
class AskForget(Step):
    code = "fa"


@dataclass(frozen=True)
class Forget(Step):
    code = "fy"


BY_CODE = Step.kinds  # every step of every module, as soon as that is imported


def unpack(data: str) -> Step:
    """The step that `data` names. Raises UnknownStep for anything that was not packed by this version."""
    return unpack_as(BY_CODE, data)
