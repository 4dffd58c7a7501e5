"""Healing and keeping house: what should be pending and is not, what has been kept long enough."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Exists, Select, delete, exists, or_, select

from bot.db.tables import Delivery, Enrolment, Feedback, Kind, Pace, Person, State, UpdateSeen
from bot.journey import due, leaving, locking, plan
from bot.journey.turns import Turns

KEPT_WHEN_BLOCKED = timedelta(days=90)
KEPT_WHEN_SILENT = timedelta(days=365)


def _lately_finished(now: datetime) -> Select[int]:
    return select(Enrolment.person_id).where(Enrolment.finished_at > now - due.EVENINGS_AFTER - timedelta(days=2))


async def people_without_plan(turns: Turns, after: int, most: int, now: datetime) -> Sequence[int]:
    """Ids, ascending from `after`, of people who receive things and lack something pending.

    Lacking one is often right (an unopened page, the end of the course); `plan_for` decides.
    """

    def pending(*kinds: Kind) -> Exists:
        mine = Delivery.person_id == Person.id
        return exists().where(mine, Delivery.kind.in_(kinds), Delivery.state.in_(plan.PENDING))

    unfinished = exists().where(Enrolment.person_id == Person.id, Enrolment.finished_at.is_(None))
    # Long after the course nothing more is due by itself: whoever has come to its end is not looked at for ever.
    goes_on = or_(unfinished, Person.evenings_kept, Person.id.in_(_lately_finished(now)))
    async with turns.begin() as session:
        found = await session.scalars(
            select(Person.id)
            .where(
                Person.id > after,
                Person.state.in_((State.ACTIVE, State.PAUSED)),
                Person.hidden_since.is_(None),
                or_(
                    Person.checkin_time.is_not(None) & goes_on & ~pending(*plan.EVENINGS),
                    Person.prompt_time.is_not(None) & goes_on & ~pending(Kind.PROMPT),
                    Person.boosters & ~unfinished & ~pending(Kind.BOOSTER),
                    (Person.pace != Pace.OWN) & unfinished & ~pending(Kind.PAGE),
                ),
            )
            .order_by(Person.id)
            .limit(most)
        )
        return found.all()


async def plan_for(turns: Turns, people: Sequence[int], now: datetime) -> int:
    """Plan what these people lack; returns how many rows that were."""
    async with turns.resume_all(people, now) as mine:
        return await plan.plan_ahead(*mine)


async def drop_seen_updates(turns: Turns, before: datetime) -> int:
    """Forget the numbers of updates handled before that instant; returns how many."""
    async with turns.begin() as session:
        result = await session.execute(delete(UpdateSeen).where(UpdateSeen.seen_at < before))
        return result.rowcount if isinstance(result, CursorResult) else 0


async def drop_old_drafts(turns: Turns, before: datetime) -> int:
    """Drop lines to the operator that were written before that instant and never sent; returns how many."""
    async with turns.begin() as session:
        result = await session.execute(delete(Feedback).where(Feedback.sent_at.is_(None), Feedback.written_at < before))
        return result.rowcount if isinstance(result, CursorResult) else 0


async def people_kept_long_enough(turns: Turns, now: datetime, most: int) -> Sequence[int]:
    """Ids of people who blocked the bot for 90 days, were silent for twelve months, or lost their digits a day ago."""
    async with turns.begin() as session:
        found = await session.scalars(
            select(Person.id)
            .where(
                or_(
                    Person.unreachable_since < now - KEPT_WHEN_BLOCKED,
                    Person.seen_at < now - KEPT_WHEN_SILENT,
                    Person.pin_forgotten_at < now - locking.ERASED_AFTER,
                )
            )
            .limit(most)
        )
        return found.all()


async def erase_one(turns: Turns, person_id: int, now: datetime) -> None:
    """Erase a person as `/forget` would, without a word."""
    async with turns.resume(person_id, now) as turn:
        if turn is not None:
            await leaving.erase(turn)
