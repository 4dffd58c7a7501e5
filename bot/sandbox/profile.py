"""getMe, the bot's commands, names and menu button, getChat, leaveChat, getFile."""

import json
import re

from bot.sandbox.bots import BotAccount
from bot.sandbox.parameters import Call, check_fields
from bot.sandbox.payloads import bot_json, chat_json, member_json
from bot.sandbox.records import Json, bad_request
from bot.sandbox.world import World

COMMAND_LIMIT = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LIMITS = {"name": 64, "description": 512, "short_description": 120}
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_MENU_FIELDS = {"type": str, "text": str, "web_app": dict}


def get_me(world: World, bot: BotAccount, call: Call) -> Json:
    """The bot's own account."""
    return {
        **bot_json(bot),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, bot: BotAccount, call: Call) -> bool:
    """Another list of commands for a scope and language."""
    commands = call.get("commands")
    if commands is None:
        raise bad_request("commands is empty")
    if len(commands) > COMMAND_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if not isinstance(each, dict):
            raise bad_request("can't parse BotCommand: expected an Object")
        check_fields("BotCommand", each, {"command": str, "description": str}, world.strict)
        if not _COMMAND.fullmatch(each.get("command", "").removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(each.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    bot.commands[_audience(call)] = commands
    _tell_commands(world, bot)
    return True


def get_my_commands(world: World, bot: BotAccount, call: Call) -> list[Json]:
    """The commands of exactly this scope and language."""
    return bot.commands.get(_audience(call), [])


def delete_my_commands(world: World, bot: BotAccount, call: Call) -> bool:
    """Takes the commands of a scope and language away."""
    bot.commands.pop(_audience(call), None)
    _tell_commands(world, bot)
    return True


def _tell_commands(world: World, bot: BotAccount) -> None:
    for person in world.people.values():
        world.private_chat(person, bot).record("commands", world.now(), {})


def _audience(call: Call) -> tuple[str, str]:
    scope = call.get("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), _language(call)


def _language(call: Call) -> str:
    language = str(call.get("language_code", ""))
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language


def set_profile(world: World, bot: BotAccount, call: Call) -> bool:
    """setMyName, setMyDescription, setMyShortDescription: another text for a language; empty resets it."""
    what = _profile_field(call)
    text = call.get(what, "")
    if len(text) > _LIMITS[what]:
        raise bad_request(f"{what} is too long")
    bot.profile[what, _language(call)] = text
    return True


def get_profile(world: World, bot: BotAccount, call: Call) -> Json:
    """getMyName, getMyDescription, getMyShortDescription: the text of a language, else the one for all."""
    what = _profile_field(call)
    default = bot.shown_name if what == "name" else bot.profile.get((what, ""), "")
    return {what: bot.profile.get((what, _language(call))) or default}


def _profile_field(call: Call) -> str:
    name = call.method.name[len("setMy") :]
    return {"Name": "name", "Description": "description", "ShortDescription": "short_description"}[name]


def set_chat_menu_button(world: World, bot: BotAccount, call: Call) -> bool:
    """Another button beside the text field, for one person or for all."""
    button = call.get("menu_button") or {"type": "default"}
    check_fields("menu_button", button, _MENU_FIELDS, world.strict)
    if button.get("type") not in ("commands", "default", "web_app"):
        raise bad_request("can't parse menu button: unsupported type specified")
    bot.menu_buttons[_menu_owner(world, bot, call)] = button
    return True


def get_chat_menu_button(world: World, bot: BotAccount, call: Call) -> Json:
    """The button of one person, else the one for all."""
    for_all = bot.menu_buttons.get(0, {"type": "commands"})
    return bot.menu_buttons.get(_menu_owner(world, bot, call), for_all)


def _menu_owner(world: World, bot: BotAccount, call: Call) -> int:
    chat_id = call.get("chat_id")
    return world.find_chat(bot, chat_id).chat_id if chat_id else 0


def get_chat(world: World, bot: BotAccount, call: Call) -> Json:
    """What a bot may know of a chat: ChatFullInfo."""
    chat = world.find_chat(bot, call.get("chat_id", ""))
    if chat.kind == "private" and not chat.started:
        raise bad_request("chat not found")
    info: Json = {
        **chat_json(chat),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    if chat.auto_delete:
        info["message_auto_delete_time"] = int(chat.auto_delete.total_seconds())
    return info


def leave_chat(world: World, bot: BotAccount, call: Call) -> bool:
    """The bot leaves a group or channel."""
    chat = world.find_chat(bot, call.get("chat_id", ""))
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    if chat.bot_status in ("left", "kicked"):
        raise bad_request("chat not found") if chat.kind == "group" else bad_request("USER_NOT_PARTICIPANT")
    before, chat.bot_status = chat.bot_status, "left"
    body: Json = {
        "chat": chat_json(chat),
        "from": bot_json(bot),
        "date": int(world.now().timestamp()),
        "old_chat_member": member_json(bot_json(bot), before),
        "new_chat_member": member_json(bot_json(bot), "left"),
    }
    world.enqueue(bot, "my_chat_member", body, f"chat:{chat.chat_id}")
    return True


def get_file(world: World, bot: BotAccount, call: Call) -> Json:
    """Where a file can be fetched."""
    file = world.files.get(call.get("file_id", ""))
    if file is None:
        raise bad_request("invalid file_id")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.data),
        "file_path": file.path,
    }
