"""Steps around a person's own words and weeks: reading back, looking back, and saying what one thinks."""

from dataclasses import dataclass
from datetime import date

from bot.journey.packing import Step

# The check-in


@dataclass(frozen=True)
class SkipRest(Step):
    """Leave out whatever of that evening has not been answered."""

    code = "cs"
    day: date


@dataclass(frozen=True)
class ReadNote(Step):
    """Read the line of that evening again."""

    code = "cl"
    private = True
    day: date


@dataclass(frozen=True)
class CountSpace(Step):
    """Count days without contact, or no longer, as asked for on the card of that evening."""

    code = "sd"
    on: bool
    day: date


@dataclass(frozen=True)
class SwitchSpace(Step):
    """The same, as asked for in the settings."""

    code = "sp"
    on: bool


# Writing


@dataclass(frozen=True)
class ShowGroups(Step):
    code = "wg"


@dataclass(frozen=True)
class DrawFrom(Step):
    """A prompt of one group of the deck."""

    code = "wf"
    group: str


@dataclass(frozen=True)
class ShowMonths(Step):
    """What was written, by month."""

    code = "em"
    private = True


@dataclass(frozen=True)
class ShowMonth(Step):
    code = "el"
    private = True
    month: date  # its first day
    page: int  # from 0


@dataclass(frozen=True)
class ReadEntry(Step):
    code = "er"
    private = True
    entry: int
    part: int  # from 1


@dataclass(frozen=True)
class AskSearch(Step):
    code = "es"
    private = True


@dataclass(frozen=True)
class AskDeleteEntry(Step):
    code = "ed"
    private = True
    entry: int


@dataclass(frozen=True)
class DeleteEntry(Step):
    code = "ex"
    private = True
    entry: int


@dataclass(frozen=True)
class AskDeleteAll(Step):
    code = "ea"
    private = True


@dataclass(frozen=True)
class DeleteAll(Step):
    code = "ey"
    private = True


# Looking back


@dataclass(frozen=True)
class LookBack(Step):
    """The last 2, 6 or 12 weeks in words."""

    code = "lb"
    private = True
    weeks: int


@dataclass(frozen=True)
class OrderPicture(Step):
    """The same weeks as a picture."""

    code = "lp"
    private = True
    weeks: int
    dark: bool


@dataclass(frozen=True)
class ShowWeek(Step):
    """The week that ended on that evening, in two sentences."""

    code = "lw"
    private = True
    day: date


@dataclass(frozen=True)
class AskWeekday(Step):
    """On which evening should the week be looked back on?"""

    code = "lq"


@dataclass(frozen=True)
class ChooseWeekday(Step):
    code = "ld"
    weekday: int  # Monday is 0; -1: on none


# Saying what one thinks


@dataclass(frozen=True)
class RatePage(Step):
    code = "rp"
    verdict: int  # 1 it helped, 0 not for me, -1 too much
    page: str


@dataclass(frozen=True)
class AskFeedback(Step):
    code = "fb"


@dataclass(frozen=True)
class ReviewFeedback(Step):
    """The line as it would be sent."""

    code = "fr"
    draft: int


@dataclass(frozen=True)
class SendFeedback(Step):
    code = "fs"
    draft: int


@dataclass(frozen=True)
class DropFeedback(Step):
    code = "fx"
    draft: int


# The private check on the page of signs; what is ticked lives in the button until the person wants it kept


@dataclass(frozen=True)
class TickSigns(Step):
    """The signs with these ticked: bit n of `ticked` is sign n, from 0."""

    code = "si"
    ticked: int


@dataclass(frozen=True)
class CloseSigns(Step):
    """Done ticking."""

    code = "sz"
    ticked: int


@dataclass(frozen=True)
class KeepSigns(Step):
    """Keep what is ticked, encrypted, among one's own texts."""

    code = "sx"
    ticked: int


# The language, where there is more than one


@dataclass(frozen=True)
class AskLanguage(Step):
    private = True
    code = "la"


@dataclass(frozen=True)
class ChooseLanguage(Step):
    private = True
    code = "lc"
    language: str


# Deleting what was just written, from the help card that it brought up; `total` and `length` are characters, and where
# more has been written since, they no longer fit


@dataclass(frozen=True)
class DeleteWritten(Step):
    """The last `length` characters of this entry."""

    code = "dw"
    entry: int
    total: int
    length: int


@dataclass(frozen=True)
class DeleteNoted(Step):
    """The last `length` characters of that evening's line."""

    code = "dn"
    day: date
    total: int
    length: int
