"""The bot's commands, names and menu button; groups, channels and leaving them."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.people import Person
from bot.sandbox.records import ChatKind
from bot.sandbox.world import World

Json = dict[str, Any]
Api = Callable[..., Coroutine[Any, Any, Json]]


async def test_commands_by_scope_and_language(api: Api, world: World, ana: Person) -> None:
    commands = [{"command": "today", "description": "Today"}]
    for audience in ({}, {"language_code": "de"}, {"scope": {"type": "all_private_chats"}}):
        assert (await api("setMyCommands", commands=commands, **audience))["result"] is True
    assert (await api("getMyCommands", language_code="de"))["result"] == commands
    assert (await api("getMyCommands", language_code="fr"))["result"] == []
    await api("deleteMyCommands", language_code="de")
    assert (await api("getMyCommands", language_code="de"))["result"] == []
    assert (await api("getMyCommands", scope={"type": "all_private_chats"}))["result"] == commands
    assert ana.history[-1].kind == "commands"


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"commands": [{"command": "To day", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "today", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "a", "description": "b"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": ["today"]}, "can't parse BotCommand: expected an Object"),
        ({"commands": [{"command": 1, "description": "b"}]}, 'field "command" must be of type String'),
        ({"commands": [], "language_code": "english"}, "invalid language code specified"),
        ({}, "commands is empty"),
    ],
)
async def test_bad_commands(api: Api, parameters: Json, description: str) -> None:
    assert (await api("setMyCommands", **parameters))["description"] == f"Bad Request: {description}"


@pytest.mark.parametrize(
    ("method", "field", "limit"),
    [
        ("MyName", "name", 64),
        ("MyDescription", "description", 512),
        ("MyShortDescription", "short_description", 120),
    ],
)
async def test_names_and_descriptions(api: Api, method: str, field: str, limit: int) -> None:
    default = (await api(f"get{method}"))["result"][field]
    await api(f"set{method}", **{field: "Notes"})
    await api(f"set{method}", **{field: "Notizen", "language_code": "de"})
    assert (await api(f"get{method}", language_code="de"))["result"] == {field: "Notizen"}
    assert (await api(f"get{method}", language_code="fr"))["result"] == {field: "Notes"}
    await api(f"set{method}", **{field: ""})
    assert (await api(f"get{method}"))["result"] == {field: default}
    answer = await api(f"set{method}", **{field: "x" * (limit + 1)})
    assert answer["description"] == f"Bad Request: {field} is too long"


async def test_the_menu_button(api: Api, ana: Person) -> None:
    assert (await api("getChatMenuButton"))["result"] == {"type": "commands"}
    await api("setChatMenuButton", chat_id=ana.person_id, menu_button={"type": "default"})
    assert (await api("getChatMenuButton", chat_id=ana.person_id))["result"] == {"type": "default"}
    assert (await api("getChatMenuButton"))["result"] == {"type": "commands"}
    bad = await api("setChatMenuButton", menu_button={"type": "loud"})
    assert bad["description"] == "Bad Request: can't parse menu button: unsupported type specified"


async def test_what_a_bot_may_know_of_a_chat(api: Api, world: World, ana: Person) -> None:
    ana.set_auto_delete(timedelta(days=7))
    info = (await api("getChat", chat_id=ana.person_id))["result"]
    assert (info["type"], info["first_name"], info["message_auto_delete_time"]) == ("private", "Ana", 604800)
    stranger = world.person("Bea")
    assert (await api("getChat", chat_id=stranger.person_id))["description"] == "Bad Request: chat not found"


@pytest.mark.parametrize(
    ("kind", "status"), [("group", "member"), ("supergroup", "member"), ("channel", "administrator")]
)
async def test_a_bot_is_taken_into_a_group_and_leaves(
    api: Api, world: World, ana: Person, kind: ChatKind, status: str
) -> None:
    await api("getUpdates", offset=2)
    group = world.group("Family", kind)
    ana.add_bot_to(group)
    ana.write("/start@homeward_sandbox_bot", group)
    if kind != "channel":
        ana.write("dinner at eight", group)
    updates = (await api("getUpdates"))["result"]
    member = updates[0]["my_chat_member"]
    assert (member["chat"]["id"], member["chat"]["type"]) == (group.chat_id, kind)
    assert (member["old_chat_member"]["status"], member["new_chat_member"]["status"]) == ("left", status)
    kinds = [next(key for key in update if key != "update_id") for update in updates[1:]]
    assert kinds == (["channel_post"] if kind == "channel" else ["message", "message"])
    assert (await api("leaveChat", chat_id=group.chat_id))["result"] is True
    refused = await api("sendMessage", chat_id=group.chat_id, text="x")
    assert (refused["error_code"], refused["description"]) == (
        403,
        f"Forbidden: bot is not a member of the {kind} chat",
    )
    assert not (await api("leaveChat", chat_id=group.chat_id))["ok"]
    with pytest.raises(RuntimeError, match="not in this chat"):
        ana.write("hello?", group)
    assert (await api("getUpdates", offset=-1))["result"][0]["my_chat_member"]["new_chat_member"]["status"] == "left"


async def test_a_bot_that_was_thrown_out(api: Api, world: World, ana: Person) -> None:
    group = world.group("Family")
    ana.add_bot_to(group)
    sent = await api("sendMessage", chat_id=group.chat_id, text="x")
    theirs = ana.write("/help", group)
    deleting = await api("deleteMessage", chat_id=group.chat_id, message_id=theirs.message_id)
    assert deleting["description"] == "Bad Request: message can't be deleted"
    ana.change_bot_status(group, "kicked")
    place = {"chat_id": group.chat_id, "message_id": sent["result"]["message_id"]}
    for method in ("editMessageReplyMarkup", "deleteMessage"):
        assert (await api(method, **place))["description"] == "Forbidden: bot was kicked from the group chat"


async def test_a_private_chat_cannot_be_left(api: Api, ana: Person) -> None:
    answer = await api("leaveChat", chat_id=ana.person_id)
    assert answer["description"] == "Bad Request: chat member status can't be changed in private chats"
