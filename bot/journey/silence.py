"""Silence: a week without a tap or a word. One line comes, saying that a pause is fine; then nothing until a return."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import exists, func, or_, select

from bot.db.tables import Delivery, Kind, Outcome, Person, State
from bot.journey import due, hours, plan
from bot.journey.due import Due
from bot.journey.turns import Turn, Turns

SILENT_AFTER = timedelta(days=7)
# Silence is an answer only to something that came: who got nothing for a week (an outage, a slow pace) has not
# fallen silent. Boosters ask for nothing, and do not count.
UNANSWERED_FOR = timedelta(days=5)
ASKING = (Kind.PAGE, *due.EVENINGS, Kind.PROMPT)


async def people_fallen_silent(turns: Turns, now: datetime, most: int) -> Sequence[int]:
    """Ids of people without a sign of life for a week, to whom things have come and would go on coming."""
    mine = exists().where(Delivery.person_id == Person.id, Delivery.kind.in_(ASKING))
    async with turns.begin() as session:
        found = await session.scalars(
            select(Person.id)
            .where(
                Person.state == State.ACTIVE,
                Person.hidden_since.is_(None),
                Person.buzz,
                Person.seen_at <= now - SILENT_AFTER,
                or_(Person.pause_until.is_(None), Person.pause_until <= now - SILENT_AFTER),
                mine.where(Delivery.state.in_(plan.PENDING)),
                mine.where(
                    Delivery.message_id.is_not(None),
                    Delivery.settled_at > Person.seen_at,
                    or_(Person.pause_until.is_(None), Delivery.settled_at > Person.pause_until),
                    Delivery.settled_at <= now - UNANSWERED_FOR,
                ),
            )
            .order_by(Person.id)
            .limit(most)
        )
        return found.all()


async def fall_silent(turns: Turns, person_id: int, now: datetime) -> bool:
    """All that is pending gives way to the one line, at the next page hour. False: the person has just returned."""
    async with turns.resume(person_id, now) as turn:
        if turn is None or turn.person.state is not State.ACTIVE or turn.person.seen_at > now - SILENT_AFTER:
            return False
        await plan.cancel_pending(turn.session, person_id, now, "silent")
        day, due_at = due.page_hour(turn, await _last_busy_day(turn), now)
        await plan.send_once(turn, Due(Kind.QUIET, day.isoformat(), 1, day, due_at))
        turn.person.state = State.QUIET
        return True


async def _last_busy_day(turn: Turn) -> date:
    """Today, if something has come today already: the line then comes tomorrow. Otherwise yesterday."""
    today = hours.local_date(turn.now, turn.person.zone)
    midnight = hours.instant_of(today, time(0), turn.person.zone)
    came = await turn.session.scalar(
        select(func.count())
        .select_from(Delivery)
        .where(
            Delivery.person_id == turn.person.id,
            Delivery.state == Outcome.SENT,
            Delivery.message_id.is_not(None),
            Delivery.settled_at >= midnight,
        )
    )
    return today if came else today - timedelta(days=1)
