"""What Telegram shows of the bot outside the chat: its name, what it says of itself, the menu and its button.

Telegram lets these be set only a few times a day, so each is asked for first, and set where it differs.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from telegram import Bot, BotCommand, MenuButton, MenuButtonCommands
from telegram.error import InvalidToken, TelegramError

from bot.course import Content
from bot.logs import get_log

log = get_log("profile")
MENU = ("start", "today", "checkin", "write", "topics", "topic", "progress", "pause", "resume", "help")
FOR_ALL = ""  # no language of its own


async def put_profile(bot: Bot, contents: Sequence[Content]) -> int:
    """Put the words of each of `contents` there, the first of them for all other languages too; returns what changed.

    What Telegram does not take now is logged, and tried again at the next start.
    """
    changed = int(await _put("menu button", partial(_put_button, bot)))
    for number, content in enumerate(contents):
        language = content.language[:2] if number else FOR_ALL
        for what, put in (
            ("commands", _put_commands),
            ("name", _put_name),
            ("description", _put_description),
            ("short description", _put_short),
        ):
            changed += await _put(what, partial(put, bot, content, language))
    return changed


async def _put(what: str, put: Callable[[], Awaitable[bool]]) -> bool:
    try:
        return await put()
    except InvalidToken:
        raise
    except TelegramError as error:
        log.warning("a part of the profile could not be set", code=type(error).__name__, kind=what)
        return False


async def _put_button(bot: Bot) -> bool:
    if (await bot.get_chat_menu_button()).type == MenuButton.COMMANDS:
        return False
    return await bot.set_chat_menu_button(menu_button=MenuButtonCommands())


async def _put_commands(bot: Bot, content: Content, language: str) -> bool:
    wanted = tuple(BotCommand(name, content.texts.plain(f"command.{name}")) for name in MENU)
    if await bot.get_my_commands(language_code=language) == wanted:
        return False
    return await bot.set_my_commands(wanted, language_code=language)


async def _put_name(bot: Bot, content: Content, language: str) -> bool:
    wanted = content.texts.plain("profile.name")
    if (await bot.get_my_name(language_code=language)).name == wanted:
        return False
    return await bot.set_my_name(wanted, language_code=language)


async def _put_description(bot: Bot, content: Content, language: str) -> bool:
    wanted = content.texts.plain("profile.description")
    if (await bot.get_my_description(language_code=language)).description == wanted:
        return False
    return await bot.set_my_description(wanted, language_code=language)


async def _put_short(bot: Bot, content: Content, language: str) -> bool:
    wanted = content.texts.plain("profile.short")
    if (await bot.get_my_short_description(language_code=language)).short_description == wanted:
        return False
    return await bot.set_my_short_description(wanted, language_code=language)
