"""Saying what one thinks: of a page, without the person; or a line to whoever runs this, shown before it goes."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.db.keystore import KeyStore
from bot.db.tables import Feedback, Person, Rating
from bot.db.upsert import insert_into
from bot.journey import cards
from bot.journey.packing import Step
from bot.journey.reading import open_page
from bot.journey.screens import Asks, Screen, Waiting
from bot.journey.screens_own import FeedbackDraft, FeedbackQuestion, FeedbackSent, Rated
from bot.journey.steps import FinishPage, OpenPage, ShowToday
from bot.journey.steps_own import AskFeedback, DropFeedback, RatePage, ReviewFeedback, SendFeedback
from bot.journey.turns import Turn

VERDICTS = {1: "helped", 0: "not_for_me", -1: "too_much"}
GROUNDING = "grounding"  # the page that is offered where something was too much
LONGEST = 2000  # characters of a line; what is longer is cut, which is shown


async def rate_page(turn: Turn, step: RatePage) -> Screen:
    """Count the verdict, without whose it was. A second tap finds the card elsewhere, and counts nothing."""
    if step.page not in turn.content.pages or step.verdict not in VERDICTS:
        return await open_page(turn, OpenPage(step.page, 1))
    if _stands_at(cards.card_step(turn.person), step.page):
        await turn.session.execute(
            insert_into(turn.session, Rating)
            .values(page=step.page, value=VERDICTS[step.verdict], times=1)
            .on_conflict_do_update(index_elements=["page", "value"], set_={"times": Rating.times + 1})
        )
    return Rated(at=ShowToday(), verdict=step.verdict, grounding=turn.content.pages.get(GROUNDING))


def _stands_at(card: Step, page: str) -> bool:
    return isinstance(card, OpenPage | FinishPage) and card.page == page


async def ask_feedback(turn: Turn, step: AskFeedback) -> Screen:
    """The next words are a line to whoever runs this."""
    return FeedbackQuestion(at=step, waiting=Waiting(Asks.FEEDBACK))


async def hear_feedback(turn: Turn, words: str) -> Screen:
    """Show what would be sent; one draft at a time."""
    await _drop_drafts(turn)
    line = words.strip()
    if not line:
        return await ask_feedback(turn, AskFeedback())
    sealed = (await turn.data_key()).seal(line[:LONGEST])
    draft = Feedback(person_id=turn.person.id, text=sealed, written_at=turn.now)
    turn.session.add(draft)
    await turn.session.flush()
    return FeedbackDraft(at=ReviewFeedback(draft.id), draft=draft.id, text=line[:LONGEST], cut=len(line) > LONGEST)


async def review_feedback(turn: Turn, step: ReviewFeedback) -> Screen:
    """The draft once more; one that is gone or has been sent leads to a new one."""
    row = await _draft(turn, step.draft)
    if row is None:
        return await ask_feedback(turn, AskFeedback())
    text = (await turn.data_key()).open(row.text)
    return FeedbackDraft(at=step, draft=row.id, text=text, cut=False)


async def send_feedback(turn: Turn, step: SendFeedback) -> Screen:
    """It may go. A second tap changes nothing."""
    row = await _draft(turn, step.draft)
    if row is not None:
        row.sent_at = turn.now
    return FeedbackSent(at=ShowToday())


async def drop_feedback(turn: Turn, step: DropFeedback) -> Screen:
    """It does not go, and is not kept."""
    await _drop_drafts(turn)
    return await ask_feedback(turn, AskFeedback())


@dataclass(frozen=True)
class Sent:
    """A line that somebody sent, for whoever runs this."""

    day: date  # UTC
    text: str


async def read_sent(engine: AsyncEngine, keys: KeyStore) -> list[Sent]:
    """Every line that was sent and whose writer has not erased it, the oldest first. Raises KeysError."""
    async with AsyncSession(engine) as session:
        rows = await session.execute(
            select(Feedback.text, Feedback.sent_at, Person.chat_id)
            .join(Person, Person.id == Feedback.person_id)
            .where(Feedback.sent_at.is_not(None))
            .order_by(Feedback.sent_at)
        )
        return [Sent(at.date(), (await keys.key_of(chat_id, at)).open(text)) for text, at, chat_id in rows if at]


async def _draft(turn: Turn, draft: int) -> Feedback | None:
    return await turn.session.scalar(
        select(Feedback).where(Feedback.id == draft, Feedback.person_id == turn.person.id, Feedback.sent_at.is_(None))
    )


async def _drop_drafts(turn: Turn) -> None:
    await turn.session.execute(delete(Feedback).where(Feedback.person_id == turn.person.id, Feedback.sent_at.is_(None)))
