"""Space: days without contact this month. Off until somebody asks for it, and nothing more than that number."""

from bot.journey.checkins import open_checkin
from bot.journey.screens import Screen
from bot.journey.settings import show_settings
from bot.journey.steps import OpenCheckin
from bot.journey.steps_own import CountSpace, SwitchSpace
from bot.journey.turns import Turn


async def count_space(turn: Turn, step: CountSpace) -> Screen:
    """From now on, or no longer; the evening's card goes on standing there."""
    turn.person.space = step.on
    return await open_checkin(turn, OpenCheckin(step.day))


async def switch_space(turn: Turn, step: SwitchSpace) -> Screen:
    """The same from the settings."""
    turn.person.space = step.on
    return await show_settings(turn)
