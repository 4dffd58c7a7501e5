"""The editorial rules for the interface's sentences; whether code and catalogue know the same keys."""

import fnmatch
from collections.abc import Collection, Iterator

from bot.course.check_pages import BUTTON_LENGTH
from bot.course.faults import Fault
from bot.course.passage import Passage, length_faults, telling_faults, wording_faults
from bot.course.reading import Reading
from bot.course.rich import RichText
from bot.course.texts import Entry
from bot.course.wording import emoji

POPUP_LENGTH = 200
BUTTON_PREFIX = "button."
POPUP_PREFIX = "popup."
PROFILE_LENGTHS = {"profile.name": 64, "profile.short": 120, "profile.description": 512}
# What others may see without a tap: covers, the profile and its menu, file names, and titles (cards' first lines).
SEEN_PREFIXES = ("cover.", "command.", "profile.", "file.")
SEEN_SUFFIX = ".title"


def text_faults(reading: Reading) -> Iterator[Fault]:
    """Lengths, words and telling words of every sentence, by what its key says that it is."""
    for entry in reading.texts.entries:
        for form in entry.forms:
            passage = Passage(reading.texts_path, entry.line, entry.key, _shown(form))
            if entry.key.startswith(BUTTON_PREFIX):
                yield from _button_faults(passage, form)
            else:
                yield from wording_faults(passage)
            if entry.key.startswith(POPUP_PREFIX):
                yield from length_faults(passage, POPUP_LENGTH)
            if entry.key in PROFILE_LENGTHS:
                yield from length_faults(passage, PROFILE_LENGTHS[entry.key])
            if is_seen(entry.key):
                yield from telling_faults(passage)
        yield from _form_faults(reading.texts_path, entry)


def key_faults(reading: Reading, used: Collection[str]) -> Iterator[Fault]:
    """Keys that the code asks for and the catalogue lacks, and the other way round.

    In `used`, a `*` in a key stands for anything, and wants at least one key that fits.
    """
    keys = reading.texts.keys
    patterns = [key for key in used if "*" in key]
    for key in sorted(used):
        if not (fnmatch.filter(keys, key) if key in patterns else key in keys):
            yield Fault(reading.texts_path, 1, "texts-missing", f"has no text for the key {key}")
    for entry in reading.texts.entries:
        if entry.key not in used and not any(fnmatch.fnmatchcase(entry.key, pattern) for pattern in patterns):
            yield Fault(reading.texts_path, entry.line, "texts-unused", f"nothing uses the key {entry.key}")


def is_seen(key: str) -> bool:
    """Whether the sentence under `key` may be seen by others: covers, the profile, file names, titles."""
    return key.startswith(SEEN_PREFIXES) or key.endswith(SEEN_SUFFIX)


def _shown(form: RichText) -> str:
    """The sentence without its {names}, whose values come from elsewhere."""
    return form.fill(dict.fromkeys(form.placeholders(), "")).text


def _button_faults(passage: Passage, form: RichText) -> Iterator[Fault]:
    yield from length_faults(passage, BUTTON_LENGTH)
    if len([sign for sign in emoji(passage.text) if sign != "\ufe0f"]) > 1:
        yield passage.fault("emoji", "has more than one emoji")
    if "!" in passage.text:
        yield passage.fault("exclamation", "has an exclamation mark")
    if form.entities or "\n" in form.text:
        yield passage.fault("texts", "is a button, which shows neither bold text nor line breaks")


def _form_faults(path: str, entry: Entry) -> Iterator[Fault]:
    """All plural forms take the same values; only the number itself may be left out of some."""
    names = [set(form.placeholders()) - {"n"} for form in entry.forms]
    if any(each != names[0] for each in names):
        yield Fault(path, entry.line, "texts", f"{entry.key} has not the same {{names}} in all its forms")
