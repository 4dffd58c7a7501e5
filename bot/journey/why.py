"""Why something came, comes, or did not: a person's deliveries in words, for the operator. None of their texts."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.course import Content
from bot.db.keystore import KeyStore
from bot.db.tables import Delivery, Enrolment, Kind, Outcome, Pace, PageProgress, Person, State

LATEST = 40  # settled deliveries that are told, newest last

STATES = {
    State.ARRIVING: "has not finished first contact: nothing is sent",
    State.ACTIVE: "receives what falls due",
    State.PAUSED: "is pausing",
    State.STOPPED: "has stopped everything with a word: nothing until a tap or a command",
    State.QUIET: "has been silent for a week: nothing after the one line, until a tap or a word",
    State.UNREACHABLE: "has blocked the bot or is gone: nothing until they write",
}
PACES = {
    Pace.DAILY: "a page a day",
    Pace.OTHER_DAY: "a page every other day",
    Pace.WEEKDAYS: "a page on weekdays",
    Pace.WEEKLY: "a page a week",
    Pace.OWN: "pages only when asked for",
}
REASONS = {
    "hidden": "everything was hidden",
    "unreachable": "the bot is blocked, or the account is gone",
    "paused": "a pause",
    "stopped": "a stop word",
    "silent": "a week of silence",
    "returned": "they came back before it was needed",
    "late": "its evening was over",
    "answered": "that evening was answered already",
    "opened": "the page was opened meanwhile",
    "came": "the page had come already",
    "gone": "the page has left the course",
    "other_run": "they have begun the course again",
    "unwanted": "the weekly notes were switched off",
    "no_buzz": "nothing may buzz: it lies ready without a message",
    "window": "it waits for the hours in which the phone may buzz",
    "reading": "it waits, because they were reading",
    "spaced": "it is late, and keeps an hour's distance to other messages",
    "unknown": "Telegram never said whether it arrived",
    "flooded": "Telegram asked for fewer messages",
    "unavailable": "Telegram could not be reached",
    "restored": "it may have gone out before the database was restored",
}


@dataclass(frozen=True)
class Told:
    """What there is to say, a line each."""

    lines: tuple[str, ...]


async def find_person(session: AsyncSession, keys: KeyStore, wanted: str) -> Person | None:
    """The person with that row id, or with that keyed hash, as it stands in the logs."""
    if wanted.isdigit() and (found := await session.get(Person, int(wanted))):
        return found
    async for person in await session.stream_scalars(select(Person).execution_options(yield_per=1000)):
        if keys.name_of(person.chat_id) == wanted:
            return person
    return None


async def tell(session: AsyncSession, keys: KeyStore, content: Content, person: Person, now: datetime) -> Told:
    """How the person stands, what is planned, and what became of the latest deliveries, each with its reason."""
    rows = list(
        await session.scalars(select(Delivery).where(Delivery.person_id == person.id).order_by(Delivery.due_at))
    )
    pending = [row for row in rows if row.state in (Outcome.PLANNED, Outcome.CLAIMED)]
    settled = sorted((row for row in rows if row.settled_at), key=lambda row: row.settled_at or now)[-LATEST:]
    lines = [*_standing(person, keys, now), *await _course(session, content, person), "", "Planned:"]
    lines += [_line(row, person) for row in pending] or [f"  nothing, because {_why_nothing(person)}"]
    lines += ["", "So far:"]
    lines += [_line(row, person) for row in settled] or ["  nothing"]
    return Told(tuple(lines))


def _standing(person: Person, keys: KeyStore, now: datetime) -> list[str]:
    local = _local(now, person)
    lines = [f"Person {person.id} ({keys.name_of(person.chat_id)}) in {person.zone}, where it is {local}."]
    line = f"The person {STATES[person.state]}"
    if person.state is State.PAUSED:
        until = f" until {_local(person.pause_until, person)}" if person.pause_until else " without an end"
        line += until
    lines.append(line + ".")
    if person.hidden_since:
        lines.append(f"Everything has been hidden since {_local(person.hidden_since, person)}.")
    if not person.buzz:
        lines.append("Nothing may buzz: pages lie ready, nothing is sent.")
    evening = f"around {person.checkin_time:%H:%M}" if person.checkin_time else "off"
    prompt = f"around {person.prompt_time:%H:%M}" if person.prompt_time else "on the evening card"
    lines.append(
        f"Wishes: {PACES[person.pace]}, around {person.page_time:%H:%M}; evenings {evening}; prompt {prompt}; "
        f"weekly notes after the course {'on' if person.boosters else 'off'}."
    )
    lines.append(f"A phone may buzz from {person.window_start:%H:%M} to {person.window_end:%H:%M}.")
    lines.append(f"Last sign: {_local(person.seen_at, person)}.")
    return lines


async def _course(session: AsyncSession, content: Content, person: Person) -> list[str]:
    run = await session.scalar(
        select(Enrolment).where(Enrolment.person_id == person.id).order_by(Enrolment.run.desc()).limit(1)
    )
    if run is None:
        return ["The course has not begun."]
    came = list(
        await session.scalars(select(PageProgress).where(PageProgress.enrolment_id == run.id).order_by(PageProgress.id))
    )
    lines = [f"Run {run.run}: {len(came)} of {len(content.course.days)} pages have come."]
    if came and came[-1].opened_at is None:
        lines.append(
            f"The last one, {came[-1].page}, lies unopened: it comes once more, and no other before it is opened."
        )
    return lines


def _why_nothing(person: Person) -> str:
    if person.hidden_since:
        return "everything is hidden"
    if person.state is not State.ACTIVE:
        return f"the person {STATES[person.state]}"
    return "nothing falls due by itself: an unopened page that has come twice, one's own pace, or the end"


def _line(row: Delivery, person: Person) -> str:
    what = {
        Kind.PAGE: f"page {row.subject}" + (", again" if row.occurrence > 1 else ""),
        Kind.CHECKIN: f"evening of {row.subject}",
        Kind.LOOK_BACK: f"look back of {row.subject}",
        Kind.PROMPT: f"prompt of {row.subject}",
        Kind.BOOSTER: f"weekly note {row.subject}",
        Kind.ANNOUNCEMENT: f"announcement {row.subject}",
        Kind.QUIET: "the one line after a silent week",
    }[row.kind]
    due = f"due {_local(row.due_at, person)}"
    if row.state in (Outcome.PLANNED, Outcome.CLAIMED):
        due += f", not before {_local(row.not_before, person)}" if row.not_before > row.due_at else ""
        outcome = "on its way" if row.state is Outcome.CLAIMED else "planned"
    else:
        outcome = f"{row.state.value} {_local(row.settled_at, person)}"
    reason = f": {REASONS.get(row.reason, row.reason)}" if row.reason else ""
    return f"  {what}, {due}: {outcome}{reason}"


def _local(instant: datetime | None, person: Person) -> str:
    return f"{instant.astimezone(ZoneInfo(person.zone)):%a %d %b %Y %H:%M}" if instant else "never"
