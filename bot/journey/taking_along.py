"""Taking along: everything that is kept of a person, as one page to read and as JSON."""

import asyncio
import html
import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.db.tables import Checkin, Delivery, Enrolment, Entry, Feedback, PageProgress, SavedPage, Wanted
from bot.journey import errands
from bot.journey.screens import Screen
from bot.journey.screens_safety import Exported, ExportQuestion
from bot.journey.steps import ShowToday
from bot.journey.steps_safety import AskExport, Export
from bot.journey.turns import Turn, Turns
from bot.journey.writing import PAGE_PREFIX

SAID = ("mood", "pull", "contact", "note")
Facts = dict[str, Any]
# Their names show in the chat and among the downloads.
FILES = {Wanted.NOTES_PAGE: "notes.html", Wanted.NOTES_DATA: "notes.json"}


async def ask_export(turn: Turn, step: AskExport) -> Screen:
    """What will be sent, and what a file on a phone means; it takes a second tap."""
    return ExportQuestion(at=step)


async def export(turn: Turn, step: Export) -> Screen:
    """A job makes both files, in memory only, and sends them beside the card."""
    for wanted in FILES:
        await errands.order(turn, wanted, "")
    return Exported(at=ShowToday())


async def make_file(turns: Turns, person_id: int, wanted: Wanted, now: datetime) -> tuple[int, str, bytes] | None:
    """The chat, the name and the bytes of one of the two files; None if the person is gone or has hidden."""
    async with turns.resume(person_id, now) as turn:
        if turn is None or turn.person.hidden_since is not None:
            return None
        facts, chat_id = await gather(turn), turn.person.chat_id
    draw = as_html if wanted is Wanted.NOTES_PAGE else as_json
    return chat_id, FILES[wanted], (await asyncio.to_thread(draw, facts)).encode()


async def gather(turn: Turn) -> Facts:
    """Everything that is kept of the person, opened; times in their own zone."""
    person, session, key = turn.person, turn.session, await turn.data_key()

    def local(instant: datetime | None) -> str | None:
        return instant.astimezone(ZoneInfo(person.zone)).strftime("%Y-%m-%d %H:%M") if instant else None

    runs = (await session.scalars(select(Enrolment).where(Enrolment.person_id == person.id))).all()
    pages = await session.scalars(
        select(PageProgress).where(PageProgress.enrolment_id.in_([run.id for run in runs])).order_by(PageProgress.id)
    )
    evenings = await session.scalars(select(Checkin).where(Checkin.person_id == person.id).order_by(Checkin.local_date))
    entries = await session.scalars(select(Entry).where(Entry.person_id == person.id).order_by(Entry.id))
    saved = await session.scalars(
        select(SavedPage).where(SavedPage.person_id == person.id).order_by(SavedPage.saved_at)
    )
    deliveries = await session.scalars(
        select(Delivery).where(Delivery.person_id == person.id).order_by(Delivery.due_at)
    )
    feedback = await session.scalars(select(Feedback).where(Feedback.person_id == person.id).order_by(Feedback.id))
    return {
        "settings": {
            "time zone": person.zone,
            "country": person.country,
            "page hour": person.page_time.strftime("%H:%M"),
            "evening hour": person.checkin_time.strftime("%H:%M") if person.checkin_time else None,
            "hour of something to write about": person.prompt_time.strftime("%H:%M") if person.prompt_time else None,
            "pace": person.pace.value,
            "first came": local(person.joined_at),
            "state": person.state.value,
            "others may see this phone": person.watched,
            "messages stay for hours": person.vanish_hours,
            "open cards close after minutes": person.fold_minutes,
            "may buzz": person.buzz,
        },
        "pages": [
            {
                "page": _title(turn, row.page),
                "came": local(row.delivered_at),
                "opened": local(row.opened_at),
                "finished": local(row.finished_at),
            }
            for row in pages
        ],
        "evenings": [
            {"day": row.local_date.isoformat(), **_answers(json.loads(key.open(row.answers)))} for row in evenings
        ],
        "texts": [
            {"written": local(row.written_at), "to": _prompt(turn, row.prompt), "text": key.open(row.text)}
            for row in entries
        ],
        "lines to whoever runs this": [
            {"written": local(row.written_at), "sent": local(row.sent_at), "text": key.open(row.text)}
            for row in feedback
        ],
        "what was sent or planned": [
            {
                "what": row.kind.value,
                "of": _title(turn, row.subject),
                "due": local(row.due_at),
                "what became of it": row.state.value,
            }
            for row in deliveries
        ],
        "kept pages": [_title(turn, row.page) for row in saved],
    }


def as_json(facts: Facts) -> str:
    """For programs."""
    return json.dumps(facts, ensure_ascii=False, indent=2)


def as_html(facts: Facts) -> str:
    """For people: one page that needs nothing else, and asks nothing of any network."""
    body = "".join(f"<h2>{html.escape(name.capitalize())}</h2>{_block(value)}" for name, value in facts.items())
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Notes</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>body{font:1.05rem/1.6 Georgia,serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#222}"
        "dt{color:#666;font-size:.85rem}dd{margin:0 0 .6rem;white-space:pre-wrap}"
        "section{border-top:1px solid #ddd;padding-top:.6rem}</style>"
        f"<h1>Notes</h1>{body}</html>\n"
    )


def _block(value: Any) -> str:
    if isinstance(value, dict):
        pairs = ((name, shown) for name, shown in value.items() if shown not in (None, "", []))
        return "<dl>" + "".join(f"<dt>{html.escape(str(k))}</dt><dd>{_inline(v)}</dd>" for k, v in pairs) + "</dl>"
    if not value:
        return "<p>–</p>"
    return "".join(f"<section>{_block(each) if isinstance(each, dict) else _inline(each)}</section>" for each in value)


def _inline(value: Any) -> str:
    if isinstance(value, list):
        return "<br>".join(_inline(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return html.escape(str(value))


def _answers(kept: Facts) -> Facts:
    """What the person said; which of our sentences met it is no answer of theirs."""
    return {name: value for name, value in kept.items() if name in SAID and value is not None and value != ""}


def _title(turn: Turn, page_id: str) -> str:
    page = turn.content.pages.get(page_id)
    return page.title if page else page_id


def _prompt(turn: Turn, prompt_id: str) -> str:
    if prompt_id.startswith(PAGE_PREFIX):
        return _title(turn, prompt_id.removeprefix(PAGE_PREFIX))
    prompt = turn.content.deck.find(prompt_id)
    return prompt.text if prompt else prompt_id
