"""Looking back: the way so far, the last weeks in words and as a picture, and a week in two sentences."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select

from bot.db.tables import Checkin, Entry, PageProgress, Wanted
from bot.journey import errands, hours, plan
from bot.journey.errands import Task
from bot.journey.evenings import days_of_space, kept_between
from bot.journey.screens import Progress, Screen
from bot.journey.screens_own import LookBackView, WeekdayQuestion, WeekView
from bot.journey.settings import show_settings
from bot.journey.steps import ShowProgress
from bot.journey.steps_own import AskWeekday, ChooseWeekday, LookBack, OrderPicture, ShowWeek
from bot.journey.turns import Turn, Turns
from bot.journey.weeks import SPANS, Weeks, story_of, weeks_of

WEEKDAYS = range(7)


async def show_progress(turn: Turn, step: ShowProgress) -> Screen:
    """The course as a path, and the days on which the person was here."""
    came = await _pages(turn)
    days = turn.content.course.days
    by_page = {row.page: row for row in came}
    path = tuple(_stage(by_page.get(page)) for page in days)
    wrote = await _writing_days(turn)
    evenings = set(await turn.session.scalars(select(Checkin.local_date).where(Checkin.person_id == turn.person.id)))
    read = {hours.local_date(row.opened_at, turn.person.zone) for row in came if row.opened_at}
    return Progress(
        at=step,
        path=path,
        days=len(days),
        here=len(wrote | evenings | read),
        checkins=len(evenings),
        entries=await turn.session.scalar(_entries(turn)) or 0,
        space=await days_of_space(turn),
    )


async def look_back(turn: Turn, step: LookBack) -> Screen:
    """The last weeks in words; the picture is one tap further."""
    weeks = _span(step.weeks)
    return LookBackView(at=LookBack(weeks), weeks=weeks, story=await gather(turn, weeks))


async def order_picture(turn: Turn, step: OrderPicture) -> Screen:
    """A job draws and sends it; what it shows stands on the card in words meanwhile."""
    weeks = _span(step.weeks)
    story = await gather(turn, weeks)
    if not story.empty:
        await errands.order(turn, Wanted.PICTURE, f"{weeks}-{'dark' if step.dark else 'light'}")
    return LookBackView(at=LookBack(weeks), weeks=weeks, story=story, ordered=not story.empty)


async def show_week(turn: Turn, step: ShowWeek) -> Screen:
    """The week that ended on that evening, beside the one before it."""
    evening = hours.evening_date(turn.now, turn.person.zone)
    day = min(step.day, evening)
    days = (await _gather(turn, day - timedelta(days=13), day)).days
    answered = await turn.session.scalar(
        select(Checkin.id).where(Checkin.person_id == turn.person.id, Checkin.local_date == evening)
    )
    return WeekView(at=ShowWeek(day), story=story_of(days), checkin_day=None if answered else evening)


async def ask_weekday(turn: Turn, step: AskWeekday) -> Screen:
    """On which evening?"""
    return WeekdayQuestion(at=step, chosen=turn.person.look_back_day)


async def choose_weekday(turn: Turn, step: ChooseWeekday) -> Screen:
    """From now on the look back takes the place of the questions on that evening; on none, the questions come."""
    turn.person.look_back_day = step.weekday if step.weekday in WEEKDAYS else None
    await plan.replan(turn)
    return await show_settings(turn)


async def gather(turn: Turn, weeks: int) -> Weeks:
    """The last `weeks` weeks, up to this evening."""
    last = hours.evening_date(turn.now, turn.person.zone)
    return await _gather(turn, last - timedelta(days=7 * weeks - 1), last)


async def weeks_for(turns: Turns, task: Task, now: datetime) -> tuple[int, Weeks, bool, str] | None:
    """For the job that draws: chat id, weeks, whether it is to be dark, and its language; None: not wanted any more."""
    span, _, tone = task.about.partition("-")
    async with turns.resume(task.person_id, now) as turn:
        if turn is None or turn.person.hidden_since is not None:
            return None
        weeks = await gather(turn, _span(int(span)))
        return turn.person.chat_id, weeks, tone == "dark", turn.content.language


async def _gather(turn: Turn, first: date, last: date) -> Weeks:
    kept = await kept_between(turn, first, last)
    return weeks_of(first, last, kept, await _writing_days(turn, since=first), await _openings(turn))


async def _openings(turn: Turn) -> dict[date, float]:
    """On each date on which a page was opened, how much of the course was open in the evening (0 to 1)."""
    total = len(turn.content.course.days)
    opened = sorted(row.opened_at for row in await _pages(turn) if row.opened_at)
    return {hours.local_date(at, turn.person.zone): min(1.0, n / total) for n, at in enumerate(opened, start=1)}


async def _pages(turn: Turn) -> list[PageProgress]:
    if turn.enrolment is None:
        return []
    rows = await turn.session.scalars(select(PageProgress).where(PageProgress.enrolment_id == turn.enrolment.id))
    return list(rows)


async def _writing_days(turn: Turn, since: date = date.min) -> set[date]:
    """The evenings' dates on which something was written; a night before 04:00 counts for the day before."""
    query = select(Entry.written_at).where(Entry.person_id == turn.person.id)
    if since > date.min:
        earliest = datetime.combine(since, time(0), tzinfo=ZoneInfo(turn.person.zone)).astimezone(UTC)
        query = query.where(Entry.written_at >= earliest)
    return {hours.evening_date(at, turn.person.zone) for at in await turn.session.scalars(query)}


def _entries(turn: Turn) -> Select[int]:
    return select(func.count()).select_from(Entry).where(Entry.person_id == turn.person.id)


def _stage(row: PageProgress | None) -> int:
    """2: read to the end; 1: opened; 0: still to come."""
    if row is None or row.opened_at is None:
        return 0
    return 2 if row.finished_at else 1


def _span(weeks: int) -> int:
    return weeks if weeks in SPANS else SPANS[0]
