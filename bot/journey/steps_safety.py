"""Steps of the lock, of taking along, of small offers, and of landing. See `journey.steps` for how to add one."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from bot.journey.packing import READ, Step


class Pad(StrEnum):
    """What a keypad is for."""

    OPEN = "o"
    CHOOSE = "c"
    REPEAT = "r"


READ[Pad] = Pad

# The lock


@dataclass(frozen=True)
class ShowLock(Step):
    """The lock's own page in the settings."""

    private = True
    code = "lk"


@dataclass(frozen=True)
class PressKey(Step):
    """One tap on the keypad. `typed` are the digits so far; to repeat a choice, its four digits stand before them."""

    code = "ky"
    pad: Pad
    typed: str


@dataclass(frozen=True)
class TakeLockOff(Step):
    private = True
    code = "lo"


@dataclass(frozen=True)
class ChooseGuard(Step):
    """Before everything (True), or only before what is private."""

    private = True
    code = "le"
    everything: bool


@dataclass(frozen=True)
class SayForgotten(Step):
    """The digits are forgotten: in a day everything is erased. `really` False takes that back."""

    code = "lf"
    really: bool


# Wishes


@dataclass(frozen=True)
class ShowSurface(Step):
    """What others might see or hear of this, and the ways to change it."""

    private = True
    code = "su"


@dataclass(frozen=True)
class AskVanish(Step):
    private = True
    code = "av"


@dataclass(frozen=True)
class ChooseVanish(Step):
    private = True
    code = "vh"
    hours: int  # 0: keep


@dataclass(frozen=True)
class AskBuzz(Step):
    private = True
    code = "ab"


@dataclass(frozen=True)
class ChooseBuzz(Step):
    private = True
    code = "bz"
    buzz: bool


@dataclass(frozen=True)
class AskWindow(Step):
    private = True
    code = "aw"


@dataclass(frozen=True)
class ChooseWindow(Step):
    private = True
    code = "wd"
    start: time
    end: time


@dataclass(frozen=True)
class ShowTimer(Step):
    """Whether Telegram's own auto-delete timer is on in this chat."""

    code = "tm"


# Taking along


@dataclass(frozen=True)
class AskExport(Step):
    private = True
    code = "ax"


@dataclass(frozen=True)
class Export(Step):
    private = True
    code = "xp"


# Landing


@dataclass(frozen=True)
class Breathe(Step):
    """A breath paced by the card; `beat` counts the edits from 0."""

    code = "br"
    beat: int
