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
    wanted = heard.words.strip()
    if not wanted:
        return await show_today(turn, ShowToday())
    if named := _named(turn, wanted):
        return await open_page(turn, OpenPage(named, 1))
    found = heard.found_in(turn.content.language)
    # They were found before the turn; a page may have left the content since.
    pages = tuple(turn.content.pages[page] for page in found.ids if page in turn.content.pages)
    if not found.clear or not pages:
        return TopicChoice(at=_offer(pages), pages=pages)
    screen = await open_page(turn, OpenPage(pages[0].id, 1))
    return replace(screen, others=_offer(pages[1:])) if isinstance(screen, PageView) else screen


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


def _named(turn: Turn, words: str) -> str | None:
    name = words.casefold().rstrip("?.! ")
    titled = (page.id for page in turn.content.pages.values() if page.title.casefold().rstrip("?") == name)
    return next(titled, name.replace(" ", "-") if name.replace(" ", "-") in turn.content.pages else None)


def _offer(pages: Iterable[Page]) -> OfferPages | ShowTopics:
    marks = "-".join(_mark(page) for page in pages)
    return OfferPages(marks) if marks else ShowTopics()


def _mark(page: Page) -> str:
    return hashlib.sha256(page.id.encode()).hexdigest()[:MARK]
