"""Asking for a topic: by the menu, or in one's own words."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from bot.course import Page
from bot.journey import keeping
from bot.journey.listening import Heard
from bot.journey.reading import open_page, show_today
from bot.journey.screens import PageView, Screen, ThemeMenu, ThemePages, TopicChoice
from bot.journey.steps import LetGoPage, OfferPages, OpenPage, RememberPage, ShowTheme, ShowToday, ShowTopics
from bot.journey.turns import Turn

MARK = 8  # hexadecimal digits that stand for a page where three ids would not fit into a button


async def show_topics(turn: Turn, step: ShowTopics) -> Screen:
    """The menu by theme, and the way to the pages that the person remembered."""
    return ThemeMenu(at=step, themes=turn.content.course.themes, saved=await keeping.count_saved(turn))


async def show_theme(turn: Turn, step: ShowTheme) -> Screen:
    """The pages of one theme."""
    theme = next((theme for theme in turn.content.course.themes if theme.id == step.theme), None)
    if theme is None:
        return await show_topics(turn, ShowTopics())
    pages = tuple(turn.content.pages[page] for page in theme.pages)
    return ThemePages(at=step, theme=theme, pages=pages)


async def hear_question(turn: Turn, heard: Heard) -> Screen:
    """The pages that answer these words. The exact name of one, or a clear best one, is opened at once."""
    if not heard.words.strip():
        return await show_today(turn, ShowToday())
    step = leads_to(turn, heard)
    if step is None:
        return TopicChoice(at=ShowTopics(), pages=())
    if isinstance(step, OfferPages):
        return await offer_pages(turn, step)
    screen = await open_page(turn, step)
    if not isinstance(screen, PageView) or _named(turn, heard):
        return screen
    return replace(screen, others=_offer(page for page in _found(turn, heard) if page.id != step.page))


def leads_to(turn: Turn, heard: Heard) -> OpenPage | OfferPages | None:
    """Where these words lead if they are a question: to the page, or the few pages, that may answer it."""
    if named := _named(turn, heard):
        return OpenPage(named, 1)
    pages = _found(turn, heard)
    if pages and heard.found_in(turn.content.language).clear:
        return OpenPage(pages[0].id, 1)
    return OfferPages(_marks(pages)) if pages else None


async def offer_pages(turn: Turn, step: OfferPages) -> Screen:
    """The pages that these marks stand for, to choose from; what has left the course is passed over."""
    by_mark = {_mark(page): page for page in turn.content.pages.values()}
    pages = tuple(by_mark[mark] for mark in step.marks.split("-") if mark in by_mark)
    if not pages:
        return await show_topics(turn, ShowTopics())
    return TopicChoice(at=step, pages=pages)


async def remember_page(turn: Turn, step: RememberPage) -> Screen:
    """The page stays at hand, and the reading goes on where it was."""
    return await open_page(turn, await keeping.remember(turn, step))


async def let_go_page(turn: Turn, step: LetGoPage) -> Screen:
    """The page is off the list, and the reading goes on where it was."""
    return await open_page(turn, await keeping.let_go(turn, step))


def _found(turn: Turn, heard: Heard) -> list[Page]:
    """What was found before the turn, best first; a page may have left the content since."""
    found = heard.found_in(turn.content.language)
    return [turn.content.pages[page] for page in found.ids if page in turn.content.pages]


def _named(turn: Turn, heard: Heard) -> str | None:
    """The page whose name these words are."""
    name = heard.words.strip().casefold().rstrip("?.! ")
    titled = (page.id for page in turn.content.pages.values() if page.title.casefold().rstrip("?") == name)
    return next(titled, name.replace(" ", "-") if name.replace(" ", "-") in turn.content.pages else None)


def _offer(pages: Iterable[Page]) -> OfferPages | ShowTopics:
    marks = _marks(pages)
    return OfferPages(marks) if marks else ShowTopics()


def _marks(pages: Iterable[Page]) -> str:
    return "-".join(_mark(page) for page in pages)


def _mark(page: Page) -> str:
    return hashlib.sha256(page.id.encode()).hexdigest()[:MARK]
