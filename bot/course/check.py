"""`content check`: every rule over every file, and every fault at once with its file and line."""

from collections.abc import Collection
from pathlib import Path

from bot.course.check_lists import (
    checkin_faults,
    cover_faults,
    elsewhere_faults,
    prompt_faults,
    released_faults,
    triage_faults,
)
from bot.course.check_pages import page_faults, theme_faults
from bot.course.check_texts import key_faults, text_faults
from bot.course.faults import Fault
from bot.course.reading import read_content
from bot.course.references import reference_faults


def check(
    content_dir: Path,
    language: str = "en",
    *,
    used_keys: Collection[str] | None = None,
    drafts: bool = False,
    base: Path | None = None,
) -> list[Fault]:
    """All faults of the content under `content_dir`, ordered by file and line; an empty list is a pass.

    `used_keys` are the text keys that the code asks for (a `*` stands for anything); None leaves
    unused and missing keys unchecked. `drafts` and `base` as for `load`; what comes from `base` is not
    checked again, and a course of drafts needs no list of released ids.
    """
    reading = read_content(content_dir, language, base)
    faults = [*reading.faults, *reference_faults(reading, drafts=drafts)]
    faults += page_faults(reading)
    faults += theme_faults(reading)
    for loaded, rules in (
        (reading.deck, prompt_faults),
        (reading.checkin, checkin_faults),
        (reading.covers, cover_faults),
        (reading.triage, triage_faults),
        (reading.elsewhere, elsewhere_faults),
    ):
        if not loaded.borrowed:
            faults += rules(reading)
    if not reading.texts_borrowed:
        faults += text_faults(reading)
        if used_keys is not None:
            faults += key_faults(reading, used_keys)
    if not drafts:
        faults += released_faults(reading, content_dir)
    return sorted(set(faults))
