"""What the content files hold, as frozen records. Ids are permanent: they are what the database remembers."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from bot.course.rich import RichText

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=48)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\r\n]+$")]


class Record(BaseModel):
    """Frozen, and closed to keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


class Page(Record):
    """One piece of content on one subject. A draft may lack all but id, title, cover title and parts."""

    id: Id
    title: Line
    """Plain words; stands only within open cards."""
    cover_title: Line
    """Neutral words, fit for a locked screen; the first line of the open card."""
    parts: tuple[RichText, ...]
    links: tuple[tuple[Id, ...], ...] = ()
    """For each part, the pages that it links to, each once."""
    minutes: int = Field(default=1, ge=1, le=15)
    practice: RichText = RichText()
    reflection: str = ""
    asks: tuple[Line, ...] = ()
    """Questions and statements in people's own words; they feed the search."""
    see_also: tuple[Id, ...] = ()
    sources: tuple[Line, ...] = ()
    hard: tuple[int, ...] = ()
    """Numbers, from 1, of the parts that want a warning and a way round them."""
    signs: tuple[Line, ...] = ()
    """Statements to tick, on the page of signs only."""
    draft: bool = False
    reviewed_by: str = ""
    reviewed_on: Annotated[date | None, BeforeValidator(_empty_is_none)] = None

    @property
    def reviewed(self) -> bool:
        """Whether a practitioner has read this page and said so."""
        return bool(self.reviewed_by) and self.reviewed_on is not None


class Theme(Record):
    """A heading of the browsable menu and the pages under it, in order."""

    id: Id
    title: Line
    pages: tuple[Id, ...] = Field(min_length=1)


class Course(Record):
    """The order of the days, each naming a page, and the themes that hold every page."""

    id: Id
    days: tuple[Id, ...] = Field(min_length=1)
    themes: tuple[Theme, ...] = ()

    def day_of(self, page_id: str) -> int | None:
        """The day, from 1, on which the page comes, or None if it is a topic only."""
        return self.days.index(page_id) + 1 if page_id in self.days else None


class Prompt(Record):
    """One writing prompt."""

    id: Id
    text: Line


class PromptGroup(Record):
    """Prompts of one kind."""

    id: Id
    title: Line
    prompts: tuple[Prompt, ...] = Field(min_length=1)


class PromptDeck(Record):
    """All prompts, in their groups."""

    groups: tuple[PromptGroup, ...] = Field(min_length=1)

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """Every prompt, in the order of the file."""
        return tuple(prompt for group in self.groups for prompt in group.prompts)

    def find(self, prompt_id: str) -> Prompt | None:
        """The prompt with this id, or None if it has left the deck."""
        return next((prompt for prompt in self.prompts if prompt.id == prompt_id), None)


class Mood(StrEnum):
    """How today was."""

    STEADY = "steady"
    MIXED = "mixed"
    HEAVY = "heavy"
    TOO_MUCH = "too_much"
    WITHHELD = "withheld"


class Contact(StrEnum):
    """Contact today: none, they reached out, I reached out, we had to, rather not say."""

    NONE = "none"
    THEY = "they"
    I = "i"  # noqa: E741 - the word of the answer itself
    HAD_TO = "had_to"
    WITHHELD = "withheld"


class When(Record):
    """The rule of an evening; all that is given must hold, and nothing given holds always."""

    first: Literal[True] | None = None
    """No check-in before this one."""
    mood: tuple[Mood, ...] | None = Field(default=None, min_length=1)
    pull_at_least: int | None = Field(default=None, ge=0, le=10)
    contact: tuple[Contact, ...] | None = Field(default=None, min_length=1)
    contact_after_days: int | None = Field(default=None, ge=1)
    """Contact tonight after at least that many checked-in days without."""
    hard_of_last: tuple[int, int] | None = None
    """(k, n): heavy or too much on k of the last n check-ins, tonight included."""
    withheld: Literal[True] | None = None
    """All three answers withheld or skipped."""


class Evening(Record):
    """A kind of evening: when it holds, what may be answered, and which pages may be offered."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
    when: When | None = None
    pages: tuple[Id, ...] = ()
    answers: tuple[Line, ...] = Field(min_length=1)


class Checkin(Record):
    """The kinds of evening; the first whose rule holds counts, and the last always holds."""

    evenings: tuple[Evening, ...] = Field(min_length=1)


class TriageText(Record):
    """The words above the help card: a neutral first line and a text."""

    title: Line
    text: RichText


class Triage(Record):
    """What is said when somebody writes of self-harm or danger, or in another language."""

    self_harm: TriageText
    danger: TriageText
    not_english: TriageText


class Covers(Record):
    """The neutral lines that a closed card shows."""

    covers: tuple[Line, ...] = Field(min_length=1)


class ElsewhereGroup(Record):
    """Questions of one kind that no page answers."""

    id: Id
    about: Line
    asks: tuple[Line, ...] = Field(min_length=1)


class Elsewhere(Record):
    """Questions that nobody here can answer, so that the search learns to say so."""

    groups: tuple[ElsewhereGroup, ...] = ()

    @property
    def asks(self) -> tuple[str, ...]:
        """Every question, in the order of the file."""
        return tuple(ask for group in self.groups for ask in group.asks)


class HelplineKind(StrEnum):
    """Whom a line is for: people hurt by somebody, or people in despair."""

    ABUSE = "abuse"
    CRISIS = "crisis"


class Confidence(StrEnum):
    """How well a line's data is backed; only `high` is shown."""

    HIGH = "high"
    MEDIUM = "medium"


class Helpline(Record):
    """One help line as its sources describe it; what no source said is None."""

    name: Line
    kind: HelplineKind
    serves: Line
    phone: Line | None = None
    sms: Line | None = None
    web: Line | None = None
    hours: Line | None = None
    languages: Line | None = None
    region: Line | None = None
    sources: tuple[Line, ...] = Field(min_length=1)
    source_seen: Annotated[str, StringConstraints(pattern=r"^(?:unknown|\d{4}(?:-\d{2})?)$")]
    """The month (or year) of the newest source that was read, or "unknown"."""
    confidence: Confidence


class HelpCountry(Record):
    """A country's emergency number, as people write it, and its lines."""

    emergency: Line | None
    lines: tuple[Helpline, ...]


class Helplines(Record):
    """Help by ISO 3166 code; "EU" holds the European short numbers, "INTL" the international directories."""

    countries: Mapping[Annotated[str, StringConstraints(pattern=r"^(?:[A-Z]{2}|INTL)$")], HelpCountry]
