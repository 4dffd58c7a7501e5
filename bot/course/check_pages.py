"""The editorial rules for pages and themes. A draft is held only to what the chat itself needs."""

from collections.abc import Iterator

from bot.course.faults import Fault
from bot.course.grade import readability
from bot.course.likeness import near_duplicates, normalised
from bot.course.models import Page
from bot.course.pagefile import PageFile
from bot.course.passage import Passage, length_faults, telling_faults, wording_faults
from bot.course.reading import Reading

PART_LENGTH = 900
TITLE_LENGTH = 48
COVER_TITLE_LENGTH = 60
PRACTICE_LENGTH = 400
REFLECTION_LENGTH = 160
SIGN_LENGTH = 90
BUTTON_LENGTH = 24
FEWEST_ASKS = 25
SIGNS = 9
GRADE = 7.0
LIKENESS = 0.85
_SEE_ALSO = range(2, 5)
_COURSE_PARTS = range(3, 6)
_COURSE_MINUTES = range(2, 5)


def page_faults(reading: Reading) -> Iterator[Fault]:
    """Every editorial fault in the pages, page by page, then the questions that two pages share."""
    days = reading.course.value.days if reading.course.value else ()
    for file in reading.pages.values():
        if file.page is not None:
            yield from length_faults_of(file, file.page)
            if not file.page.draft:
                yield from _words(file, file.page)
                yield from _counts(file, file.page, file.page.id in days)
                yield from _grade(file, file.page)
    yield from _shared_asks(reading)


def theme_faults(reading: Reading) -> Iterator[Fault]:
    """Theme titles are buttons."""
    course, marked = reading.course.value, reading.course.marked
    for at, theme in enumerate(course.themes if course else ()):
        line = marked.line("themes", at, "title")
        passage = Passage(marked.path, line, "the theme’s title", theme.title)
        yield from length_faults(passage, BUTTON_LENGTH)
        yield from wording_faults(passage)


def _field(file: PageFile, key: str, text: str, index: int | None = None) -> Passage:
    keys = (key,) if index is None else (key, index)
    return Passage(file.path, file.marked.line(*keys), key, text)


def _parts(file: PageFile, page: Page) -> Iterator[Passage]:
    ends = [*file.part_lines[1:], len(file.source) + 1]
    for number, (part, start, end) in enumerate(zip(page.parts, file.part_lines, ends, strict=True), start=1):
        source = "\n".join(file.source[start - 1 : end - 1])
        yield Passage(file.path, start, f"part {number}", part.text, source)


def length_faults_of(file: PageFile, page: Page) -> Iterator[Fault]:
    """What is too long for the chat, and a cover title that tells too much."""
    yield from length_faults(_field(file, "title", page.title), TITLE_LENGTH)
    cover = _field(file, "cover_title", page.cover_title)
    yield from length_faults(cover, COVER_TITLE_LENGTH)
    yield from telling_faults(cover)
    yield from length_faults(_field(file, "practice", page.practice.text), PRACTICE_LENGTH)
    yield from length_faults(_field(file, "reflection", page.reflection), REFLECTION_LENGTH)
    for index, sign in enumerate(page.signs):
        yield from length_faults(_field(file, "signs", sign, index), SIGN_LENGTH)
    for part in _parts(file, page):
        yield from length_faults(part, PART_LENGTH)


def _words(file: PageFile, page: Page) -> Iterator[Fault]:
    passages = [
        _field(file, "title", page.title),
        _field(file, "cover_title", page.cover_title),
        _field(file, "practice", page.practice.text),
        _field(file, "reflection", page.reflection),
        *(_field(file, "signs", sign, index) for index, sign in enumerate(page.signs)),
        *_parts(file, page),
    ]
    for passage in passages:
        yield from wording_faults(passage)


def _counts(file: PageFile, page: Page, course_page: bool) -> Iterator[Fault]:
    marked = file.marked
    if len(page.asks) < FEWEST_ASKS:
        yield marked.fault("count", f"has {len(page.asks)} asks, {FEWEST_ASKS} is the least", "asks")
    for key, text in (("practice", page.practice.text), ("reflection", page.reflection)):
        if not text.strip():
            yield marked.fault("count", f"{key} is empty", key)
    if len(page.see_also) not in _SEE_ALSO:
        yield marked.fault("count", f"see_also names {len(page.see_also)} pages, not 2 to 4", "see_also")
    if page.id == "signs" and len(page.signs) != SIGNS:
        yield marked.fault("count", f"has {len(page.signs)} signs, not {SIGNS}", "signs")
    if course_page and len(page.parts) not in _COURSE_PARTS:
        yield marked.fault("count", f"is a page of the course and has {len(page.parts)} parts, not 3 to 5")
    if course_page and page.minutes not in _COURSE_MINUTES:
        yield marked.fault("count", "is a page of the course and does not take 2 to 4 minutes", "minutes")
    seen: set[str] = set()
    for index, ask in enumerate(page.asks):
        if normalised(ask) in seen:
            yield marked.fault("duplicate", f"“{ask}” stands here twice", "asks", index)
        seen.add(normalised(ask))


def _grade(file: PageFile, page: Page) -> Iterator[Fault]:
    grade = readability("\n".join(text.text for text in (*page.parts, page.practice))).grade
    if round(grade, 1) > GRADE:
        yield Fault(file.path, 1, "grade", f"reads at grade {grade:.1f}, {GRADE:.1f} is the most")


def _shared_asks(reading: Reading) -> Iterator[Fault]:
    asks = [
        (file, index, ask)
        for file in reading.pages.values()
        if file.page is not None
        for index, ask in enumerate(file.page.asks)
    ]
    for earlier, later, likeness in near_duplicates([ask for _, _, ask in asks], LIKENESS):
        file, index, ask = asks[later]
        other, other_index, other_ask = asks[earlier]
        if file is not other:
            place = f"{other.path}:{other.marked.line('asks', other_index)}"
            message = f"“{ask}” is much like “{other_ask}” ({place}, {likeness:.2f})"
            yield file.marked.fault("near-duplicate", message, "asks", index)
