"""The person's language. It is their phone's at first contact; where there is more than one, they may choose."""

from bot.journey.screens import Screen
from bot.journey.screens_own import LanguageQuestion
from bot.journey.settings import show_settings
from bot.journey.steps_own import AskLanguage, ChooseLanguage
from bot.journey.turns import Turn


async def ask_language(turn: Turn, step: AskLanguage) -> Screen:
    """In which language?"""
    return LanguageQuestion(at=step, languages=tuple(each.language for each in turn.library.contents))


async def choose_language(turn: Turn, step: ChooseLanguage) -> Screen:
    """This one from now on, if it is still there."""
    if step.language in (each.language for each in turn.library.contents):
        turn.person.language = step.language
    return await show_settings(turn)
