"""Asking for a topic: by the menu, or in one's own words."""

from bot.journey.reading import open_page, show_today
from bot.journey.screens import Screen, ThemeMenu, ThemePages, TopicChoice
from bot.journey.steps import OpenPage, ShowTheme, ShowToday, ShowTopics
from bot.journey.turns import Turn


async def show_topics(turn: Turn, step: ShowTopics) -> Screen:
    """The menu by theme."""
    return ThemeMenu(at=step, themes=turn.content.course.themes)


async def show_theme(turn: Turn, step: ShowTheme) -> Screen:
    """The pages of one theme."""
    theme = next((theme for theme in turn.content.course.themes if theme.id == step.theme), None)
    if theme is None:
        return await show_topics(turn, ShowTopics())
    pages = tuple(turn.content.pages[page] for page in theme.pages)
    return ThemePages(at=step, theme=theme, pages=pages)


async def hear_question(turn: Turn, words: str) -> Screen:
    """The pages that answer these words; the exact name of one opens it."""
    wanted = words.strip()
    if not wanted:
        return await show_today(turn, ShowToday())
    named = wanted.casefold().replace(" ", "-")
    if named in turn.content.pages:
        return await open_page(turn, OpenPage(named, 1))
    found = turn.library.topics.ask(wanted)
    return TopicChoice(at=ShowTopics(), pages=tuple(turn.content.pages[page] for page in found))
