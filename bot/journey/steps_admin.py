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


@dataclass(frozen=True)
class AskAnnouncement(Step):
    """The next words are an announcement; while one is under way, how it stands."""

    admin = True
    code = "xa"


@dataclass(frozen=True)
class ReviewAnnouncement(Step):
    """The draft as it would be sent."""

    admin = True
    code = "xn"
    announcement: int


@dataclass(frozen=True)
class SendAnnouncement(Step):
    """Send it, or let one that was stopped or missed people go on."""

    admin = True
    code = "xg"
    announcement: int


@dataclass(frozen=True)
class StopAnnouncement(Step):
    admin = True
    code = "xt"
    announcement: int


@dataclass(frozen=True)
class DropAnnouncement(Step):
    admin = True
    code = "xd"
    announcement: int


@dataclass(frozen=True)
class ShowAnnouncement(Step):
    """How it stands."""

    admin = True
    code = "xw"
    announcement: int


@dataclass(frozen=True)
class ReadAnnouncement(Step):
    """Read it: the one of these that everybody takes who gets one."""

    code = "an"
    announcement: int
