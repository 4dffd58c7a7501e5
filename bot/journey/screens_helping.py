"""Screens of help, of what is kept, and of leaving."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.care import HelpNow, Risk
from bot.journey.packing import Step
from bot.journey.screens import Screen
from bot.journey.steps import ShowToday


@dataclass(frozen=True, kw_only=True)
class HelpCard(Screen):
    help: HelpNow
    risk: Risk = Risk.NONE
    delete: Step | None = None  # deletes the words that were just written and stored
    deleted: bool | None = None  # whether that could be done; None: nobody asked for it
    asked: Step | None = None  # the pages that answer the words, had they been a question


@dataclass(frozen=True, kw_only=True)
class NotEnglish(Screen):
    pass


@dataclass(frozen=True, kw_only=True)
class CountryQuestion(Screen):
    countries: tuple[str, ...]  # ISO 3166 codes
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class Privacy(Screen):
    operator_name: str
    operator_contact: str


@dataclass(frozen=True, kw_only=True)
class ForgetQuestion(Screen):
    pass


@dataclass(frozen=True, kw_only=True)
class Forgotten(Screen):
    """The last words; `erased` counts rows by kind, `out_of_reach` messages that only the person can remove."""

    at: Step = field(default_factory=ShowToday)
    erased: Mapping[str, int]
    out_of_reach: int
