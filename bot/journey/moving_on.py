"""Moving on by oneself: the next page, one passed over or taken back; what comes after the course; beginning again."""

from bot.db.tables import Enrolment, Kind, Pace, PageProgress, State
from bot.journey import due, hours, pausing, plan
from bot.journey.reading import open_page, progress_of, show_today
from bot.journey.screens import Paused, Screen
from bot.journey.screens_pace import (
    AfterCourse,
    AgainQuestion,
    Booster,
    NothingNext,
    PageSkipped,
    PageTakenBack,
    Returned,
)
from bot.journey.steps import OpenPage, Pause, ShowToday
from bot.journey.steps_pace import (
    AskAgain,
    KeepEvenings,
    NextPage,
    OnlyTopics,
    ShowAfter,
    ShowBooster,
    ShowReturn,
    SkipPage,
    StartAgain,
    SwitchBoosters,
    TakeBack,
)
from bot.journey.turns import Turn

GREETINGS = 3  # of somebody who comes back after silence


async def next_page(turn: Turn, step: NextPage) -> Screen:
    """At one's own pace: the next page lies open at once, as soon as the one before it has been opened."""
    if not await can_go_on(turn) or turn.enrolment is None:
        return NothingNext(at=ShowToday())
    page = await plan.next_day(turn, turn.enrolment)
    if page is None:
        return NothingNext(at=ShowToday())
    turn.session.add(
        PageProgress(
            enrolment_id=turn.enrolment.id,
            page=page,
            local_date=hours.local_date(turn.now, turn.person.zone),
            delivered_at=turn.now,
        )
    )
    await turn.session.flush()
    return await open_page(turn, OpenPage(page, 1))


async def can_go_on(turn: Turn) -> bool:
    """Whether "next" brings a page."""
    if turn.enrolment is None or turn.person.pace is not Pace.OWN:
        return False
    last = await plan.last_page(turn, turn.enrolment)
    opened = last is None or last.opened_at is not None or last.page not in turn.content.pages
    return opened and await plan.next_day(turn, turn.enrolment) is not None


async def skip_page(turn: Turn, step: SkipPage) -> Screen:
    """The page counts as opened and put down; the next one comes in its turn."""
    progress = await progress_of(turn, step.page)
    page = turn.content.pages.get(step.page)
    if progress is None or page is None or turn.enrolment is None:
        return await show_today(turn, ShowToday())
    progress.opened_at = progress.opened_at or turn.now
    progress.finished_at = progress.finished_at or turn.now
    await turn.session.flush()
    if await plan.next_day(turn, turn.enrolment) is None:
        turn.enrolment.finished_at = turn.enrolment.finished_at or turn.now
    await plan.replan(turn)
    return PageSkipped(
        at=ShowToday(),
        page=page,
        next_due=await plan.next_due(turn, Kind.PAGE),
        zone=turn.person.zone,
        can_go_on=await can_go_on(turn),
    )


async def take_back(turn: Turn, step: TakeBack) -> Screen:
    """The last page that came lies unread again, and nothing follows it meanwhile; an earlier one is simply opened."""
    last = await plan.last_page(turn, turn.enrolment) if turn.enrolment else None
    page = turn.content.pages.get(step.page)
    if last is None or page is None or last.page != step.page or turn.enrolment is None:
        return await open_page(turn, OpenPage(step.page, 1))
    last.opened_at = last.finished_at = turn.enrolment.finished_at = None
    await turn.session.flush()
    await plan.replan(turn)
    return PageTakenBack(at=OpenPage(page.id, 1), page=page)


async def show_after(turn: Turn, step: ShowAfter) -> Screen:
    """What goes on after the last page, by choice, and the way to begin again."""
    person = turn.person
    return AfterCourse(
        at=ShowAfter(),
        ended=turn.enrolment is not None and await plan.next_day(turn, turn.enrolment) is None,
        boosters=person.boosters,
        evenings_kept=person.evenings_kept,
        evenings_come=person.checkin_time is not None,
    )


async def switch_boosters(turn: Turn, step: SwitchBoosters) -> Screen:
    """A note a week for eight weeks after the course, or none."""
    turn.person.boosters = step.on
    await plan.replan(turn)
    return await show_after(turn, ShowAfter())


async def keep_evenings(turn: Turn, step: KeepEvenings) -> Screen:
    """The evening questions go on for as long as they are wanted, or end a week after the last page."""
    turn.person.evenings_kept = step.on
    await plan.replan(turn)
    return await show_after(turn, ShowAfter())


async def show_booster(turn: Turn, step: ShowBooster) -> Screen:
    """One of the weekly notes."""
    return Booster(at=step, number=min(max(step.number, 1), due.BOOSTERS))


async def show_return(turn: Turn, step: ShowReturn) -> Screen:
    """Back after silence: go on, begin again, or only look things up."""
    variant = 1 + hours.local_date(turn.now, turn.person.zone).toordinal() % GREETINGS
    ended = turn.enrolment is not None and turn.enrolment.finished_at is not None
    return Returned(at=step, variant=variant, ended=ended)


async def ask_again(turn: Turn, step: AskAgain) -> Screen:
    """Really begin at the first page?"""
    return AgainQuestion(at=step) if turn.enrolment else await show_today(turn, ShowToday())


async def start_again(turn: Turn, step: StartAgain) -> Screen:
    """A new run: its first page lies here at once. What was written stays; double taps begin once."""
    before = turn.enrolment
    if before is None:
        return await show_today(turn, ShowToday())
    last = await plan.last_page(turn, before)
    first = turn.content.course.days[0]
    if last is not None and last.page == first:  # nothing has come after it: this run is new
        return await open_page(turn, OpenPage(first, 1))
    enrolment = Enrolment(
        person_id=turn.person.id, course=before.course, run=before.run + 1, started_at=turn.now, finished_at=None
    )
    turn.session.add(enrolment)
    await turn.session.flush()
    turn.session.add(
        PageProgress(
            enrolment_id=enrolment.id,
            page=first,
            local_date=hours.local_date(turn.now, turn.person.zone),
            delivered_at=turn.now,
        )
    )
    await turn.session.flush()
    turn = turn.with_enrolment(enrolment)
    if turn.person.state is State.PAUSED:
        await pausing.wake(turn)
    await plan.replan(turn)
    return await open_page(turn, OpenPage(first, 1))


async def only_topics(turn: Turn, step: OnlyTopics) -> Screen:
    """Nothing comes by itself until the person says so; everything can be looked up."""
    screen = await pausing.pause(turn, Pause(0))
    return screen if isinstance(screen, Paused) else await show_today(turn, ShowToday())
