"""Deliveries: claiming what is due, looking once more before sending, and settling what became of it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update

from bot.db.keystore import What
from bot.db.tables import Checkin, Delivery, Kind, Outcome, PageProgress, SendBudget, State
from bot.db.upsert import insert_into
from bot.journey import cards, hours, plan, spacing
from bot.journey.cards import Folding
from bot.journey.packing import Step
from bot.journey.screens import Cover
from bot.journey.steps import DrawPrompt, OpenCheckin, OpenPage
from bot.journey.steps_own import ShowWeek
from bot.journey.steps_pace import ShowBooster, ShowReturn
from bot.journey.turns import Turn, Turns
from bot.logs import get_log

log = get_log("deliver")
BUSY = timedelta(minutes=5)  # somebody who is reading is not interrupted
BUSY_AGAIN = timedelta(minutes=3)
LATE = timedelta(minutes=30)
LONGEST_BACKOFF = timedelta(minutes=15)


class Result(StrEnum):
    """What became of one attempt at sending."""

    SENT = "sent"
    UNREACHABLE = "unreachable"  # 403
    FLOODED = "flooded"  # 429
    REFUSED = "refused"  # 400
    UNAVAILABLE = "unavailable"  # certainly not carried out
    UNKNOWN = "unknown"  # may have been carried out


@dataclass(frozen=True)
class Attempt:
    """A result with what belongs to it."""

    result: Result
    message_id: int | None = None
    retry_after: timedelta = timedelta()
    reason: str = ""


@dataclass(frozen=True)
class Claim:
    """A row that this worker alone may send until its lease ends."""

    id: int
    person_id: int


@dataclass(frozen=True)
class Letter:
    """A cover that may go out now."""

    chat_id: int
    cover: Cover


@dataclass(frozen=True)
class _Verdict:
    outcome: Outcome | None  # None: send it
    reason: str = ""
    not_before: datetime | None = None


async def claim_due(turns: Turns, now: datetime, *, batch: int, rate: float, lease: timedelta) -> list[Claim]:
    """Take up to `batch` due rows, and as many tokens of the budget (`rate` a second, a second's worth at most)."""
    async with turns.begin() as session:
        budget = await session.get(SendBudget, 1, with_for_update=True)
        if budget is None:  # the first worker ever; if two are first, one row is made
            await session.execute(
                insert_into(session, SendBudget).values(id=1, tokens=rate, refilled_at=now).on_conflict_do_nothing()
            )
            budget = await session.get_one(SendBudget, 1, with_for_update=True)
        if budget.paused_until and budget.paused_until > now:
            return []
        waited = max(0.0, (now - budget.refilled_at).total_seconds())
        tokens = min(max(rate, 1.0), budget.tokens + waited * rate)
        due = (
            select(Delivery.id)
            .where(
                Delivery.state == Outcome.PLANNED,
                Delivery.due_at <= now,
                (Delivery.not_before.is_(None)) | (Delivery.not_before <= now),
            )
            .order_by(Delivery.due_at)
            .limit(min(batch, int(tokens)))
            .with_for_update(skip_locked=True)
        )
        rows = await session.execute(
            update(Delivery)
            .where(Delivery.id.in_(due))
            .values(state=Outcome.CLAIMED, lease_until=now + lease, attempts=Delivery.attempts + 1)
            .returning(Delivery.id, Delivery.person_id)
            .execution_options(synchronize_session=False)
        )
        claims = [Claim(*row) for row in rows]
        if claims:
            budget.tokens, budget.refilled_at = tokens - len(claims), now
        return claims


async def expired(turns: Turns, now: datetime, most: int) -> Sequence[Claim]:
    """Claims whose worker died between the claim and the settling: nobody knows whether they went out."""
    async with turns.begin() as session:
        rows = await session.execute(
            select(Delivery.id, Delivery.person_id)
            .where(Delivery.state == Outcome.CLAIMED, Delivery.lease_until < now)
            .limit(most)
        )
        return [Claim(*row) for row in rows]


async def last_look(turns: Turns, claim: Claim, now: datetime) -> Letter | None:
    """Just before sending, everything is checked again. None: it does not go out, and the row says why."""
    async with turns.resume(claim.person_id, now) as turn:
        if turn is None:
            return None
        row = await turn.session.get(Delivery, claim.id)
        if row is None or row.state is not Outcome.CLAIMED:
            return None  # cancelled in this very moment
        verdict = await _verdict(turn, row)
        if verdict.outcome is None and not turn.person.buzz:
            # Nothing is sent; a page lies ready for whoever comes by.
            await _came(turn, row)
            lies_ready = row.kind in (Kind.PAGE, Kind.BOOSTER)
            verdict = _Verdict(Outcome.SENT if lies_ready else Outcome.SKIPPED, "no_buzz")
        if verdict.outcome is None:
            page = row.subject if row.kind is Kind.PAGE else ""
            return Letter(turn.person.chat_id, cards.cover_of(turn.person, step_of(row), now, can_wait=page))
        row.state, row.reason, row.lease_until = verdict.outcome, verdict.reason, None
        if verdict.outcome is Outcome.PLANNED:
            row.not_before = verdict.not_before
            return None
        row.settled_at = now
        if verdict.reason == "gone":
            log.warning("a page that was due has left the course", reason=row.reason, kind=row.kind.value)
        await turn.session.flush()
        await plan.plan_ahead(turn)
        return None


async def _verdict(turn: Turn, row: Delivery) -> _Verdict:
    person, now = turn.person, turn.now
    if person.hidden_since is not None:
        return _Verdict(Outcome.SKIPPED, "hidden")
    if person.state is State.UNREACHABLE:
        return _Verdict(Outcome.SKIPPED, "unreachable")
    if (row.kind is Kind.QUIET) is not (person.state is State.QUIET):
        return _Verdict(Outcome.SKIPPED, "returned" if row.kind is Kind.QUIET else "silent")
    paused = person.state is State.PAUSED and (person.pause_until is None or person.pause_until > now)
    if paused or person.state in (State.STOPPED, State.ARRIVING):
        return _Verdict(Outcome.SKIPPED, "paused")
    if row.not_after is not None and row.not_after <= now:
        return _Verdict(Outcome.SKIPPED, "late")
    if reason := await _pointless(turn, row):
        return _Verdict(Outcome.SKIPPED, reason)
    if not hours.in_window(now, person.zone, person.window_start, person.window_end):
        if row.not_after is not None:
            return _Verdict(Outcome.SKIPPED, "late")
        opening = hours.window_opens(now, person.zone, person.window_start)
        return _Verdict(Outcome.PLANNED, "window", opening)
    if person.card_open and person.card_touched_at and now - person.card_touched_at < BUSY:
        return _Verdict(Outcome.PLANNED, "reading", now + BUSY_AGAIN)
    if now - row.due_at > LATE and (until := await spacing.waits_until(turn, row)):
        return _Verdict(Outcome.PLANNED, "spaced", until)
    return _Verdict(None)


async def _pointless(turn: Turn, row: Delivery) -> str:
    """Why it need not go out any more, or nothing."""
    if row.kind is Kind.CHECKIN:
        answered = await turn.session.scalar(
            select(Checkin.id).where(Checkin.person_id == turn.person.id, Checkin.local_date == row.local_date)
        )
        return "answered" if answered else ""
    if row.kind in (Kind.LOOK_BACK, Kind.PROMPT, Kind.QUIET):
        return ""
    if turn.enrolment is None or turn.enrolment.run != row.run:
        return "other_run"
    if row.kind is Kind.BOOSTER:
        return "" if turn.person.boosters else "unwanted"
    if row.subject not in turn.content.pages:
        return "gone"
    progress = await _progress(turn, row.subject)
    if row.occurrence > 1:
        return "opened" if progress and progress.opened_at else ""
    return "came" if progress else ""


async def settle(turns: Turns, claim: Claim, attempt: Attempt, now: datetime) -> Folding | None:
    """Write down what became of a claim, plan what follows, all in one transaction.

    Returns the card that lay open before and is to be folded now. A message that reached somebody who has hidden or
    paused meanwhile is marked for deletion at once.
    """
    async with turns.resume(claim.person_id, now) as turn:
        row = await turn.session.get(Delivery, claim.id) if turn else None
        if turn is None or row is None:
            return None
        row.lease_until = None
        folding = None
        if attempt.result is Result.SENT and attempt.message_id is not None:
            folding = await _sent(turn, row, attempt.message_id)
        elif attempt.result is Result.UNREACHABLE:
            row.state, row.reason, row.settled_at = Outcome.SKIPPED, "unreachable", now
            turn.person.state, turn.person.unreachable_since = State.UNREACHABLE, now
            await turn.keys.mark(turn.person.chat_id, What.BLOCKED, now)
            await plan.cancel_pending(turn.session, turn.person.id, now, "unreachable")
        elif attempt.result is Result.REFUSED:
            row.state, row.reason, row.settled_at = Outcome.FAILED, attempt.reason[:40], now
        elif attempt.result is Result.UNKNOWN and (row.kind is not Kind.PAGE or row.reason == "unknown"):
            # Rather a check-in too few than one too many; a page has now been sent twice, and once likely came.
            await _came(turn, row)
            row.state, row.reason, row.settled_at = Outcome.SENT, "unknown", now
        elif row.state is Outcome.CLAIMED:
            pause = attempt.retry_after or _backoff(row.attempts)
            row.state, row.not_before, row.reason = Outcome.PLANNED, now + pause, attempt.result.value
        await turn.session.flush()
        await plan.plan_ahead(turn)
        return folding


async def _sent(turn: Turn, row: Delivery, message_id: int) -> Folding | None:
    person, now = turn.person, turn.now
    await _came(turn, row)
    row.message_id = message_id
    await cards.record(turn.session, person, message_id, now)
    if row.state is not Outcome.CLAIMED:  # hidden, paused or stopped while it was on its way
        await cards.clear_message(turn.session, person.chat_id, message_id, now)
        row.state, row.settled_at = Outcome.SENT, now
        return None
    row.state, row.reason, row.settled_at = Outcome.SENT, None, now
    if person.state is State.PAUSED:  # its end has passed, and silence is counted from there
        person.state = State.ACTIVE
    return cards.new_card(person, message_id, step_of(row), now)


async def _came(turn: Turn, row: Delivery) -> None:
    """The page stands in the person's course from now on."""
    if row.kind is Kind.PAGE and turn.enrolment and await _progress(turn, row.subject) is None:
        turn.session.add(
            PageProgress(
                enrolment_id=turn.enrolment.id,
                page=row.subject,
                local_date=hours.local_date(turn.now, turn.person.zone),
                delivered_at=turn.now,
            )
        )


async def _progress(turn: Turn, page: str) -> PageProgress | None:
    if turn.enrolment is None:
        return None
    return await turn.session.scalar(
        select(PageProgress).where(PageProgress.enrolment_id == turn.enrolment.id, PageProgress.page == page)
    )


def step_of(row: Delivery) -> Step:
    """Where the cover of this delivery leads."""
    if row.kind is Kind.PAGE:
        return OpenPage(row.subject, 1)
    if row.kind is Kind.BOOSTER:
        return ShowBooster(int(row.subject))
    if row.kind is Kind.PROMPT:
        return DrawPrompt()
    if row.kind is Kind.QUIET:
        return ShowReturn()
    day = date.fromisoformat(row.subject)
    return ShowWeek(day) if row.kind is Kind.LOOK_BACK else OpenCheckin(day)


def _backoff(attempts: int) -> timedelta:
    """Growing, jittered pauses: about 10 s, 20 s, 40 s … up to a quarter of an hour."""
    pause = min(timedelta(seconds=10 * 2 ** min(attempts - 1, 10)), LONGEST_BACKOFF)
    return pause * random.uniform(0.75, 1.25)
