"""The admin commands, and which use case answers which of their steps."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.course import Content
from bot.journey import announcements, packing
from bot.journey import steps_admin as steps
from bot.journey.figures import Figures, PageRating
from bot.journey.screens import Screen
from bot.journey.screens_admin import ContentRead, PageRatings, Stats
from bot.journey.turns import Turn


async def show_stats(turn: Turn, step: steps.ShowStats) -> Screen:
    """The figures that were counted before this turn, or some minutes ago."""
    figures = turn.office.figures
    if step.pages and figures is not None:
        return PageRatings(at=step, ratings=titled(figures, turn.content))
    return Stats(at=step, figures=figures, zone=turn.person.zone)


def titled(figures: Figures, content: Content) -> tuple[tuple[str, PageRating], ...]:
    """What was said of each page that is still there, with its title."""
    pages = content.pages
    return tuple((pages[each.page].title, each) for each in figures.ratings if each.page in pages)


async def show_content(turn: Turn, step: steps.ShowContent) -> Screen:
    """What became of reading the content again, which was begun before this turn."""
    return ContentRead(
        at=step,
        pages=len(turn.content.pages),
        days=len(turn.content.course.days),
        faults=turn.office.faults,
    )


ADMIN: dict[type[packing.Step], Callable[[Turn, Any], Awaitable[Screen]]] = {
    steps.ShowStats: show_stats,
    steps.ShowContent: show_content,
    steps.AskAnnouncement: announcements.ask_announcement,
    steps.ReviewAnnouncement: announcements.review_announcement,
    steps.SendAnnouncement: announcements.send_announcement,
    steps.StopAnnouncement: announcements.stop_announcement,
    steps.DropAnnouncement: announcements.drop_announcement,
    steps.ShowAnnouncement: announcements.show_announcement,
    steps.ReadAnnouncement: announcements.read_announcement,
}

ADMIN_COMMANDS: dict[str, Callable[[Turn], packing.Step]] = {
    "stats": lambda turn: steps.ShowStats(False),
    "announce": lambda turn: steps.AskAnnouncement(),
    "reload": lambda turn: steps.ShowContent(),
}
