"""Steps of first contact, and of saying where one is."""

from dataclasses import dataclass

from bot.journey.packing import Step


@dataclass(frozen=True)
class ShowWelcome(Step):
    code = "wl"


@dataclass(frozen=True)
class SayWhosePhone(Step):
    code = "ph"
    watched: bool


@dataclass(frozen=True)
class RefuseForNow(Step):
    code = "nn"


@dataclass(frozen=True)
class AskClock(Step):
    """Which time is it for you now? `page` counts the rows of answers, from 0."""

    code = "ac"
    page: int


@dataclass(frozen=True)
class GuessZone(Step):
    """It is this time; `zone` is the most populous with it, and the others that fit are offered too."""

    code = "gz"
    zone: str


@dataclass(frozen=True)
class ChooseZone(Step):
    """The zone of a city that was named, and its country."""

    code = "cz"
    zone: str
    country: str


@dataclass(frozen=True)
class AskCity(Step):
    code = "ct"


@dataclass(frozen=True)
class Begin(Step):
    code = "bg"
