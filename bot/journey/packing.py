"""Packing steps into button data: version, code and arguments with colons, at most 64 bytes, as Telegram allows."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, time
from enum import StrEnum
from typing import Any, ClassVar, get_type_hints

from bot.course import Contact, Mood
from bot.errors import HomewardError

VERSION = "1"
LIMIT = 64  # bytes of callback_data
# What can be reckoned with and stored; forged data goes beyond it.
LARGEST = 10**15
FIRST_YEAR, LAST_YEAR = 2000, 2200


class UnknownStep(HomewardError):
    """Button data of an older version, of another bot, or forged."""

    code = "unknown_step"
    text_key = "error.old_button"


class Slot(StrEnum):
    """The hours of a day that a person can choose."""

    PAGE = "page"
    CHECKIN = "checkin"
    PROMPT = "prompt"


def _plain(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        raise ValueError("no word of ours")
    return text


def _number(text: str) -> int:
    if not -LARGEST <= (number := int(text)) <= LARGEST:
        raise ValueError("larger than a row's number")
    return number


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("no day of anybody's course")
    return day


READ: dict[object, Callable[[str], Any]] = {
    str: _plain,
    int: _number,
    bool: lambda text: {"1": True, "0": False}[text],
    date: _day,
    time: lambda text: time.fromisoformat(f"{text[:2]}:{text[2:]}"),
    Mood: Mood,
    Contact: Contact,
    Slot: Slot,
}


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, time):
        return value.strftime("%H%M")
    return str(value)


@dataclass(frozen=True)
class Step:
    """One thing that a tap does. Subclasses name a code of two letters, their own alone, and their arguments.

    A private step is one that the lock can keep to those who know the digits, while the rest stays open. An admin step
    is one that only those take who run this.
    """

    code: ClassVar[str]
    private: ClassVar[bool] = False
    admin: ClassVar[bool] = False
    kinds: ClassVar[dict[str, type["Step"]]] = {}

    def __init_subclass__(cls) -> None:
        if cls.kinds.setdefault(cls.code, cls) is not cls:
            raise ValueError(f"two steps have the code {cls.code}")

    def pack(self) -> str:
        """As button data. Raises ValueError if that would be too long or ambiguous."""
        parts = [_written(getattr(self, field.name)) for field in fields(self)]
        if any(":" in part for part in parts):
            raise ValueError(f"{type(self).__name__} has a colon in an argument")
        data = ":".join([VERSION + self.code, *parts])
        if len(data.encode()) > LIMIT:
            raise ValueError(f"{type(self).__name__} is too long for a button")
        return data


def unpack_as(kinds: dict[str, type[Step]], data: str) -> Step:
    """The step of one of `kinds` (by code) that `data` names. Raises UnknownStep for what `pack` did not make."""
    head, *parts = data.split(":")
    kind = kinds.get(head.removeprefix(VERSION)) if head.startswith(VERSION) else None
    if kind is None or len(parts) != len(fields(kind)):
        raise UnknownStep("button data of unknown kind")
    hints = get_type_hints(kind)
    try:
        step = kind(*(READ[hints[field.name]](part) for field, part in zip(fields(kind), parts, strict=True)))
    except (ValueError, KeyError):
        raise UnknownStep("button data with wrong arguments") from None
    if step.pack() != data:
        raise UnknownStep("button data in an unusual spelling")
    return step
