"""A made-up crowd in the middle of the course, written by the database itself: a million people in seconds."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, literal, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.orm import DeclarativeBase

from bot.course import Content
from bot.db.tables import Delivery, Enrolment, Kind, Outcome, PageProgress, Person, State
from bot.journey.steps import OpenPage

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)  # a Monday morning inside everybody's window
CONTENT = Path(__file__).resolve().parents[2] / "content"
CARD = 1_000  # the id of the card that stands in each chat: what is sent from now on has a higher one
DAYS_BEHIND = 3


async def fill(engine: AsyncEngine, content: Content, people: int, *, due: int, days_behind: int) -> None:
    """People on their way, ids and chats from 1 on; the page of the first `due` fell due a second ago.

    The others' page comes tomorrow, and everybody's evening today.
    """
    days = content.course.days
    async with engine.begin() as connection:
        for number in range(0, people, 100_000):
            last = min(number + 100_000, people)
            await _people(connection, content.course.id, days[days_behind - 1], number + 1, last)
            for back, page in enumerate(days[:days_behind]):
                await _page_behind(connection, page, days_behind - back, number + 1, last)
            await _deliveries(connection, days[days_behind], number + 1, last, due)
        if engine.dialect.name == "postgresql":
            await connection.execute(text("ANALYZE"))


async def _people(connection: AsyncConnection, course: str, page: str, first: int, last: int) -> None:
    before = NOW - timedelta(days=DAYS_BEHIND)
    person = {
        "id": None,
        "chat_id": None,
        "state": State.ACTIVE,
        "language": "en",
        "zone": "Europe/London",
        "joined_at": before,
        "seen_at": NOW - timedelta(hours=12),
        "card_id": CARD,
        "card_at": OpenPage(page, 1).pack(),
        "checkin_time": time(20, 0),
    }
    await _multiply(connection, Person, person, first, last)
    enrolment = {"id": None, "person_id": None, "course": course, "run": 1, "started_at": before}
    await _multiply(connection, Enrolment, enrolment, first, last)


async def _page_behind(connection: AsyncConnection, page: str, back: int, first: int, last: int) -> None:
    came = NOW - timedelta(days=back)
    progress = {
        "enrolment_id": None,
        "page": page,
        "local_date": came.date(),
        "delivered_at": came,
        "opened_at": came + timedelta(hours=1),
        "finished_at": came + timedelta(hours=1),
    }
    await _multiply(connection, PageProgress, progress, first, last)
    sent = _delivery(Kind.PAGE, page, came) | {"state": Outcome.SENT, "settled_at": came, "message_id": CARD - back}
    await _multiply(connection, Delivery, sent, first, last)


async def _deliveries(connection: AsyncConnection, page: str, first: int, last: int, due: int) -> None:
    now_due, later = (first, min(last, due)), (max(first, due + 1), last)
    for (one, other), at in ((now_due, NOW - timedelta(seconds=1)), (later, NOW + timedelta(days=1))):
        if one <= other:
            await _multiply(connection, Delivery, _delivery(Kind.PAGE, page, at), one, other)
    evening = NOW.replace(hour=20)
    await _multiply(connection, Delivery, _delivery(Kind.CHECKIN, evening.date().isoformat(), evening), first, last)


def _delivery(kind: Kind, subject: str, at: datetime) -> dict[str, Any]:
    closes = at + timedelta(hours=8) if kind is Kind.CHECKIN else None
    row = {"person_id": None, "kind": kind, "run": 1, "subject": subject, "local_date": at.date()}
    row |= {"due_at": at, "not_before": at, "state": Outcome.PLANNED}
    return row | ({"not_after": closes} if closes else {})


async def _multiply(
    connection: AsyncConnection, table: type[DeclarativeBase], row: Mapping[str, object], first: int, last: int
) -> None:
    """Write `row` once for each number from `first` to `last`; what is None in it becomes the number."""
    numbers = select(literal(first).label("n")).cte(recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < last))
    columns = table.__table__.columns
    values = [numbers.c.n if value is None else literal(value, columns[name].type) for name, value in row.items()]
    await connection.execute(insert(table).from_select(list(row), select(*values)))
