"""Screens for the admins."""

from dataclasses import dataclass

from bot.journey.screens import Screen


@dataclass(frozen=True, kw_only=True)
class ContentRead(Screen):
    pages: int
    days: int
    faults: tuple[str, ...]  # of what lies on disk; none: it is what people read
