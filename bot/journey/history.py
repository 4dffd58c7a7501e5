"""What has come to people so far, as far as the rules ask that say what is due next. Read for many at once."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.tables import Checkin, Delivery, Enrolment, Kind, Outcome, PageProgress
from bot.journey.turns import Turn

PENDING = (Outcome.PLANNED, Outcome.CLAIMED)
REOPENABLE = (Outcome.SKIPPED, Outcome.CANCELLED, Outcome.FAILED)
OF_A_RUN = (Kind.PAGE, Kind.BOOSTER)
OF_A_DATE = (Kind.CHECKIN, Kind.LOOK_BACK, Kind.ANNOUNCEMENT, Kind.PROMPT)
LATELY = timedelta(hours=1)
UNSURE = "unknown"  # why a row is where it is: it was sent, and nobody knows whether it came


class Row(NamedTuple):
    """A delivery as it stands in the database."""

    person_id: int
    id: int
    kind: Kind
    run: int
    subject: str
    occurrence: int
    local_date: date
    due_at: datetime
    not_after: datetime | None
    state: Outcome
    reason: str | None
    settled_at: datetime | None
    message_id: int | None


@dataclass
class History:
    """One person's past, as the rules see it."""

    rows: list[Row] = field(default_factory=list)
    """What is pending, what came within the last hour, and all pages and boosters; the oldest first."""
    progress: list[PageProgress] = field(default_factory=list)
    """The course pages that have come in this run, in their order."""
    came_last: dict[Kind, date] = field(default_factory=dict)
    """The last date for which an evening or a prompt came, or is on its way."""
    answered: date = date.min
    """The last evening that was answered."""

    @property
    def last_page(self) -> PageProgress | None:
        """The course page that came last in this run."""
        return self.progress[-1] if self.progress else None

    @property
    def pending(self) -> set[Kind]:
        """The kinds of which something is planned or on its way."""
        return {row.kind for row in self.rows if row.state in PENDING}

    def next_day(self, days: Sequence[str]) -> str | None:
        """The first page of `days` that has not come yet; None: all have."""
        return first_missing(days, {page.page for page in self.progress})

    def page(self, page: str) -> PageProgress | None:
        """How far this course page has come in this run; None: it has not."""
        return next((each for each in self.progress if each.page == page), None)

    def last_row(self, kind: Kind, run: int, subject: str) -> Row | None:
        """The last delivery of this subject in `run`."""
        mine = [row for row in self.rows if (row.kind, row.run, row.subject) == (kind, run, subject)]
        return max(mine, key=lambda row: row.occurrence, default=None)


async def read(turns: Sequence[Turn]) -> Mapping[int, History]:
    """The histories of the people of these turns, which share a session, by the person's id: four statements."""
    histories = {turn.person.id: History() for turn in turns}
    if not turns:
        return histories
    session = turns[0].session
    enrolments = {turn.enrolment.id: turn.person.id for turn in turns if turn.enrolment}
    for progress in await session.scalars(
        select(PageProgress).where(PageProgress.enrolment_id.in_(enrolments)).order_by(PageProgress.id)
    ):
        histories[enrolments[progress.enrolment_id]].progress.append(progress)
    for row in await _rows(session, list(histories), turns[0].now):
        histories[row.person_id].rows.append(row)
    for person_id, kind, last in await session.execute(
        select(Delivery.person_id, Delivery.kind, func.max(Delivery.local_date))
        .where(
            Delivery.person_id.in_(histories),
            Delivery.kind.in_(OF_A_DATE),
            Delivery.state.not_in((Outcome.PLANNED, *REOPENABLE)),
        )
        .group_by(Delivery.person_id, Delivery.kind)
    ):
        histories[person_id].came_last[kind] = last
    for person_id, last in await session.execute(
        select(Checkin.person_id, func.max(Checkin.local_date))
        .where(Checkin.person_id.in_(histories))
        .group_by(Checkin.person_id)
    ):
        histories[person_id].answered = last
    return histories


async def last_page(turn: Turn, enrolment: Enrolment) -> PageProgress | None:
    """The course page that came last in this run."""
    return await turn.session.scalar(
        select(PageProgress).where(PageProgress.enrolment_id == enrolment.id).order_by(PageProgress.id.desc()).limit(1)
    )


async def next_day(turn: Turn, enrolment: Enrolment) -> str | None:
    """The page of the first course day that has not come yet; None: all have."""
    came = await turn.session.scalars(select(PageProgress.page).where(PageProgress.enrolment_id == enrolment.id))
    return first_missing(turn.content.course.days, set(came))


def first_missing(days: Sequence[str], came: Set[str]) -> str | None:
    """The first of `days` that has not come.

    A page that has left the course cannot hold anybody up, because what counts is what has not come.
    """
    return next((page for page in days if page not in came), None)


async def _rows(session: AsyncSession, people: Sequence[int], now: datetime) -> Sequence[Row]:
    columns = [getattr(Delivery, name) for name in Row._fields]
    lately = Delivery.message_id.is_not(None) & (Delivery.settled_at > now - LATELY)
    found = await session.execute(
        select(*columns)
        .where(
            Delivery.person_id.in_(people),
            or_(Delivery.state.in_(PENDING), Delivery.kind.in_(OF_A_RUN), lately),
        )
        .order_by(Delivery.id)
    )
    return [Row(*row) for row in found]
