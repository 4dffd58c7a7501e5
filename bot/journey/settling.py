"""Settling: what became of each claim is written down, and what follows is planned; for many claims at once."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.keystore import What
from bot.db.tables import Delivery, Kind, Outcome, PageProgress, State
from bot.db.upsert import insert_new
from bot.journey import cards, deliver, history, hours, plan
from bot.journey.cards import Folding
from bot.journey.claiming import Claim, slow_down
from bot.journey.history import History
from bot.journey.turns import Turn, Turns
from bot.logs import get_log

log = get_log("settling")
CAME = cast(Table, PageProgress.__table__)
LONGEST_BACKOFF = timedelta(minutes=15)
SEEN = ("opened", "came")  # why a page need not be sent again: the person has it before them


class Result(StrEnum):
    """What became of one claim."""

    SENT = "sent"
    HELD = "held"  # looked at once more, and not sent
    UNREACHABLE = "unreachable"  # 403
    FLOODED = "flooded"  # 429
    REFUSED = "refused"  # 400
    UNAVAILABLE = "unavailable"  # certainly not carried out
    UNKNOWN = history.UNSURE  # may have been carried out


@dataclass(frozen=True)
class Attempt:
    """A result with what belongs to it."""

    result: Result
    message_id: int | None = None
    retry_after: timedelta = timedelta()
    reason: str = ""


@dataclass(frozen=True)
class Aftermath:
    """What is left to do in a chat, once everything is written down."""

    chat_id: int
    fold: Folding | None = None
    """The card that lay open before."""
    clear: bool = False
    """The message reached somebody who has hidden or paused meanwhile, and is to go at once."""


@dataclass(frozen=True)
class Settled:
    """What a group came to."""

    became: Mapping[str, int]
    """How many rows ended as what: their state, and the reason where it is one of ours."""
    aftermath: Sequence[Aftermath]


async def settle(turns: Turns, outcomes: Mapping[Claim, Attempt], now: datetime) -> Settled:
    """Write down what became of these claims, and plan what follows, all in one transaction."""
    async with turns.resume_all({claim.person_id for claim in outcomes}, now) as people:
        held = {claim.person_id for claim, attempt in outcomes.items() if attempt.result is Result.HELD}
        histories = await history.read([turn for turn in people if turn.person.id in held])
        mine = {turn.person.id: turn for turn in people}
        if not people:
            return Settled({}, ())
        session = people[0].session
        found = await session.scalars(select(Delivery).where(Delivery.id.in_([claim.id for claim in outcomes])))
        rows = {row.id: row for row in found}
        settling = _Settling(now)
        for claim, attempt in outcomes.items():
            if claim.person_id in mine and claim.id in rows:
                past = histories.get(claim.person_id, History())
                await settling.one(mine[claim.person_id], past, rows[claim.id], attempt)
        await settling.write(session)
        if flooded := [attempt.retry_after for attempt in outcomes.values() if attempt.result is Result.FLOODED]:
            await slow_down(session, now, max(flooded))
        await plan.plan_ahead(*people)
        became = Counter(_became(row) for row in rows.values())
        return Settled(became, settling.aftermath)


def _became(row: Delivery) -> str:
    if row.state is Outcome.FAILED:
        return Result.REFUSED.value  # the reason is Telegram's own words, and "failed" is what a job says of itself
    return row.state.value if row.reason is None else f"{row.state.value}_{row.reason}"


@dataclass
class _Settling:
    """The rows that a group of outcomes brings, to be written together."""

    now: datetime
    came: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    aftermath: list[Aftermath] = field(default_factory=list)

    async def one(self, turn: Turn, past: History, row: Delivery, attempt: Attempt) -> None:
        """One claim's outcome."""
        row.lease_until = None
        if attempt.result is Result.SENT and attempt.message_id is not None:
            self._sent(turn, row, attempt.message_id)
        elif attempt.result is Result.HELD:
            self._held(turn, past, row)
        elif attempt.result is Result.UNREACHABLE:
            row.state, row.reason, row.settled_at = Outcome.SKIPPED, "unreachable", self.now
            turn.person.state, turn.person.unreachable_since = State.UNREACHABLE, self.now
            await turn.keys.mark(turn.person.chat_id, What.BLOCKED, self.now)
            await plan.cancel_pending(turn.session, turn.person.id, self.now, "unreachable")
        elif attempt.result is Result.REFUSED:
            row.state, row.reason, row.settled_at = Outcome.FAILED, attempt.reason[:40], self.now
        elif row.state is not Outcome.CLAIMED:
            return  # cancelled meanwhile, or settled before: the database went away under the first try
        elif attempt.result is Result.UNKNOWN and (row.kind is not Kind.PAGE or _may_have_come(row)):
            # Rather a check-in too few than one too many; a page has now been sent twice, and once likely came.
            self._came(turn, row)
            row.state, row.reason, row.settled_at = Outcome.SENT, history.UNSURE, self.now
        else:
            pause = attempt.retry_after or _backoff(row.attempts)
            self._again(row, self.now + pause, attempt.result.value)

    async def write(self, session: AsyncSession) -> None:
        """Write the rows, each kind in one statement."""
        await insert_new(session, CAME, self.came)
        await cards.record_all(session, self.messages)
        await session.flush()

    def _held(self, turn: Turn, past: History, row: Delivery) -> None:
        """It has not been sent: now that nobody else can change it, the row says why."""
        seen = next((each for each in past.rows if each.id == row.id), None)
        if seen is None or row.state is not Outcome.CLAIMED:
            return  # cancelled meanwhile
        verdict = deliver.verdict(turn, past, seen)
        if verdict is None:  # what held it has passed in this very moment
            row.state, row.not_before = Outcome.PLANNED, self.now
            return
        if verdict.not_before is not None:
            self._again(row, verdict.not_before, verdict.reason)
            return
        row.state, row.reason, row.settled_at = verdict.outcome, verdict.reason, self.now
        if verdict.reason == "no_buzz":
            self._came(turn, row)
        if verdict.reason == "gone":
            log.warning("a page that was due has left the course", reason=row.reason, kind=row.kind.value)

    def _sent(self, turn: Turn, row: Delivery, message_id: int) -> None:
        person, now = turn.person, self.now
        if row.message_id == message_id:
            return  # settled before
        self._came(turn, row)
        row.message_id = message_id
        # Hidden, paused or stopped while it was on its way; or another worker has sent it, who took this one for dead.
        expected = row.state is Outcome.CLAIMED or (row.state is Outcome.PLANNED and _may_have_come(row))
        overtaken = not expected and row.reason not in SEEN
        self.messages.append(cards.row_of(person, message_id, now) | ({"delete_at": now} if overtaken else {}))
        row.state, row.settled_at = Outcome.SENT, now
        if overtaken:
            self.aftermath.append(Aftermath(person.chat_id, clear=True))
            return
        row.reason = None
        if person.state is State.PAUSED:  # its end has passed, and silence is counted from there
            person.state = State.ACTIVE
        fold = cards.new_card(person, message_id, deliver.step_of(row.kind, row.subject), now)
        if fold is not None:
            self.aftermath.append(Aftermath(person.chat_id, fold))

    def _again(self, row: Delivery, not_before: datetime, reason: str) -> None:
        """It is looked at again. That it may have come already is not forgotten, whatever else delays it."""
        row.state, row.not_before = Outcome.PLANNED, not_before
        row.reason = row.reason if _may_have_come(row) else reason

    def _came(self, turn: Turn, row: Delivery) -> None:
        """The page stands in the person's course from now on."""
        if row.kind is Kind.PAGE and turn.enrolment:
            self.came.append(
                {
                    "enrolment_id": turn.enrolment.id,
                    "page": row.subject,
                    "local_date": hours.local_date(self.now, turn.person.zone),
                    "delivered_at": self.now,
                }
            )


def _may_have_come(row: Delivery) -> bool:
    """Whether it was sent before, and nobody knows what became of that."""
    return row.reason == history.UNSURE


def _backoff(attempts: int) -> timedelta:
    """Growing, jittered pauses: about 10 s, 20 s, 40 s … up to a quarter of an hour."""
    pause = min(timedelta(seconds=10 * 2 ** min(attempts - 1, 10)), LONGEST_BACKOFF)
    return pause * random.uniform(0.75, 1.25)
