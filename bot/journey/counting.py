"""Counting for the operator: eight statements, whatever the number of people. Nothing finer than `figures` leaves."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.course import Course
from bot.db.spans import days_between, floored
from bot.db.tables import Checkin, Delivery, Enrolment, Entry, Kind, Outcome, PageProgress, Person, Rating
from bot.db.types import Instant
from bot.journey.figures import (
    Answered,
    Count,
    DayReached,
    Demand,
    Figures,
    PageRating,
    Stayed,
    coarse,
    demand_of,
    share,
)

MOST_LOOKED_AT = 20_000  # people; of more, every second, third … is looked at
STAYED_DAYS = (7, 15, 30)
USED_DAYS = 21
SETTLED_AFTER = timedelta(days=7)  # after so long somebody may have answered four evenings
WEEKS = 4
A_DAY = timedelta(days=1)


async def count(session: AsyncSession, course: Course, rate: float, now: datetime) -> Figures:
    """The figures of the first run of everybody who is still here; whoever has erased everything is in none."""
    first_run = and_(Enrolment.course == course.id, Enrolment.run == 1)
    began = await session.scalar(select(func.count()).select_from(Enrolment).where(first_run)) or 0
    one_in = -(-began // MOST_LOOKED_AT) or 1
    sample = and_(first_run, Enrolment.person_id % one_in == 0) if one_in > 1 else first_run
    finished, settled, used_by, stayed = await _people(session, sample, now)
    first, fourth = await _checks(session, sample, now)
    return Figures(
        at=now,
        one_in=one_in,
        began=coarse(began),
        finished=_estimate(finished, one_in),
        days=await _days(session, sample, course.days, one_in),
        weeks=await _weeks(session, sample, one_in),
        stayed=tuple(Stayed(day, _estimate(old, one_in), share(here, old)) for day, old, here in stayed),
        first_check=share(first, settled),
        fourth_check=share(fourth, settled),
        days_used=await _days_used(session, sample, used_by, now),
        ratings=await _ratings(session),
        demand=await _demand(session, rate, now),
    )


async def _people(
    session: AsyncSession, sample: ColumnElement[bool], now: datetime
) -> tuple[int, int, int, list[tuple[int, int, int]]]:
    """Finished; began a week ago; began 21 days ago; and by day of `STAYED_DAYS`, began so long ago and still seen."""

    def began_before(days: int) -> ColumnElement[bool]:
        return Enrolment.started_at <= now - timedelta(days=days)

    here = [began_before(day) & (days_between(Enrolment.started_at, Person.seen_at) >= day) for day in STAYED_DAYS]
    row = (
        await session.execute(
            select(
                func.count(Enrolment.finished_at),
                _sum(Enrolment.started_at <= now - SETTLED_AFTER),
                _sum(began_before(USED_DAYS)),
                *[_sum(began_before(day)) for day in STAYED_DAYS],
                *[_sum(each) for each in here],
            )
            .join(Person, Person.id == Enrolment.person_id)
            .where(sample)
        )
    ).one()
    numbers = [int(number or 0) for number in row]
    old, still = numbers[3 : 3 + len(STAYED_DAYS)], numbers[3 + len(STAYED_DAYS) :]
    return numbers[0], numbers[1], numbers[2], list(zip(STAYED_DAYS, old, still, strict=True))


async def _checks(session: AsyncSession, sample: ColumnElement[bool], now: datetime) -> tuple[int, int]:
    """Of those who began a week ago or longer: how many answered an evening, and how many four."""
    answered = (
        select(func.count(Checkin.id).label("times"))
        .select_from(Enrolment)
        .join(Checkin, Checkin.person_id == Enrolment.person_id)
        .where(sample, Enrolment.started_at <= now - SETTLED_AFTER)
        .group_by(Enrolment.person_id)
        .subquery()
    )
    row = (await session.execute(select(_sum(answered.c.times >= 1), _sum(answered.c.times >= 4)))).one()
    return int(row[0] or 0), int(row[1] or 0)


async def _days(
    session: AsyncSession, sample: ColumnElement[bool], days: Sequence[str], one_in: int
) -> tuple[DayReached, ...]:
    rows = await session.execute(
        select(PageProgress.page, func.count(PageProgress.id), func.count(PageProgress.finished_at))
        .select_from(Enrolment)
        .outerjoin(PageProgress, PageProgress.enrolment_id == Enrolment.id)  # as below
        .where(sample)
        .group_by(PageProgress.page)
    )
    found = {page: (reached, finished) for page, reached, finished in rows}
    return tuple(DayReached(page, *(_estimate(each, one_in) for each in found.get(page, (0, 0)))) for page in days)


async def _weeks(session: AsyncSession, sample: ColumnElement[bool], one_in: int) -> tuple[Answered, ...]:
    """Evening questions that came, and whether that evening was answered, by week since the beginning."""
    week = floored((days_between(Enrolment.started_at, Delivery.local_date) + 1) / 7).label("week")
    answered = exists().where(Checkin.person_id == Delivery.person_id, Checkin.local_date == Delivery.local_date)
    # An outer join, so that SQLite begins with the few people who are looked at, and not with all that was ever sent.
    came = and_(
        Delivery.person_id == Enrolment.person_id,
        Delivery.kind == Kind.CHECKIN,
        Delivery.run == 1,
        Delivery.state == Outcome.SENT,
        Delivery.message_id.is_not(None),
    )
    rows = await session.execute(
        select(week, func.count(Delivery.id), _sum(answered))
        .select_from(Enrolment)
        .outerjoin(Delivery, came)
        .where(sample)
        .group_by(week)
        .order_by(week)
    )
    return tuple(
        Answered(number + 1, _estimate(asked, one_in), share(int(said or 0), asked))
        for number, asked, said in rows
        if number is not None and 0 <= number < WEEKS
    )


async def _days_used(session: AsyncSession, sample: ColumnElement[bool], people: int, now: datetime) -> float | None:
    """The mean number of days, of the first 21, with an evening answered, a page opened or something written."""

    if coarse(people) is None:
        return None
    old = and_(sample, Enrolment.started_at <= now - timedelta(days=USED_DAYS))

    def within(at: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        return days_between(Enrolment.started_at, at).between(-1, USED_DAYS)

    used = union(
        select(Enrolment.person_id.label("who"), func.date(Checkin.local_date).label("day"))
        .join(Checkin, Checkin.person_id == Enrolment.person_id)
        .where(old, within(Checkin.local_date)),
        select(Enrolment.person_id, func.date(PageProgress.opened_at))
        .join(PageProgress, PageProgress.enrolment_id == Enrolment.id)
        .where(old, within(PageProgress.opened_at)),
        select(Enrolment.person_id, func.date(Entry.written_at))
        .join(Entry, Entry.person_id == Enrolment.person_id)
        .where(old, within(Entry.written_at)),
    ).subquery()
    total = await session.scalar(select(func.count()).select_from(used)) or 0
    return round(total / people, 1)


async def _ratings(session: AsyncSession) -> tuple[PageRating, ...]:
    found: dict[str, dict[str, Count]] = {}
    for page, value, times in await session.execute(select(Rating.page, Rating.value, Rating.times)):
        found.setdefault(page, {})[value] = coarse(times)
    return tuple(
        PageRating(page, said.get("helped"), said.get("not_for_me"), said.get("too_much"))
        for page, said in sorted(found.items())
    )


async def _demand(session: AsyncSession, rate: float, now: datetime) -> Demand:
    """What is planned for the next 24 hours, by minute; people's hours and zones have been reckoned with there."""
    minute = floored(days_between(literal(now, Instant()), Delivery.not_before) * 24 * 60).label("minute")
    rows = await session.execute(
        select(minute, func.count())
        .where(Delivery.state == Outcome.PLANNED, Delivery.not_before >= now, Delivery.not_before < now + A_DAY)
        .group_by(minute)
    )
    return demand_of({int(each): number for each, number in rows}, rate, now)


def _estimate(found: int, one_in: int) -> Count:
    """How many there are, where `found` were met in one person of so many."""
    return coarse(found * one_in) if coarse(found) is not None else None


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows hold."""
    return func.sum(case((condition, 1), else_=0))
