"""Whether content may take the place of what is running: nothing that the program or people rely on may be missing."""

from collections.abc import Iterator

from bot.course.faults import Fault
from bot.course.load import Content


def replacement_faults(running: Content, fresh: Content) -> Iterator[Fault]:
    """What keeps `fresh` from taking the place of `running` without a restart.

    The catalogue that is running has every key that this program asks for, so whatever `fresh` lacks would be missed.
    """
    course, po = f"{fresh.language}/course.yaml", f"{fresh.language}/ui.po"
    if fresh.course.id != running.course.id:
        yield Fault(course, 1, "course", f"is another course than {running.course.id}, which people are on")
    entries = {entry.key: entry for entry in fresh.texts.entries}
    for before in running.texts.entries:
        entry = entries.get(before.key)
        if entry is None:
            yield Fault(po, 1, "texts-missing", f"has no text for the key {before.key}")
            continue
        for name in sorted(entry.names - before.names):
            yield Fault(po, entry.line, "texts", f"{entry.key} asks for {{{name}}}, which is not filled in there")
