"""The content of one language, read once at start, strictly."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.course.faults import raise_faults
from bot.course.models import (
    Checkin,
    Course,
    Covers,
    HelpCountry,
    Helplines,
    Page,
    PromptDeck,
    Theme,
    Triage,
)
from bot.course.reading import Loaded, Model, Reading, read_content
from bot.course.references import reference_faults
from bot.course.texts import Texts


@dataclass(frozen=True, slots=True)
class Content:
    """Everything of one language. The mappings and models are never changed after loading."""

    language: str
    course: Course
    pages: Mapping[str, Page]
    deck: PromptDeck
    checkin: Checkin
    covers: tuple[str, ...]
    elsewhere: tuple[str, ...]
    """Questions that no page answers."""
    triage: Triage
    texts: Texts
    helplines: Mapping[str, HelpCountry]
    """By ISO 3166 code, with "EU" and "INTL" beside them."""

    @property
    def has_drafts(self) -> bool:
        """Whether any page is a draft, which only `demo` may show."""
        return any(page.draft for page in self.pages.values())

    @property
    def unreviewed(self) -> tuple[str, ...]:
        """The ids of the pages that no practitioner has signed yet."""
        return tuple(page.id for page in self.pages.values() if not page.reviewed)

    def day(self, number: int) -> Page:
        """The page of day `number`, from 1. Raises IndexError beyond the course."""
        if number < 1:
            raise IndexError(number)
        return self.pages[self.course.days[number - 1]]


def load(content_dir: Path, language: str = "en", *, drafts: bool = False, base: Path | None = None) -> Content:
    """The content under `content_dir`. Raises one ContentError that names every fault with file and line.

    `drafts` lets draft pages through; `base` is another content folder that lends what this one lacks
    (prompts, check-in, covers, triage, interface, help lines), but never pages.
    """
    reading = read_content(content_dir, language, base)
    raise_faults([*reading.faults, *reference_faults(reading, drafts=drafts)])
    return content_of(reading)


def content_of(reading: Reading) -> Content:
    pages = {page_id: file.page for page_id, file in reading.pages.items() if file.page is not None}
    course = _value(reading.course)
    if not course.themes:
        everything = Theme(id="all-pages", title="All pages", pages=tuple(pages))
        course = course.model_copy(update={"themes": (everything,)})
    covers: Covers = _value(reading.covers)
    helplines: Helplines = _value(reading.helplines)
    return Content(
        language=reading.language,
        course=course,
        pages=pages,
        deck=_value(reading.deck),
        checkin=_known_pages(_value(reading.checkin), pages),
        covers=covers.covers,
        elsewhere=reading.elsewhere.value.asks if reading.elsewhere.value else (),
        triage=_value(reading.triage),
        texts=reading.texts,
        helplines=helplines.countries,
    )


def _value(loaded: Loaded[Model]) -> Model:
    # A file without a model has left a fault behind, so nobody comes here with one.
    assert loaded.value is not None, loaded.marked.path
    return loaded.value


def _known_pages(checkin: Checkin, pages: Mapping[str, Page]) -> Checkin:
    """A check-in that was borrowed from another course may offer pages which this one does not have."""
    evenings = tuple(
        evening.model_copy(update={"pages": tuple(page for page in evening.pages if page in pages)})
        for evening in checkin.evenings
    )
    return Checkin(evenings=evenings)
