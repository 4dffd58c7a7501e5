"""Screens of the lock, of wishes about what shows, of taking along, and of landing."""

from dataclasses import dataclass
from datetime import datetime, time

from bot.journey.screens import Screen
from bot.journey.steps_safety import Pad


@dataclass(frozen=True, kw_only=True)
class Keypad(Screen):
    """Four digits, one tap each. What it says is the same whoever holds the phone."""

    pad: Pad
    typed: str = ""  # of the four that are asked for now
    first: str = ""  # the choice that is being repeated
    wrong: bool = False
    wait_minutes: int = 0  # so long the keypad is closed after wrong digits
    erased_at: datetime | None = None  # somebody said that the digits are forgotten
    zone: str = "UTC"


@dataclass(frozen=True, kw_only=True)
class LockPage(Screen):
    locked: bool
    everything: bool


@dataclass(frozen=True, kw_only=True)
class Surface(Screen):
    """What others might see or hear of this."""

    vanish_hours: int | None
    buzz: bool
    locked: bool
    start: time
    end: time


@dataclass(frozen=True, kw_only=True)
class VanishQuestion(Screen):
    chosen: int | None  # hours


@dataclass(frozen=True, kw_only=True)
class BuzzQuestion(Screen):
    buzz: bool


@dataclass(frozen=True, kw_only=True)
class WindowQuestion(Screen):
    choices: tuple[tuple[time, time], ...]  # those that hold the person's own hours
    start: time
    end: time


@dataclass(frozen=True, kw_only=True)
class TimerView(Screen):
    seconds: int | None  # Telegram's own timer; 0: off, None: not known


@dataclass(frozen=True, kw_only=True)
class ExportQuestion(Screen):
    pass


@dataclass(frozen=True, kw_only=True)
class Exported(Screen):
    """The files go out beside the card (`sends`)."""


@dataclass(frozen=True, kw_only=True)
class Breath(Screen):
    beat: int
    beats: int
