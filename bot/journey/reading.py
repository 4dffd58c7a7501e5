"""Reading: today's overview, the pages of the course and of the topics, and the way so far."""

from sqlalchemy import and_, exists, or_, select, update

from bot.db.tables import Checkin, Delivery, Kind, Outcome, Pace, PageProgress, State
from bot.journey import hours, plan
from bot.journey.history import UNSURE
from bot.journey.keeping import is_saved
from bot.journey.screens import KindAnswer, PageFinished, PageView, PutOff, Screen, Today
from bot.journey.steps import FinishPage, NotToday, OpenPage, ShowToday
from bot.journey.turns import Turn


async def show_today(turn: Turn, step: ShowToday) -> Screen:
    """Where the person stands: the page that lies open, tonight's check-in, what comes next."""
    person, enrolment = turn.person, turn.enrolment
    last = await plan.last_page(turn, enrolment) if enrolment else None
    page = turn.content.pages.get(last.page) if last else None
    evening = hours.evening_date(turn.now, person.zone)
    checked_in = await turn.session.scalar(
        select(Checkin.id).where(Checkin.person_id == person.id, Checkin.local_date == evening)
    )
    opened = last is None or last.opened_at is not None or page is None
    can_go_on = bool(enrolment and person.pace is Pace.OWN and opened and await plan.next_day(turn, enrolment))
    return Today(
        at=step,
        page=page,
        day=(turn.content.course.day_of(page.id) or 0) if page else 0,
        days=len(turn.content.course.days),
        opened=bool(last and last.opened_at),
        finished=bool(last and last.finished_at),
        checkin_day=evening,
        checked_in=checked_in is not None,
        next_due=await plan.next_due(turn, Kind.PAGE),
        zone=person.zone,
        paused=person.state in (State.PAUSED, State.STOPPED),
        paused_until=person.pause_until,
        ended=bool(enrolment and enrolment.finished_at),
        topics_only=enrolment is None,
        quiet=not person.buzz,
        can_go_on=can_go_on,
    )


async def open_page(turn: Turn, step: OpenPage) -> Screen:
    """One part of a page. The first time that a course page is opened, the next one is planned."""
    page = turn.content.pages.get(step.page)
    if page is None:
        return KindAnswer(at=ShowToday(), text_key="page.gone")
    part = min(max(step.part, 1), len(page.parts))
    progress = await progress_of(turn, page.id)
    if progress and progress.opened_at is None:
        progress.opened_at = turn.now
        await _drop_reminder(turn, page.id, "opened")
        await plan.plan_ahead(turn)
    return PageView(
        at=OpenPage(page.id, part),
        page=page,
        part=part,
        day=turn.content.course.day_of(page.id) if progress else None,
        can_finish=bool(progress and progress.finished_at is None),
        saved=await is_saved(turn, page.id),
    )


async def finish_page(turn: Turn, step: FinishPage) -> Screen:
    """The page has been read to its end. After the last of the course, the course is finished."""
    page = turn.content.pages.get(step.page)
    if page is None:
        return KindAnswer(at=ShowToday(), text_key="page.gone")
    progress = await progress_of(turn, page.id)
    ended = False
    if progress:
        if progress.opened_at is None:
            await _drop_reminder(turn, page.id, "opened")
        progress.opened_at = progress.opened_at or turn.now
        progress.finished_at = progress.finished_at or turn.now
        await turn.session.flush()
        if turn.enrolment and await plan.next_day(turn, turn.enrolment) is None:
            turn.enrolment.finished_at = turn.enrolment.finished_at or turn.now
            ended = True
        await plan.plan_ahead(turn)
    last = await plan.last_page(turn, turn.enrolment) if turn.enrolment else None
    return PageFinished(
        at=step,
        page=page,
        see_also=tuple(turn.content.pages[i] for i in page.see_also if i in turn.content.pages)[:2],
        next_due=await plan.next_due(turn, Kind.PAGE),
        zone=turn.person.zone,
        ended=ended,
        can_take_back=last is not None and last.page == page.id,
    )


async def not_today(turn: Turn, step: NotToday) -> Screen:
    """The page lies unopened; its cover comes again tomorrow instead of in two days."""
    progress = await progress_of(turn, step.page)
    if progress is None or progress.opened_at is not None:
        return await show_today(turn, ShowToday())
    until = await plan.put_off(turn, progress)
    return PutOff(at=OpenPage(step.page, 1), until=until, zone=turn.person.zone)


async def progress_of(turn: Turn, page: str) -> PageProgress | None:
    """How far this page of the course has come in this run; None: it has not.

    One that is being sent, or has been and nobody knows whether it came, counts as come: whoever asks may be looking
    at it, and Telegram's answer to us may be slower than a finger.
    """
    if turn.enrolment is None:
        return None
    mine = select(PageProgress).where(PageProgress.enrolment_id == turn.enrolment.id, PageProgress.page == page)
    found = await turn.session.scalar(mine)
    if found is not None or not await _is_on_its_way(turn, turn.enrolment.run, page):
        return found
    came = PageProgress(
        enrolment_id=turn.enrolment.id,
        page=page,
        local_date=hours.local_date(turn.now, turn.person.zone),
        delivered_at=turn.now,
    )
    turn.session.add(came)
    await turn.session.flush()
    return came


async def _is_on_its_way(turn: Turn, run: int, page: str) -> bool:
    sending = or_(Delivery.state == Outcome.CLAIMED, and_(Delivery.state == Outcome.PLANNED, Delivery.reason == UNSURE))
    mine = (Delivery.person_id == turn.person.id, Delivery.kind == Kind.PAGE, Delivery.run == run)
    return bool(await turn.session.scalar(select(exists().where(*mine, Delivery.subject == page, sending))))


async def _drop_reminder(turn: Turn, page: str, reason: str) -> None:
    await turn.session.execute(
        update(Delivery)
        .where(
            Delivery.person_id == turn.person.id,
            Delivery.kind == Kind.PAGE,
            Delivery.subject == page,
            Delivery.state == Outcome.PLANNED,
        )
        .values(state=Outcome.SKIPPED, reason=reason, settled_at=turn.now)
    )
