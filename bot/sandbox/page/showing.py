"""A world as the page shows it: plain JSON data."""

import json

from bot.sandbox.bots import BotAccount
from bot.sandbox.page.clock import ClockState
from bot.sandbox.people import Person
from bot.sandbox.records import Json
from bot.sandbox.world import World

_SCOPES = ("all_private_chats", "default")


def everything(world: World, clock: ClockState) -> Json:
    """The event with which every stream of events begins."""
    return {
        "kind": "everything",
        "bot": {
            "name": world.bot.shown_name,
            "username": world.bot.username,
            "description": world.bot.profile.get(("description", ""), ""),
        },
        "people": [person_view(person) for person in world.people.values()],
        "clock": clock_view(clock),
    }


def person_view(person: Person) -> Json:
    """One person: their chat, what their locked screen has shown, and the bot's commands for them."""
    chat = person.private_chat
    return {
        "id": person.person_id,
        "name": person.name,
        "language": person.language,
        "started": chat.started,
        "blocked": chat.blocked,
        "row": chat.row,
        "messages": [person.world.view(message) for message in chat.messages],
        "notifications": [
            {"at": each.at.isoformat(), "message_id": each.message_id, "text": each.text, "silent": each.silent}
            for each in chat.notifications
        ],
        "commands": commands_for(person.world.bot, person),
    }


def commands_for(bot: BotAccount, person: Person) -> list[Json]:
    """The bot's menu as this person's client shows it: the narrowest scope first, their language before all."""
    menus = {(json.loads(scope).get("type"), language): menu for (scope, language), menu in bot.commands.items()}
    language = (person.language or "")[:2]
    found = (menus.get((scope, each)) for scope in _SCOPES for each in (language, ""))
    return next((menu for menu in found if menu), [])


def clock_view(state: ClockState) -> Json:
    """The clock, its zones by person id."""
    return {
        "now": state.now.isoformat(),
        "speed": state.speed,
        "running": state.running,
        "holds": state.holds,
        "reading": state.reading,
        "zones": {str(person_id): zone for person_id, zone in state.zones.items()},
    }
