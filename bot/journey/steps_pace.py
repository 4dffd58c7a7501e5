"""Steps of pace and hours, of moving on and coming back. See `journey.steps` for how to add one."""

from dataclasses import dataclass

from bot.db.tables import Pace as Pace
from bot.journey.packing import READ, Step

READ[Pace] = Pace

# Wishes


@dataclass(frozen=True)
class AskPace(Step):
    private = True
    code = "ae"


@dataclass(frozen=True)
class ChoosePace(Step):
    private = True
    code = "ce"
    pace: Pace


@dataclass(frozen=True)
class AskDays(Step):
    """On which evenings do the questions come?"""

    private = True
    code = "ay"


@dataclass(frozen=True)
class SwitchDay(Step):
    """The evening questions come on this weekday (Monday 0), or no longer."""

    private = True
    code = "sy"
    weekday: int
    on: bool


@dataclass(frozen=True)
class SwitchPromptOff(Step):
    """The prompt has no hour of its own: it rides on the evening questions."""

    private = True
    code = "po"


# Moving on by oneself


@dataclass(frozen=True)
class NextPage(Step):
    """The next page now, at one's own pace."""

    code = "np"


@dataclass(frozen=True)
class SkipPage(Step):
    """Pass over this page: the next one comes in its turn."""

    code = "sk"
    page: str


@dataclass(frozen=True)
class TakeBack(Step):
    """This page lies unread again, as if it had not been passed over or put down."""

    code = "tb"
    page: str


# After the course, and after silence


@dataclass(frozen=True)
class ShowAfter(Step):
    """What there is after the last page."""

    code = "sf"


@dataclass(frozen=True)
class SwitchBoosters(Step):
    code = "bs"
    on: bool


@dataclass(frozen=True)
class KeepEvenings(Step):
    code = "ke"
    on: bool


@dataclass(frozen=True)
class ShowBooster(Step):
    """One of the weekly notes, from 1."""

    code = "bo"
    number: int


@dataclass(frozen=True)
class ShowReturn(Step):
    """Where the cover leads that comes after a silent week."""

    code = "qr"


@dataclass(frozen=True)
class AskAgain(Step):
    """Really begin again at the first page?"""

    code = "ag"


@dataclass(frozen=True)
class StartAgain(Step):
    code = "sa"


@dataclass(frozen=True)
class OnlyTopics(Step):
    """Nothing comes by itself any more; everything can be looked up."""

    code = "ot"
