"""The cards of an announcement: writing it, looking at it, sending, stopping; and reading it, for those who get it."""

from sqlalchemy import delete, select

from bot.db.tables import Announcement, Checkin, Outcome, Stage
from bot.journey import announcing, hours
from bot.journey.figures import coarse
from bot.journey.screens import Asks, KindAnswer, Screen, Waiting
from bot.journey.screens_admin import AnnouncementDraft, AnnouncementProgress, AnnouncementQuestion, AnnouncementView
from bot.journey.steps import ShowToday
from bot.journey.steps_admin import (
    AskAnnouncement,
    DropAnnouncement,
    ReadAnnouncement,
    ReviewAnnouncement,
    SendAnnouncement,
    ShowAnnouncement,
    StopAnnouncement,
)
from bot.journey.turns import Turn

LONGEST = 2000  # characters
BEGINS_FROM = (Stage.DRAFT, Stage.STOPPED, Stage.DONE)


async def ask_announcement(turn: Turn, step: AskAnnouncement) -> Screen:
    """The next words are the announcement; while one is under way, how it stands."""
    under_way = await _under_way(turn)
    if under_way is not None:
        return await _progress(turn, under_way)
    last = await turn.session.scalar(
        select(Announcement.id).where(Announcement.stage != Stage.DRAFT).order_by(Announcement.id.desc()).limit(1)
    )
    return AnnouncementQuestion(at=step, waiting=Waiting(Asks.ANNOUNCEMENT), last=last)


async def hear_announcement(turn: Turn, words: str) -> Screen:
    """Show what would be sent; one draft at a time."""
    await turn.session.execute(delete(Announcement).where(Announcement.stage == Stage.DRAFT))
    text = words.strip()
    if not text or await _under_way(turn) is not None:
        return await ask_announcement(turn, AskAnnouncement())
    draft = Announcement(text=text[:LONGEST], stage=Stage.DRAFT, written_at=turn.now, looked_until=0)
    turn.session.add(draft)
    await turn.session.flush()
    return _draft(turn, draft, cut=len(text) > LONGEST)


async def review_announcement(turn: Turn, step: ReviewAnnouncement) -> Screen:
    """The draft once more; one that is gone or has been sent leads to how things stand."""
    draft = await turn.session.get(Announcement, step.announcement)
    if draft is None or draft.stage is not Stage.DRAFT:
        return await show_announcement(turn, ShowAnnouncement(step.announcement))
    return _draft(turn, draft, cut=False)


async def send_announcement(turn: Turn, step: SendAnnouncement) -> Screen:
    """It goes its way, or goes on: to everybody who gets one and has not had it. One is under way at a time."""
    found = await turn.session.get(Announcement, step.announcement)
    under_way = await _under_way(turn)
    if found is not None and under_way is None and found.stage in BEGINS_FROM:
        found.stage, found.looked_until = Stage.SENDING, 0
        await turn.session.flush()
    return await show_announcement(turn, ShowAnnouncement(step.announcement))


async def stop_announcement(turn: Turn, step: StopAnnouncement) -> Screen:
    """Whoever has not got it does not get it; a job takes it back, those first to whom it would come first."""
    found = await turn.session.get(Announcement, step.announcement)
    if found is not None and found.stage is Stage.SENDING:
        found.stage = Stage.STOPPING
        await turn.session.flush()
    return await show_announcement(turn, ShowAnnouncement(step.announcement))


async def drop_announcement(turn: Turn, step: DropAnnouncement) -> Screen:
    """It does not go, and is not kept."""
    await turn.session.execute(
        delete(Announcement).where(Announcement.id == step.announcement, Announcement.stage == Stage.DRAFT)
    )
    return await ask_announcement(turn, AskAnnouncement())


async def show_announcement(turn: Turn, step: ShowAnnouncement) -> Screen:
    """How one stands."""
    found = await turn.session.get(Announcement, step.announcement)
    if found is None or found.stage is Stage.DRAFT:
        return await ask_announcement(turn, AskAnnouncement())
    return await _progress(turn, found)


async def read_announcement(turn: Turn, step: ReadAnnouncement) -> Screen:
    """What whoever runs this has to say, and the way to the questions whose place it took."""
    found = await turn.session.get(Announcement, step.announcement)
    if found is None or found.stage is Stage.DRAFT:
        return KindAnswer(at=ShowToday(), text_key="error.old_button")
    evening = hours.evening_date(turn.now, turn.person.zone)
    answered = await turn.session.scalar(
        select(Checkin.id).where(Checkin.person_id == turn.person.id, Checkin.local_date == evening)
    )
    asks = turn.person.checkin_time is not None and answered is None
    return AnnouncementView(at=step, text=found.text, checkin_day=evening if asks else None)


def _draft(turn: Turn, draft: Announcement, *, cut: bool) -> AnnouncementDraft:
    reach, office = turn.office.reach, turn.office
    return AnnouncementDraft(
        at=ReviewAnnouncement(draft.id),
        announcement=draft.id,
        text=draft.text,
        cut=cut,
        reach=coarse(reach),
        rate=office.rate,
        lasts=announcing.lasts(reach, office.rate),
    )


async def _under_way(turn: Turn) -> Announcement | None:
    return await turn.session.scalar(select(Announcement).where(Announcement.stage.in_(announcing.UNDER_WAY)).limit(1))


async def _progress(turn: Turn, found: Announcement) -> AnnouncementProgress:
    counts = await announcing.counts(turn.session, found.id)
    missed = sum(counts.get(state, 0) for state in (Outcome.SKIPPED, Outcome.CANCELLED, Outcome.FAILED))
    return AnnouncementProgress(
        at=ShowAnnouncement(found.id),
        announcement=found.id,
        text=found.text,
        stage=found.stage,
        sent=coarse(counts.get(Outcome.SENT, 0)),
        still_due=coarse(counts.get(Outcome.PLANNED, 0) + counts.get(Outcome.CLAIMED, 0)),
        missed=coarse(missed),
    )
