"""Keeping pages at hand: a private list of pages that a person wants to find again."""

from sqlalchemy import delete, func, select

from bot.db.tables import SavedPage
from bot.journey.screens import SavedPages, Screen
from bot.journey.steps import LetGoPage, OpenPage, RememberPage, ShowSaved
from bot.journey.turns import Turn


async def show_saved(turn: Turn, step: ShowSaved) -> Screen:
    """The list, the newest first; what has left the course is passed over."""
    saved = await turn.session.scalars(
        select(SavedPage.page).where(SavedPage.person_id == turn.person.id).order_by(SavedPage.saved_at.desc())
    )
    return SavedPages(at=step, pages=tuple(turn.content.pages[page] for page in saved if page in turn.content.pages))


async def remember(turn: Turn, step: RememberPage) -> OpenPage:
    """The page stands on the list from now on; saying so twice changes nothing. Gives where the person goes on."""
    if step.page in turn.content.pages and not await is_saved(turn, step.page):
        turn.session.add(SavedPage(person_id=turn.person.id, page=step.page, saved_at=turn.now))
        await turn.session.flush()
    return OpenPage(step.page, step.part)


async def let_go(turn: Turn, step: LetGoPage) -> OpenPage:
    """The page is off the list. Gives where the person goes on."""
    await turn.session.execute(
        delete(SavedPage).where(SavedPage.person_id == turn.person.id, SavedPage.page == step.page)
    )
    return OpenPage(step.page, step.part)


async def is_saved(turn: Turn, page: str) -> bool:
    """Whether the page stands on the list."""
    return await turn.session.get(SavedPage, (turn.person.id, page)) is not None


async def count_saved(turn: Turn) -> int:
    """How many pages stand on the list."""
    mine = select(func.count()).select_from(SavedPage).where(SavedPage.person_id == turn.person.id)
    return await turn.session.scalar(mine) or 0
