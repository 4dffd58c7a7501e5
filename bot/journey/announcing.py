"""Announcements: a word from whoever runs this, once a person, in the place of that evening's questions.

It goes to those whose pages come, and to nobody who has hidden, paused, gone quiet or wants no buzz. A job plans it a
few people at a time, and can be killed, stopped and sent on its way again at any moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.tables import (
    BRINGS_AN_ANNOUNCEMENT,
    Announcement,
    Delivery,
    Enrolment,
    Kind,
    Outcome,
    Pace,
    Person,
    Stage,
    State,
)
from bot.db.upsert import insert_all
from bot.journey import history, hours, plan
from bot.journey.history import PENDING, History, Row
from bot.journey.turns import Turn, Turns

EVENING = time(20, 0)  # of those who want no evening questions
UNDER_WAY = (Stage.SENDING, Stage.STOPPING)
RUN = 0  # it belongs to no run, so that it does not come again to those who begin again


@dataclass(frozen=True)
class Work:
    """How many people one piece of work has brought it to, or taken it back from."""

    planned: int = 0
    taken_back: int = 0


def _mine(announcement: int) -> ColumnElement[bool]:
    """Its deliveries. What the small index is made of stands there word for word, or it would not be used."""
    return and_(BRINGS_AN_ANNOUNCEMENT, Delivery.subject == str(announcement))


def _wanted(course: str) -> ColumnElement[bool]:
    """Who gets one: whose pages come by themselves."""
    on_the_way = exists().where(
        Enrolment.person_id == Person.id, Enrolment.course == course, Enrolment.finished_at.is_(None)
    )
    return and_(
        Person.state == State.ACTIVE, Person.hidden_since.is_(None), Person.buzz, Person.pace != Pace.OWN, on_the_way
    )


async def reach(session: AsyncSession, course: str) -> int:
    """How many people an announcement would come to now. It looks at everybody."""
    return await session.scalar(select(func.count()).select_from(Person).where(_wanted(course))) or 0


async def work(turns: Turns, now: datetime, most: int) -> Work:
    """Plan the one that is being sent for up to `most` people more; one that is being stopped, take back from them."""
    async with turns.read() as session:
        found = await session.scalar(select(Announcement).where(Announcement.stage.in_(UNDER_WAY)).limit(1))
        if found is None:
            return Work()
        if found.stage is Stage.STOPPING:
            people = await _still_to_stop(session, found.id, most)
        else:
            people = await _next_people(session, found.looked_until, turns.library.content.course.id, most)
    if found.stage is Stage.STOPPING:
        return await _take_back(turns, found.id, people, now)
    return await _plan(turns, found.id, people, now)


async def _next_people(session: AsyncSession, after: int, course: str, most: int) -> Sequence[int]:
    query = select(Person.id).where(Person.id > after, _wanted(course)).order_by(Person.id).limit(most)
    return (await session.scalars(query)).all()


async def _still_to_stop(session: AsyncSession, announcement: int, most: int) -> Sequence[int]:
    """Those first to whom it would come first."""
    waiting = and_(_mine(announcement), Delivery.state == Outcome.PLANNED)
    return (
        await session.scalars(select(Delivery.person_id).where(waiting).order_by(Delivery.not_before).limit(most))
    ).all()


async def _plan(turns: Turns, announcement: int, people: Sequence[int], now: datetime) -> Work:
    if not people:
        await _end_if_through(turns, announcement)
        return Work()
    async with turns.resume_all(people, now) as found:
        if not found:  # they have all gone in this very moment
            return Work()
        session = found[0].session
        moved = await session.scalar(
            update(Announcement)
            .where(Announcement.id == announcement, Announcement.stage == Stage.SENDING)
            .values(looked_until=people[-1])
            .returning(Announcement.id)
        )
        if moved is None:  # stopped in this very moment
            return Work()
        histories = await history.read(found)
        rows, replaced = [], []
        for turn in found:
            if plan.receives(turn.person) and turn.enrolment is not None:
                row, instead_of = _place(turn, histories[turn.person.id], announcement)
                rows.append(row)
                replaced += instead_of
        planned = await _write(session, rows)
        await session.execute(
            update(Delivery)
            .where(Delivery.id.in_(replaced), Delivery.person_id.in_(planned))
            .values(state=Outcome.SKIPPED, reason="announced", settled_at=now)
        )
        return Work(planned=len(planned))


def _place(turn: Turn, past: History, announcement: int) -> tuple[dict[str, Any], list[int]]:
    """The delivery for this person: on the next evening that is free, or whose questions give way; and those."""
    person = turn.person
    at = person.checkin_time or EVENING
    after = max(past.came_last.get(kind, date.min) for kind in plan.EVENINGS)
    taken = {row.local_date: row for row in past.rows if row.kind in plan.EVENINGS and row.state in PENDING}
    while True:
        day, due_at = hours.next_instant(after, turn.now, at, person.zone, hours.spread_of(person.id), hours.every_day)
        other = taken.get(day)
        if other is None or _gives_way(other):
            break
        after = day
    row = {
        "person_id": person.id,
        "kind": Kind.ANNOUNCEMENT,
        "run": RUN,
        "subject": str(announcement),
        "occurrence": 1,
        "local_date": day,
        "due_at": due_at,
        "not_before": due_at,
        "not_after": hours.evening_closes(day, person.zone),
    }
    return row | plan.FRESH, [other.id] if other is not None else []


def _gives_way(other: Row) -> bool:
    """Whether this evening is one of plain questions, not yet on their way."""
    return other.kind is Kind.CHECKIN and other.state is Outcome.PLANNED


async def _write(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> set[int]:
    """Insert the rows, or plan them again where they were not sent; returns whose they are."""
    if not rows:
        return set()
    whose = plan.DELIVERIES.c.person_id
    written = await insert_all(
        session, plan.DELIVERIES, rows, lambda insert: plan.planned_anew(insert).returning(whose)
    )
    return set(written.scalars())


async def _end_if_through(turns: Turns, announcement: int) -> None:
    """Everybody has been looked at: it is done as soon as nothing of it waits any more."""
    waiting = exists().where(_mine(announcement), Delivery.state.in_(PENDING))
    async with turns.read() as session:
        if await session.scalar(select(waiting)):
            return
    await _turn_stage(turns, announcement, Stage.SENDING, Stage.DONE)


async def _take_back(turns: Turns, announcement: int, people: Sequence[int], now: datetime) -> Work:
    """These people's deliveries are cancelled, and their evenings are planned as if nothing had been."""
    if not people:
        await _turn_stage(turns, announcement, Stage.STOPPING, Stage.STOPPED)
        return Work()
    async with turns.resume_all(people, now) as found:
        if found:
            await found[0].session.execute(
                update(Delivery)
                .where(_mine(announcement), Delivery.person_id.in_(people), Delivery.state == Outcome.PLANNED)
                .values(state=Outcome.CANCELLED, reason="stopped", settled_at=now)
            )
            await plan.plan_ahead(*found)
    return Work(taken_back=len(people))


async def _turn_stage(turns: Turns, announcement: int, before: Stage, after: Stage) -> None:
    async with turns.begin() as session:
        await session.execute(
            update(Announcement)
            .where(Announcement.id == announcement, Announcement.stage == before)
            .values(stage=after)
        )


async def counts(session: AsyncSession, announcement: int) -> dict[Outcome, int]:
    """How many of its deliveries stand where. It reads only the small index."""
    query = select(Delivery.state, func.count()).where(_mine(announcement)).group_by(Delivery.state)
    return dict((await session.execute(query)).all())


def lasts(reached: int, rate: float) -> timedelta:
    """How long sending to so many takes at `rate` a second."""
    return timedelta(seconds=reached / rate)
