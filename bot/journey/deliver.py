"""Deliveries: looking once more, just before sending, at what has been claimed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.db.tables import Kind, Outcome, State
from bot.journey import cards, history, hours, spacing
from bot.journey.claiming import Claim
from bot.journey.history import History, Row
from bot.journey.packing import Step
from bot.journey.screens import Cover
from bot.journey.steps import DrawPrompt, OpenCheckin, OpenPage
from bot.journey.steps_admin import ReadAnnouncement
from bot.journey.steps_own import ShowWeek
from bot.journey.steps_pace import ShowBooster, ShowReturn
from bot.journey.turns import Turn, Turns

BUSY = timedelta(minutes=5)  # somebody who is reading is not interrupted
BUSY_AGAIN = timedelta(minutes=3)
LATE = timedelta(minutes=30)


@dataclass(frozen=True)
class Letter:
    """A cover that may go out now."""

    chat_id: int
    cover: Cover


@dataclass(frozen=True)
class Verdict:
    """What happens to a claim that is not sent now."""

    outcome: Outcome
    reason: str
    not_before: datetime | None = None


async def look_again(turns: Turns, claims: Sequence[Claim], now: datetime) -> dict[Claim, Letter]:
    """Just before sending, everything is checked again. What has no letter does not go out now; `settle` says why."""
    letters = {}
    async with turns.look_at({claim.person_id for claim in claims}, now) as people:
        histories = await history.read(people)
        mine = {turn.person.id: turn for turn in people}
        for claim in claims:
            if claim.lost or (turn := mine.get(claim.person_id)) is None:
                continue
            past = histories[claim.person_id]
            row = next((row for row in past.rows if row.id == claim.id), None)
            if row is None or row.state is not Outcome.CLAIMED or verdict(turn, past, row) is not None:
                continue  # cancelled in this very moment, or not to be sent
            page = row.subject if row.kind is Kind.PAGE else ""
            cover = cards.cover_of(turn.person, step_of(row.kind, row.subject), now, can_wait=page)
            letters[claim] = Letter(turn.person.chat_id, cover)
    return letters


def verdict(turn: Turn, past: History, row: Row) -> Verdict | None:
    """Why this does not go out now; None: it does."""
    person, now = turn.person, turn.now
    if person.hidden_since is not None:
        return Verdict(Outcome.SKIPPED, "hidden")
    if person.state is State.UNREACHABLE:
        return Verdict(Outcome.SKIPPED, "unreachable")
    if (row.kind is Kind.QUIET) is not (person.state is State.QUIET):
        return Verdict(Outcome.SKIPPED, "returned" if row.kind is Kind.QUIET else "silent")
    paused = person.state is State.PAUSED and (person.pause_until is None or person.pause_until > now)
    if paused or person.state in (State.STOPPED, State.ARRIVING):
        return Verdict(Outcome.SKIPPED, "paused")
    if row.not_after is not None and row.not_after <= now:
        return Verdict(Outcome.SKIPPED, "late")
    if reason := _pointless(turn, past, row):
        return Verdict(Outcome.SKIPPED, reason)
    if not hours.in_window(now, person.zone, person.window_start, person.window_end):
        if row.not_after is not None:
            return Verdict(Outcome.SKIPPED, "late")
        opening = hours.window_opens(now, person.zone, person.window_start)
        return Verdict(Outcome.PLANNED, "window", opening)
    if person.card_open and person.card_touched_at and now - person.card_touched_at < BUSY:
        return Verdict(Outcome.PLANNED, "reading", now + BUSY_AGAIN)
    if now - row.due_at > LATE and (until := spacing.waits_until(now, past, row)):
        return Verdict(Outcome.PLANNED, "spaced", until)
    if not person.buzz:
        # Nothing is sent; a page lies ready for whoever comes by.
        lies_ready = row.kind in (Kind.PAGE, Kind.BOOSTER)
        return Verdict(Outcome.SENT if lies_ready else Outcome.SKIPPED, "no_buzz")
    return None


def _pointless(turn: Turn, past: History, row: Row) -> str:
    """Why it need not go out any more, or nothing."""
    if row.kind is Kind.CHECKIN:
        return "answered" if past.answered >= row.local_date else ""
    if row.kind in (Kind.LOOK_BACK, Kind.PROMPT, Kind.QUIET, Kind.ANNOUNCEMENT):
        return ""
    if turn.enrolment is None or turn.enrolment.run != row.run:
        return "other_run"
    if row.kind is Kind.BOOSTER:
        return "" if turn.person.boosters else "unwanted"
    if row.subject not in (turn.content.course.days if row.occurrence == 1 else turn.content.pages):
        return "gone"
    progress = past.page(row.subject)
    if row.occurrence > 1:
        return "opened" if progress and progress.opened_at else ""
    return "came" if progress else ""


def step_of(kind: Kind, subject: str) -> Step:
    """Where the cover of such a delivery leads."""
    if kind is Kind.PAGE:
        return OpenPage(subject, 1)
    if kind is Kind.BOOSTER:
        return ShowBooster(int(subject))
    if kind is Kind.PROMPT:
        return DrawPrompt()
    if kind is Kind.QUIET:
        return ShowReturn()
    if kind is Kind.ANNOUNCEMENT:
        return ReadAnnouncement(int(subject))
    day = date.fromisoformat(subject)
    return ShowWeek(day) if kind is Kind.LOOK_BACK else OpenCheckin(day)
