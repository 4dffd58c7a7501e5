"""Tombstones: what must hold even if the database is set back to a backup; and the replay after that."""

from datetime import datetime

from sqlalchemy import select

from bot.db.keystore import What
from bot.db.tables import Delivery, Kind, Outcome, PageProgress, Person, State
from bot.journey import leaving, plan
from bot.journey.turns import Turn, Turns

Counts = dict[str, int]


async def replay(turns: Turns, now: datetime) -> Counts:
    """Make a restored database heed what happened after the backup. Doing it twice does no harm; counts people.

    Who forgot, hid, paused or blocked stays so. What was planned and due by now may have been sent after the backup:
    it counts as sent, because a page too few is better than one at a moment that nobody chose.
    """
    counts: Counts = {"people": 0, "settled": 0, **{what.value: 0 for what in What}}
    async with turns.begin() as session:
        people = (await session.scalars(select(Person.id).order_by(Person.id))).all()
    for person_id in people:
        async with turns.resume(person_id, now) as turn:
            if turn is not None:
                counts["people"] += 1
                for name in await _heed(turn):
                    counts[name] += 1
    return counts


async def _heed(turn: Turn) -> list[str]:
    person, now = turn.person, turn.now
    marks = await turn.keys.marks_of(person.chat_id)
    forgot = marks.get(What.FORGOT)
    if forgot is not None and person.joined_at <= forgot.at:
        await leaving.erase(turn)
        return [What.FORGOT.value]
    done = []
    if (hid := marks.get(What.HID)) is not None:
        person.hidden_since = person.hidden_since or hid.at
        done.append(What.HID.value)
    if (blocked := marks.get(What.BLOCKED)) is not None:
        person.state, person.unreachable_since = State.UNREACHABLE, person.unreachable_since or blocked.at
        done.append(What.BLOCKED.value)
    paused = marks.get(What.PAUSED)
    if paused is not None and (paused.until is None or paused.until > now) and person.state is State.ACTIVE:
        person.state, person.pause_until = State.PAUSED, paused.until
        done.append(What.PAUSED.value)
    if done:
        await plan.cancel_pending(turn.session, person.id, now, "restored")
    if await settle_due(turn):
        done.append("settled")
    await plan.plan_ahead(turn)
    return done


async def settle_due(turn: Turn) -> int:
    """What is pending and due by now counts as sent; pages as come. Returns how many rows that were."""
    settled = 0
    while True:
        rows = (
            await turn.session.scalars(
                select(Delivery).where(
                    Delivery.person_id == turn.person.id,
                    Delivery.state.in_(plan.PENDING),
                    Delivery.due_at <= turn.now,
                )
            )
        ).all()
        if not rows:
            return settled
        for row in rows:
            await _came(turn, row)
            row.state, row.reason, row.settled_at, row.lease_until = Outcome.SENT, "restored", turn.now, None
            settled += 1
        await turn.session.flush()
        await plan.plan_ahead(turn)


async def _came(turn: Turn, row: Delivery) -> None:
    if row.kind is not Kind.PAGE or turn.enrolment is None:
        return
    before = await turn.session.scalar(
        select(PageProgress.id).where(PageProgress.enrolment_id == turn.enrolment.id, PageProgress.page == row.subject)
    )
    if before is None:
        turn.session.add(
            PageProgress(
                enrolment_id=turn.enrolment.id,
                page=row.subject,
                local_date=row.local_date,
                delivered_at=row.due_at,
            )
        )
