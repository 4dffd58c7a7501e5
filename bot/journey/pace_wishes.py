"""Wishes about when things come: the pace of the pages, the evenings, and an hour of its own for the prompt."""

from bot.db.tables import Pace
from bot.journey import plan
from bot.journey.screens import Screen
from bot.journey.screens_pace import DaysQuestion, PaceQuestion
from bot.journey.settings import show_settings
from bot.journey.steps_pace import AskDays, AskPace, ChoosePace, SwitchDay, SwitchPromptOff
from bot.journey.turns import Turn


async def ask_pace(turn: Turn, step: AskPace) -> Screen:
    """How fast should the pages come?"""
    return PaceQuestion(at=step, chosen=turn.person.pace)


async def choose_pace(turn: Turn, step: ChoosePace) -> Screen:
    """This pace from now on. What has come stays; only what is pending moves."""
    turn.person.pace = Pace(step.pace)
    await plan.replan(turn)
    return await show_settings(turn)


async def ask_days(turn: Turn, step: AskDays) -> Screen:
    """On which evenings should the questions come?"""
    return DaysQuestion(at=step, on=tuple(bool(turn.person.checkin_days >> day & 1) for day in range(7)))


async def switch_day(turn: Turn, step: SwitchDay) -> Screen:
    """With the last day taken away, no evening questions come by themselves."""
    bit = 1 << step.weekday % 7
    turn.person.checkin_days = turn.person.checkin_days | bit if step.on else turn.person.checkin_days & ~bit
    await plan.replan(turn)
    return await ask_days(turn, AskDays())


async def switch_prompt_off(turn: Turn, step: SwitchPromptOff) -> Screen:
    """The prompt rides on the evening questions again."""
    turn.person.prompt_time = None
    await plan.replan(turn)
    return await show_settings(turn)
