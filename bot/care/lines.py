"""Which help lines to show: the person's country first, only well-backed ones, gaps filled by the directories."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.care.risk import Risk


class HelpLine(Protocol):
    """What the choice looks at, and what the card shows, of one line."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def serves(self) -> str: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def sms(self) -> str | None: ...
    @property
    def web(self) -> str | None: ...
    @property
    def hours(self) -> str | None: ...
    @property
    def languages(self) -> str | None: ...
    @property
    def region(self) -> str | None: ...
    @property
    def source_seen(self) -> str: ...
    @property
    def confidence(self) -> str: ...


class CountryLines(Protocol):
    """A country's emergency number, as people write it, and its lines."""

    @property
    def emergency(self) -> str | None: ...
    @property
    def lines(self) -> Sequence[HelpLine]: ...


@dataclass(frozen=True)
class HelpNow:
    """What one help card shows. `country` is None where it is not known or not in the list."""

    country: str | None
    emergency: str | None
    lines: tuple[HelpLine, ...]
    directories: tuple[HelpLine, ...]


def choose_lines(countries: Mapping[str, CountryLines], country: str | None, risk: Risk) -> HelpNow:
    """The lines for `country` (ISO 3166, or None), those that fit `risk` first, and the international directories."""
    here = countries.get(country) if country else None
    directories = _good(countries["INTL"].lines, risk)
    if here is None:
        return HelpNow(country, None, (), directories)
    return HelpNow(country, here.emergency, _good(here.lines, risk), directories)


def _good(lines: Iterable[HelpLine], risk: Risk) -> tuple[HelpLine, ...]:
    first = "crisis" if risk is Risk.SELF_HARM else "abuse"
    shown = [line for line in lines if line.confidence == "high"]
    return tuple(sorted(shown, key=lambda line: line.kind != first))
