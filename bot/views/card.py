"""A card as data: text with entities, and rows of buttons. The chat room carries it to Telegram."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time

from bot.course import Content, EntityKind, RichText
from bot.journey.packing import Step
from bot.journey.steps import Fold, HideAll, ShowHelp, ShowToday
from bot.places import country_name


@dataclass(frozen=True)
class Button:
    """A label, and what its tap does: a step, or something to copy."""

    label: str
    step: Step | None = None
    copies: str = ""


Row = tuple[Button, ...]


@dataclass(frozen=True)
class Card:
    """What a message shows; link previews are off everywhere."""

    text: RichText
    rows: tuple[Row, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step that a button of this card leads to."""
        return tuple(button.step for row in self.rows for button in row if button.step is not None)


@dataclass(frozen=True)
class Words:
    """Sentences, hours and dates in the words of one language."""

    content: Content

    def __call__(self, key: str, **values: RichText | str | int) -> RichText:
        return self.content.texts(key, **values)

    def count(self, key: str, n: int, **values: RichText | str | int) -> RichText:
        """The plural form of `key` that goes with `n`."""
        return self.content.texts.count(key, n, **values)

    def button(self, key: str, step: Step, **values: str | int) -> Button:
        """A button with the label `button.KEY`."""
        return Button(self.content.texts.plain(f"button.{key}", **values), step)

    def hour(self, at: time | datetime) -> str:
        """An hour as people of this language write it."""
        return format_time(at, "short", locale=self.content.language).replace("\u202f", " ")

    def moment(self, instant: datetime, zone: str) -> str:
        """A day and an hour in the person's zone: "Friday, around 8:30 AM"."""
        local = instant.astimezone(ZoneInfo(zone))
        minutes = local.minute - local.minute % 10  # the spread is not told, so that it reads as what was chosen
        day = format_date(local.date(), "EEEE", locale=self.content.language)
        return self.content.texts.plain("hours.moment", day=day, hour=self.hour(local.replace(minute=minutes)))

    def date(self, day: date) -> str:
        """A date as people of this language write it."""
        return format_date(day, "d MMMM", locale=self.content.language)

    def country(self, code: str) -> str:
        """The name of a country."""
        return country_name(code, self.content.language)


def open_card(
    words: Words, title: RichText, body: Iterable[RichText], rows: Iterable[Row], *, home: bool = True
) -> Card:
    """An open card: a neutral first line, the body, and below the buttons the ways out that every open card has."""
    text = RichText.join("\n\n", [title.styled(EntityKind.BOLD), *(part for part in body if part)])
    ways_out = [words.button("close", Fold()), words.button("hide", HideAll())]
    if home:
        ways_out.insert(0, words.button("home", ShowToday()))
    return Card(text, (*(row for row in rows if row), tuple(ways_out)))


def language_name(language: str) -> str:
    """The name of a language in its own words."""
    return str(Locale.parse(language).get_display_name()).capitalize()


def shortened(text: str, most: int = 3500) -> str:
    """A text of somebody's own, at most so long that it fits on a card with what stands around it."""
    return text if len(text) <= most else text[:most].rstrip() + "…"


def help_row(words: Words) -> Row:
    """The button that is always one tap away."""
    return (words.button("not_safe", ShowHelp()),)
