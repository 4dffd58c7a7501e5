"""The cards of reading back what was written."""

from datetime import date, datetime

from babel.dates import format_date

from bot.course import EntityKind, RichText
from bot.journey.screens_own import (
    DeleteAllQuestion,
    DeleteEntryQuestion,
    EntriesFound,
    EntryLine,
    EntryList,
    EntryMonths,
    EntryView,
    SearchQuestion,
)
from bot.journey.steps import DrawPrompt
from bot.journey.steps_own import (
    AskDeleteAll,
    AskDeleteEntry,
    AskSearch,
    DeleteAll,
    DeleteEntry,
    ReadEntry,
    ShowMonth,
    ShowMonths,
)
from bot.views.card import Button, Card, Row, Words, open_card


def months(words: Words, screen: EntryMonths) -> Card:
    """The months in which something was written."""
    body = [words.count("back.gone", screen.gone)] if screen.gone else []
    if not screen.months:
        body.append(words("back.none"))
        return open_card(words, words("back.title"), body, [(words.button("write", DrawPrompt()),)])
    body.append(words("back.months"))
    buttons = [Button(f"{_month(words, month)} ({count})", ShowMonth(month, 0)) for month, count in screen.months[:24]]
    rows: list[Row] = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    rows.append((words.button("search", AskSearch()), words.button("delete_all", AskDeleteAll())))
    return open_card(words, words("back.title"), body, rows)


def entries(words: Words, screen: EntryList) -> Card:
    """The entries of one month."""
    rows = _entry_rows(words, screen.entries)
    turning: list[Button] = []
    if screen.page:
        turning.append(words.button("newer", ShowMonth(screen.month, screen.page - 1)))
    if screen.page + 1 < screen.pages:
        turning.append(words.button("older", ShowMonth(screen.month, screen.page + 1)))
    rows += [tuple(turning), (words.button("back", ShowMonths()), words.button("search", AskSearch()))]
    body = [RichText.plain(_month(words, screen.month)).styled(EntityKind.BOLD)]
    return open_card(words, words("back.title"), body, rows)


def entry(words: Words, screen: EntryView) -> Card:
    """One entry: when, to which prompt, and the words."""
    body = [RichText.plain(_moment(words, screen.written)).styled(EntityKind.ITALIC)]
    if screen.prompt:
        body.append(RichText.plain(screen.prompt).styled(EntityKind.BOLD))
    body.append(RichText.plain(screen.text))
    rows: list[Row] = []
    if screen.part < screen.parts:
        rows.append(
            (words.button("on", ReadEntry(screen.entry, screen.part + 1), part=screen.part, parts=screen.parts),)
        )
    turning: list[Button] = []
    if screen.newer is not None:
        turning.append(words.button("newer", ReadEntry(screen.newer, 1)))
    if screen.older is not None:
        turning.append(words.button("older", ReadEntry(screen.older, 1)))
    rows.append(tuple(turning))
    month = ShowMonth(screen.written.date().replace(day=1), 0)
    rows.append((words.button("back", month), words.button("delete_entry", AskDeleteEntry(screen.entry))))
    return open_card(words, words("back.title"), body, rows)


def search(words: Words, screen: SearchQuestion) -> Card:
    """The next message is looked for."""
    return open_card(words, words("back.title"), [words("back.search")], [(words.button("back", ShowMonths()),)])


def found(words: Words, screen: EntriesFound) -> Card:
    """The entries in which the words stand, each with what is around them."""
    if not screen.entries:
        body = [words("back.not_found")]
    else:
        body = [words("back.found", moment=_moment(words, line.written), around=line.found) for line in screen.entries]
        if screen.more:
            body.append(words.count("back.more", screen.more))
    rows = [*_entry_rows(words, screen.entries), (words.button("back", ShowMonths()),)]
    return open_card(words, words("back.title"), body, rows)


def delete_entry(words: Words, screen: DeleteEntryQuestion) -> Card:
    """Is it meant?"""
    body = [words("back.delete_entry", moment=_moment(words, screen.written))]
    yes = words.button("delete_yes", DeleteEntry(screen.entry))
    return open_card(words, words("back.title"), body, [(yes, words.button("back", ReadEntry(screen.entry, 1)))])


def delete_all(words: Words, screen: DeleteAllQuestion) -> Card:
    """Is it meant?"""
    yes = words.button("delete_all_yes", DeleteAll())
    body = [words.count("back.delete_all", screen.entries)]
    return open_card(words, words("back.title"), body, [(yes, words.button("back", ShowMonths()))])


def _entry_rows(words: Words, lines: tuple[EntryLine, ...]) -> list[Row]:
    buttons = [Button(_moment(words, line.written), ReadEntry(line.id, 1)) for line in lines]
    return [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]


def _month(words: Words, month: date) -> str:
    return format_date(month, "MMMM y", locale=words.content.language)


def _moment(words: Words, written: datetime) -> str:
    day = format_date(written.date(), "d MMM", locale=words.content.language)
    return f"{day}, {words.hour(written)}"
