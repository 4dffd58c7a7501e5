"""What is due next for a person: the page or its reminder, the evening, the prompt, the weekly note after the course.

Pure: each answer follows from what has come so far, so that asking again gives the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.db.tables import Kind, Outcome, Pace, PageProgress
from bot.journey import hours, pacing
from bot.journey.history import REOPENABLE, History, Row
from bot.journey.turns import Turn

REMINDER_AFTER = timedelta(days=2)
EVENINGS_AFTER = timedelta(days=7)  # check-ins go on so long after the last page
BOOSTERS = 8
BOOSTER_AFTER = timedelta(days=7)
EVENINGS = (Kind.CHECKIN, Kind.LOOK_BACK, Kind.ANNOUNCEMENT)
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """One delivery that should be pending."""

    kind: Kind
    subject: str
    occurrence: int
    local_date: date
    due_at: datetime
    not_after: datetime | None = None


def next_page(turn: Turn, history: History, earliest: datetime) -> Due | None:
    """The next page of the course, or once more the cover of one that lies unopened; not before `earliest`.

    None at one's own pace, after the course, and while an unopened page has come again already.
    """
    if turn.person.pace is Pace.OWN:
        return None
    last = history.last_page
    if last and last.opened_at is None and last.page in turn.content.pages:
        return _again(turn, history, last, earliest)
    page = history.next_day(turn.content.course.days)
    if page is None:
        return None
    after = date.min
    if last:
        opened = hours.local_date(last.opened_at or last.delivered_at, turn.person.zone)
        after = pacing.earliest(turn.person.pace, last.local_date, opened) - A_DAY
    before = _last_row(turn, history, Kind.PAGE, page)
    if before and before.state is Outcome.FAILED:  # Telegram refused it; a new day is a new try
        after = max(after, before.local_date)
    day, due_at = page_hour(turn, after, earliest)
    return Due(Kind.PAGE, page, 1, day, due_at)


def _again(turn: Turn, history: History, last: PageProgress, earliest: datetime) -> Due | None:
    """An unopened page comes once more, two days later; then it is quiet until the person returns."""
    before = _last_row(turn, history, Kind.PAGE, last.page)
    if before is None or before.occurrence == 1:
        return once_more(turn, last.page, 2, last.local_date + REMINDER_AFTER, earliest)
    if before.state not in REOPENABLE:
        return None
    wish = before.local_date + A_DAY if before.state is Outcome.FAILED else before.local_date
    return once_more(turn, last.page, before.occurrence, wish, earliest)


def once_more(turn: Turn, page: str, occurrence: int, wish: date, earliest: datetime) -> Due:
    """The cover of an unopened page again, from the day of the wish on. The row keeps the wish, whatever delays it."""
    return Due(Kind.PAGE, page, occurrence, wish, page_hour(turn, wish - A_DAY, earliest)[1])


def put_off(turn: Turn, history: History, page: str) -> Due:
    """The cover of this unopened page tomorrow, because the person said "not today"."""
    before = _last_row(turn, history, Kind.PAGE, page)
    sent = 0 if before is None else before.occurrence - (before.state in (Outcome.PLANNED, *REOPENABLE))
    earliest = max(turn.now, turn.person.pause_until or turn.now)
    return once_more(turn, page, max(sent, 1) + 1, hours.local_date(turn.now, turn.person.zone) + A_DAY, earliest)


def page_hour(turn: Turn, after: date, earliest: datetime) -> tuple[date, datetime]:
    """The first day after `after` on which the person's pace brings pages, and the instant of their page hour."""
    return _next(turn, after, earliest, turn.person.page_time, lambda day: pacing.fits(turn.person.pace, day))


def next_evening(turn: Turn, history: History, earliest: datetime) -> Due | None:
    """The next check-in, or in its place the look back on the week; not on an evening that was answered already."""
    person = turn.person
    if person.checkin_time is None or not (person.checkin_days or person.look_back_day is not None):
        return None

    def comes(day: date) -> bool:
        asks = bool(person.checkin_days >> day.weekday() & 1) and day > history.answered
        return asks or day.weekday() == person.look_back_day

    came = max(history.came_last.get(kind, date.min) for kind in EVENINGS)
    day, due_at = _next(turn, came, earliest, person.checkin_time, comes)
    kind = Kind.LOOK_BACK if day.weekday() == person.look_back_day else Kind.CHECKIN
    return _evening(turn, history, kind, day, due_at)


def next_prompt(turn: Turn, history: History, earliest: datetime) -> Due | None:
    """The next prompt at an hour of its own, if the person has chosen one."""
    if turn.person.prompt_time is None:
        return None
    came = history.came_last.get(Kind.PROMPT, date.min)
    day, due_at = _next(turn, came, earliest, turn.person.prompt_time)
    return _evening(turn, history, Kind.PROMPT, day, due_at)


def _evening(turn: Turn, history: History, kind: Kind, day: date, due_at: datetime) -> Due | None:
    """What belongs to one date and goes with the course; seven days after the last page it ends, unless kept."""
    last = history.last_page
    long_after = last is not None and day > last.local_date + EVENINGS_AFTER
    if long_after and not turn.person.evenings_kept and history.next_day(turn.content.course.days) is None:
        return None
    return Due(kind, day.isoformat(), 1, day, due_at, hours.evening_closes(day, turn.person.zone))


def next_booster(turn: Turn, history: History, earliest: datetime) -> Due | None:
    """The next of the weekly notes after the course, if the person wants them; eight, then silence."""
    last = history.last_page
    if not turn.person.boosters or last is None or last.opened_at is None:
        return None
    if history.next_day(turn.content.course.days) is not None:
        return None
    run = turn.enrolment.run if turn.enrolment else 0
    rows = [row for row in history.rows if (row.kind, row.run, row.state) == (Kind.BOOSTER, run, Outcome.SENT)]
    if len(rows) >= BOOSTERS:
        return None
    came = hours.local_date(rows[-1].settled_at, turn.person.zone) if rows and rows[-1].settled_at else last.local_date
    number = str(len(rows) + 1)
    before = _last_row(turn, history, Kind.BOOSTER, number)
    after = came + BOOSTER_AFTER - A_DAY
    if before and before.state is Outcome.FAILED:
        after = max(after, before.local_date)
    day, due_at = page_hour(turn, after, earliest)
    return Due(Kind.BOOSTER, number, 1, day, due_at)


def _next(
    turn: Turn, after: date, earliest: datetime, at: time, comes: Callable[[date], bool] = hours.every_day
) -> tuple[date, datetime]:
    person = turn.person
    return hours.next_instant(after, earliest, at, person.zone, hours.spread_of(person.id), comes)


def _last_row(turn: Turn, history: History, kind: Kind, subject: str) -> Row | None:
    return history.last_row(kind, turn.enrolment.run if turn.enrolment else 0, subject)
