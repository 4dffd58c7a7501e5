"""Steps that only the admins take; for anybody else such a button is one of a kind that is not known."""

from dataclasses import dataclass

from bot.journey.packing import Step


@dataclass(frozen=True)
class ShowStats(Step):
    """The figures: of people, or (`pages`) what was said of each page."""

    admin = True
    code = "xs"
    pages: bool


@dataclass(frozen=True)
class ShowContent(Step):
    """What became of reading the content again."""

    admin = True
    code = "xr"
