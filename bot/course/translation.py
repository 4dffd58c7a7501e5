"""The same course in another language: what is translated so far, and English, page by page and sentence by sentence.

A language is a folder of two or three letters beside `en`. It may hold any of the same files. Ids and days are those of
English, since people's rows name them; only words differ.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.course.check import check
from bot.course.check_lists import cover_faults, triage_faults
from bot.course.check_pages import length_faults_of
from bot.course.check_texts import text_faults
from bot.course.faults import Fault, raise_faults
from bot.course.load import Content, content_of, load
from bot.course.models import Checkin, Course, Page, PromptDeck
from bot.course.reading import ENGLISH, Reading, read_content, read_translation
from bot.course.references import reference_faults

_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the course has been translated so far."""

    pages: int
    of_pages: int
    sentences: int
    of_sentences: int


def load_all(content_dir: Path, *, drafts: bool = False, base: Path | None = None) -> tuple[Content, ...]:
    """Every language under `content_dir`, English first. Raises ContentError with every fault of a language.

    `drafts` and `base` as for `load`, for English.
    """
    english = load(content_dir, drafts=drafts, base=base)
    return (english, *(_load(content_dir, language, english) for language in translated_into(content_dir)))


def translated_into(content_dir: Path) -> Sequence[str]:
    """The languages that have a folder, English apart."""
    folders = (path.name for path in content_dir.iterdir() if path.is_dir()) if content_dir.is_dir() else ()
    return sorted(name for name in folders if _LANGUAGE.fullmatch(name) and name != ENGLISH)


def check_all(content_dir: Path, *, used_keys: Collection[str] | None = None) -> list[Fault]:
    """All faults of every language under `content_dir`; `used_keys` as for `check`."""
    faults = check(content_dir, used_keys=used_keys)
    for language in translated_into(content_dir):
        faults += check_translation(content_dir, language)[0]
    return sorted(set(faults))


def check_translation(content_dir: Path, language: str) -> tuple[list[Fault], Progress]:
    """All faults of what has been translated, and how much that is. Rules about English words do not hold here."""
    english, reading = read_content(content_dir, ENGLISH, None), read_translation(content_dir, language)
    faults = [*reading.faults, *reference_faults(reading, drafts=False), *_unknown_ids(reading, english)]
    lent = {file.path for file in english.pages.values()}
    own = [file for file in reading.pages.values() if file.path not in lent]
    for file in own:
        if file.page is not None:
            faults += length_faults_of(file, file.page)
    if not reading.covers.borrowed:
        faults += cover_faults(reading)
    if not reading.triage.borrowed:
        faults += triage_faults(reading)
    if not reading.texts_borrowed:
        faults += text_faults(reading)
    sentences = 0 if reading.texts_borrowed else len(reading.texts.keys)
    return sorted(set(faults)), Progress(len(own), len(english.pages), sentences, len(english.texts.keys))


def _load(content_dir: Path, language: str, english: Content) -> Content:
    reading = read_translation(content_dir, language)
    known = read_content(content_dir, ENGLISH, None)
    raise_faults([*reading.faults, *reference_faults(reading, drafts=False), *_unknown_ids(reading, known)])
    own = content_of(reading)
    return replace(
        own,
        course=_course(own.course, english.course),
        pages={page_id: _page(own.pages[page_id], page) for page_id, page in english.pages.items()},
        deck=_deck(own.deck, english.deck),
        checkin=_checkin(own.checkin, english.checkin),
        texts=own.texts.over(english.texts),
    )


def _course(own: Course, english: Course) -> Course:
    titles = {theme.id: theme.title for theme in own.themes}
    themes = tuple(theme.model_copy(update={"title": titles.get(theme.id, theme.title)}) for theme in english.themes)
    return english.model_copy(update={"themes": themes})


def _page(own: Page, english: Page) -> Page:
    """The page, with the English asks where it has none of its own: the search needs some."""
    return own if own.asks else own.model_copy(update={"asks": english.asks})


def _deck(own: PromptDeck, english: PromptDeck) -> PromptDeck:
    texts = {prompt.id: prompt for prompt in own.prompts}
    titles = {group.id: group.title for group in own.groups}
    groups = tuple(
        group.model_copy(
            update={
                "title": titles.get(group.id, group.title),
                "prompts": tuple(texts.get(prompt.id, prompt) for prompt in group.prompts),
            }
        )
        for group in english.groups
    )
    return PromptDeck(groups=groups)


def _checkin(own: Checkin, english: Checkin) -> Checkin:
    answers = {evening.id: evening.answers for evening in own.evenings}
    evenings = tuple(
        evening.model_copy(update={"answers": answers.get(evening.id, evening.answers)}) for evening in english.evenings
    )
    return Checkin(evenings=evenings)


def _unknown_ids(reading: Reading, english: Reading) -> Iterator[Fault]:
    """What English does not have, and nobody would therefore ever see."""
    for name, file in reading.pages.items():
        if name not in english.pages:
            yield file.marked.fault("translation", f"there is no English page {name}", "id")
    for loaded, what, found, known in (
        (reading.course, "theme", _themes(reading), _themes(english)),
        (reading.deck, "prompt", _prompts(reading), _prompts(english)),
        (reading.checkin, "evening", _evenings(reading), _evenings(english)),
    ):
        for unknown in (name for name in found if name not in known):
            yield loaded.marked.fault("translation", f"there is no English {what} {unknown}")
    known_names = {entry.key: entry.names for entry in english.texts.entries}
    for entry in reading.texts.entries:
        if entry.key not in known_names:
            yield Fault(reading.texts_path, entry.line, "translation", f"there is no English text {entry.key}")
            continue
        for name in sorted(entry.names - known_names[entry.key]):
            message = f"{entry.key} asks for {{{name}}}, which is not filled in there"
            yield Fault(reading.texts_path, entry.line, "translation", message)


def _themes(reading: Reading) -> Collection[str]:
    return [theme.id for theme in reading.course.value.themes] if reading.course.value else ()


def _prompts(reading: Reading) -> Collection[str]:
    return [prompt.id for prompt in reading.deck.value.prompts] if reading.deck.value else ()


def _evenings(reading: Reading) -> Collection[str]:
    return [evening.id for evening in reading.checkin.value.evenings] if reading.checkin.value else ()
