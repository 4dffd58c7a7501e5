"""Reading back what was written: by month, or by words; and deleting one entry or all.

Entries are decrypted for the one request that shows or searches them; what was looked for is kept nowhere.
"""

import asyncio
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, delete, select

from bot.crypto import DataKey, Sealed
from bot.db.tables import Entry
from bot.journey.screens import Asks, Screen, Waiting
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
from bot.journey.turns import Turn
from bot.journey.writing import prompt_text

A_PAGE = 12  # entries in a list
PART = 2800  # characters of an entry on one card
AROUND = 36  # characters on each side of what was found


async def show_months(turn: Turn, step: ShowMonths, *, gone: int = 0) -> Screen:
    """The months in which something was written, the newest first."""
    counts = Counter(line.written.date().replace(day=1) for line in await _lines(turn))
    return EntryMonths(at=ShowMonths(), months=tuple(sorted(counts.items(), reverse=True)), gone=gone)


async def show_month(turn: Turn, step: ShowMonth) -> Screen:
    """The entries of one month, the newest first, some at a time."""
    month = step.month.replace(day=1)
    lines = [line for line in await _lines(turn) if line.written.date().replace(day=1) == month]
    if not lines:
        return await show_months(turn, ShowMonths())
    pages = -(-len(lines) // A_PAGE)
    page = min(max(step.page, 0), pages - 1)
    shown = lines[page * A_PAGE : (page + 1) * A_PAGE]
    return EntryList(at=ShowMonth(month, page), month=month, entries=tuple(shown), page=page, pages=pages)


async def read_entry(turn: Turn, step: ReadEntry) -> Screen:
    """One entry, in parts if it is long. One that is gone leads to the months."""
    row = await _entry(turn, step.entry)
    if row is None:
        return await show_months(turn, ShowMonths())
    parts = _parts((await turn.data_key()).open(row.text))
    part = min(max(step.part, 1), len(parts))
    ids = [line.id for line in await _lines(turn)]
    here = ids.index(row.id)
    return EntryView(
        at=ReadEntry(row.id, part),
        entry=row.id,
        written=_local(turn, row.written_at),
        prompt=prompt_text(turn, row.prompt),
        text=parts[part - 1],
        part=part,
        parts=len(parts),
        older=ids[here + 1] if here + 1 < len(ids) else None,
        newer=ids[here - 1] if here else None,
    )


async def ask_search(turn: Turn, step: AskSearch) -> Screen:
    """The next words are looked for."""
    return SearchQuestion(at=step, waiting=Waiting(Asks.SEARCH))


async def hear_search(turn: Turn, words: str) -> Screen:
    """The entries in which all these words stand, the newest first."""
    rows = await turn.session.execute(
        select(Entry.id, Entry.text).where(Entry.person_id == turn.person.id).order_by(Entry.id.desc())
    )
    sealed = {entry: text for entry, text in rows}  # noqa: C416 - a Row is no pair for mypy
    # Decrypting all that somebody ever wrote takes time, and others must not wait for it on the loop.
    found = await asyncio.to_thread(_search, await turn.data_key(), sealed, words)
    lines = {line.id: line for line in await _lines(turn)}
    shown = [EntryLine(entry, lines[entry].written, snippet) for entry, snippet in found[:A_PAGE] if entry in lines]
    return EntriesFound(
        at=AskSearch(), waiting=Waiting(Asks.SEARCH), entries=tuple(shown), more=max(0, len(found) - A_PAGE)
    )


async def ask_delete_entry(turn: Turn, step: AskDeleteEntry) -> Screen:
    """Asked once."""
    row = await _entry(turn, step.entry)
    if row is None:
        return await show_months(turn, ShowMonths())
    return DeleteEntryQuestion(at=ReadEntry(row.id, 1), entry=row.id, written=_local(turn, row.written_at))


async def delete_entry(turn: Turn, step: DeleteEntry) -> Screen:
    """This one is gone for good."""
    return await show_months(turn, ShowMonths(), gone=await _delete(turn, step.entry))


async def ask_delete_all(turn: Turn, step: AskDeleteAll) -> Screen:
    """Asked once."""
    lines = await _lines(turn)
    if not lines:
        return await show_months(turn, ShowMonths())
    return DeleteAllQuestion(at=ShowMonths(), entries=len(lines))


async def delete_all(turn: Turn, step: DeleteAll) -> Screen:
    """Everything that was ever written to a prompt is gone for good."""
    return await show_months(turn, ShowMonths(), gone=await _delete(turn))


async def _delete(turn: Turn, entry: int | None = None) -> int:
    query = delete(Entry).where(Entry.person_id == turn.person.id)
    if entry is not None:
        query = query.where(Entry.id == entry)
    result = await turn.session.execute(query)
    return result.rowcount if isinstance(result, CursorResult) else 0


async def _entry(turn: Turn, entry: int) -> Entry | None:
    return await turn.session.scalar(select(Entry).where(Entry.person_id == turn.person.id, Entry.id == entry))


async def _lines(turn: Turn) -> list[EntryLine]:
    """All entries of the person without their words, the newest first."""
    rows = await turn.session.execute(
        select(Entry.id, Entry.written_at).where(Entry.person_id == turn.person.id).order_by(Entry.id.desc())
    )
    return [EntryLine(entry, _local(turn, at)) for entry, at in rows]


def _local(turn: Turn, instant: datetime) -> datetime:
    return instant.astimezone(ZoneInfo(turn.person.zone))


def _search(key: DataKey, sealed: dict[int, Sealed], words: str) -> list[tuple[int, str]]:
    wanted = _plain(words).split()
    found = []
    for entry, text in sealed.items():
        opened = key.open(text)
        plain = _plain(opened)
        if wanted and all(word in plain for word in wanted):
            found.append((entry, _snippet(opened, wanted)))
    return found


def _plain(text: str) -> str:
    """Without the differences that somebody who looks for a word does not think of: case, accents, widths."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _snippet(text: str, wanted: Sequence[str]) -> str:
    """The words around the first that was found, on one line."""
    line = " ".join(text.split())
    # Folding may change lengths, so the place is looked for word by word.
    words = line.split(" ")
    at = next((i for i, word in enumerate(words) if wanted[0] in _plain(word)), 0)
    start = len(" ".join(words[:at]))
    low, high = max(0, start - AROUND), start + AROUND + len(words[at])
    return ("…" if low else "") + line[low:high].strip() + ("…" if high < len(line) else "")


def _parts(text: str) -> list[str]:
    """The text in pieces of at most PART characters, cut between paragraphs, lines, sentences or words."""
    parts = []
    while len(text) > PART:
        cuts = (text.rfind(mark, PART // 2, PART - 1) + 1 for mark in ("\n\n", "\n", ". ", " "))
        cut = next((cut for cut in cuts if cut), PART)
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*parts, text]
