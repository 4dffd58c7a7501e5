"""The admin commands, and which use case answers which of their steps."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.journey import packing
from bot.journey import steps_admin as steps
from bot.journey.screens import Screen
from bot.journey.screens_admin import ContentRead
from bot.journey.turns import Turn


async def show_content(turn: Turn, step: steps.ShowContent) -> Screen:
    """What became of reading the content again, which was done before this turn."""
    return ContentRead(
        at=step,
        pages=len(turn.content.pages),
        days=len(turn.content.course.days),
        faults=turn.office.faults or (),
    )


ADMIN: dict[type[packing.Step], Callable[[Turn, Any], Awaitable[Screen]]] = {
    steps.ShowContent: show_content,
}

ADMIN_COMMANDS: dict[str, Callable[[Turn], packing.Step]] = {
    "reload": lambda turn: steps.ShowContent(),
}
