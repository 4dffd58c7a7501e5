"""What must fit together between the files: page ids, days, themes, links. `load` insists on it."""

from collections.abc import Iterable, Iterator

from bot.course.faults import Fault
from bot.course.models import Page
from bot.course.pagefile import PageFile
from bot.course.reading import Reading
from bot.course.yamlfile import Keys, Marked


def reference_faults(reading: Reading, *, drafts: bool) -> list[Fault]:
    """Every fault between the files. With `drafts`, pages may be drafts and themes may be missing."""
    faults: list[Fault] = []
    for stem, file in reading.pages.items():
        if file.page is not None:
            faults += _page(stem, file, file.page, reading)
            if file.page.draft and not drafts:
                faults.append(file.marked.fault("draft", "is a draft; only `demo` shows drafts", "draft"))
    faults += _course(reading, drafts)
    faults += _prompts(reading)
    faults += _checkin(reading)
    if not reading.triage.borrowed:
        path = reading.triage.marked.path
        faults += [
            Fault(path, link.line, "link", f"there is no page {link.page_id}")
            for link in reading.triage_links
            if link.page_id not in reading.pages
        ]
    return faults


def repeats(items: Iterable[tuple[Keys, str]], marked: Marked, what: str) -> Iterator[Fault]:
    """A fault for each of `items` (keys that lead to it, value) whose value stood there before."""
    seen: set[str] = set()
    for keys, value in items:
        if value in seen:
            yield marked.fault("duplicate", f"{what} {value} stands here twice", *keys)
        seen.add(value)


def _page(stem: str, file: PageFile, page: Page, reading: Reading) -> Iterator[Fault]:
    marked = file.marked
    if page.id != stem:
        yield marked.fault("page", f"the id {page.id} is not the name of the file", "id")
    if not page.parts and not page.draft:
        yield marked.fault("page", "has no parts")
    for index, other in enumerate(page.see_also):
        if other == page.id:
            yield marked.fault("link", "see_also names the page itself", "see_also", index)
        elif other not in reading.pages:
            yield marked.fault("link", f"there is no page {other}", "see_also", index)
    yield from repeats(_listed(page.see_also, "see_also"), marked, "the page")
    for link in file.links:
        if link.page_id not in reading.pages:
            yield Fault(file.path, link.line, "link", f"there is no page {link.page_id}")
    for index, number in enumerate(page.hard):
        if not 1 <= number <= len(page.parts):
            yield marked.fault("page", f"there is no part {number} to be hard", "hard", index)
    if page.signs and page.id != "signs":
        yield marked.fault("page", "only the page signs has signs", "signs")


def _course(reading: Reading, drafts: bool) -> Iterator[Fault]:
    course, marked = reading.course.value, reading.course.marked
    if course is None:
        return
    for index, page_id in enumerate(course.days):
        if page_id not in reading.pages:
            yield marked.fault("link", f"there is no page {page_id}", "days", index)
    yield from repeats(_listed(course.days, "days"), marked, "the page")
    placed: list[tuple[Keys, str]] = []
    for at, theme in enumerate(course.themes):
        for index, page_id in enumerate(theme.pages):
            placed.append((("themes", at, "pages", index), page_id))
            if page_id not in reading.pages:
                yield marked.fault("link", f"there is no page {page_id}", "themes", at, "pages", index)
    yield from repeats(placed, marked, "the page")
    ids = ((("themes", at, "id"), theme.id) for at, theme in enumerate(course.themes))
    yield from repeats(ids, marked, "the theme")
    if course.themes or not drafts:
        standing = {page_id for _, page_id in placed}
        for page_id in reading.pages:
            if page_id not in standing:
                yield marked.fault("theme", f"the page {page_id} stands in no theme", "themes")


def _prompts(reading: Reading) -> Iterator[Fault]:
    deck = reading.deck.value
    if deck is None:
        return
    groups: list[tuple[Keys, str]] = []
    prompts: list[tuple[Keys, str]] = []
    for at, group in enumerate(deck.groups):
        groups.append((("groups", at, "id"), group.id))
        for index, prompt in enumerate(group.prompts):
            prompts.append((("groups", at, "prompts", index, "id"), prompt.id))
    yield from repeats(groups, reading.deck.marked, "the group")
    yield from repeats(prompts, reading.deck.marked, "the prompt")


def _checkin(reading: Reading) -> Iterator[Fault]:
    checkin, marked = reading.checkin.value, reading.checkin.marked
    if checkin is None or reading.checkin.borrowed:
        return
    last = len(checkin.evenings) - 1
    for at, evening in enumerate(checkin.evenings):
        if at == last and evening.when is not None:
            yield marked.fault("evening", "the last evening has a `when`; it must always hold", "evenings", at)
        if at != last and evening.when is None:
            yield marked.fault("evening", "has no `when`, so the evenings after it never come", "evenings", at)
        for index, page_id in enumerate(evening.pages):
            if page_id not in reading.pages:
                yield marked.fault("link", f"there is no page {page_id}", "evenings", at, "pages", index)
    ids = ((("evenings", at, "id"), evening.id) for at, evening in enumerate(checkin.evenings))
    yield from repeats(ids, marked, "the evening")


def _listed(values: Iterable[str], key: str) -> Iterator[tuple[Keys, str]]:
    return (((key, index), value) for index, value in enumerate(values))
