"""How a call reaches the stand-in: address, token, encodings, the table of methods, strictness."""

from collections.abc import Callable, Coroutine
from typing import Any

import httpx
import pytest

from bot.clock import MovableClock
from bot.sandbox.api import HANDLERS
from bot.sandbox.parameters import METHODS
from bot.sandbox.people import Person
from bot.sandbox.server import serve
from bot.sandbox.world import DEFAULT_TOKEN, World

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]

# From the Bot API 10.1 specification: the parameters that each method requires.
REQUIRED = {
    "getMe": set(),
    "getUpdates": set(),
    "setWebhook": {"url"},
    "deleteWebhook": set(),
    "getWebhookInfo": set(),
    "sendMessage": {"chat_id", "text"},
    "sendPhoto": {"chat_id", "photo"},
    "sendDocument": {"chat_id", "document"},
    "sendChatAction": {"chat_id", "action"},
    "editMessageText": set(),
    "editMessageCaption": set(),
    "editMessageMedia": {"media"},
    "editMessageReplyMarkup": set(),
    "deleteMessage": {"chat_id", "message_id"},
    "deleteMessages": {"chat_id", "message_ids"},
    "answerCallbackQuery": {"callback_query_id"},
    "setMyCommands": {"commands"},
    "getMyCommands": set(),
    "deleteMyCommands": set(),
    "setMyName": set(),
    "getMyName": set(),
    "setMyDescription": set(),
    "getMyDescription": set(),
    "setMyShortDescription": set(),
    "getMyShortDescription": set(),
    "setChatMenuButton": set(),
    "getChatMenuButton": set(),
    "getChat": {"chat_id"},
    "leaveChat": {"chat_id"},
    "getFile": {"file_id"},
}


def test_the_table_of_methods_requires_what_the_specification_requires() -> None:
    assert {method.name: set(method.required) for method in METHODS.values()} == REQUIRED
    assert set(HANDLERS) == set(REQUIRED)


@pytest.mark.parametrize(
    ("path", "code", "description"),
    [
        (f"/bot{DEFAULT_TOKEN}/sendDice", 404, "Not Found"),
        (f"/bot{DEFAULT_TOKEN}/", 404, "Not Found"),
        (f"/bot{DEFAULT_TOKEN}", 404, "Not Found"),
        ("/bot1:wrong/getMe", 401, "Unauthorized"),
        ("/botnonsense/getMe", 404, "Not Found"),
        ("/file/bot1:wrong/files/x/y", 404, "Not Found"),
    ],
)
async def test_unknown_addresses(client: httpx.AsyncClient, path: str, code: int, description: str) -> None:
    response = await client.get(path)
    assert response.status_code == code
    assert response.json() == {"ok": False, "error_code": code, "description": description}


async def test_an_unknown_method_is_a_complaint(world: World, api: Api) -> None:
    await api("sendDice", chat_id=1)
    assert [each.method for each in world.complaints] == ["sendDice"]


async def test_names_of_methods_ignore_case_and_get_is_taken(client: httpx.AsyncClient) -> None:
    me = (await client.get(f"/bot{DEFAULT_TOKEN}/GETME")).json()["result"]
    assert me["is_bot"] is True
    assert me["id"] == int(DEFAULT_TOKEN.split(":")[0])


async def test_parameters_come_by_address_form_multipart_and_json(client: httpx.AsyncClient, ana: Person) -> None:
    path, values = f"/bot{DEFAULT_TOKEN}/sendMessage", {"chat_id": str(ana.person_id)}
    keyboard = '{"inline_keyboard": [[{"text": "Open", "callback_data": "o"}]]}'
    answers = [
        await client.get(path, params={**values, "text": "address"}),
        await client.post(path, data={**values, "text": "form", "reply_markup": keyboard}),
        await client.post(path, files={name: (None, value) for name, value in {**values, "text": "parts"}.items()}),
        await client.post(path, json={"chat_id": ana.person_id, "text": "json", "disable_notification": True}),
        await client.post(path, params=values, data={"text": "both"}),
    ]
    assert [answer.json()["result"]["text"] for answer in answers] == [
        "address",
        "form",
        "parts",
        "json",
        "both",
    ]
    assert ana.buttons == ["Open"]
    assert [note.silent for note in ana.notifications] == [False, False, False, True, False]


async def test_a_broken_json_body_is_refused(client: httpx.AsyncClient) -> None:
    for body in ("{", "[1]"):
        answer = await client.post(
            f"/bot{DEFAULT_TOKEN}/getMe", content=body, headers={"content-type": "application/json"}
        )
        assert answer.json()["description"] == "Bad Request: can't parse request body as JSON object"


@pytest.mark.parametrize(
    ("parameters", "fault"),
    [
        ({"txt": "x"}, 'unknown parameter "txt" of sendMessage'),
        ({"chat_id": True}, 'parameter "chat_id" of sendMessage must be of type Integer or String, got True'),
        ({"text": 5}, 'parameter "text" of sendMessage must be of type String, got 5'),
        (
            {"protect_content": "perhaps"},
            'parameter "protect_content" of sendMessage must be of type Boolean',
        ),
        ({"entities": "{"}, 'parameter "entities" of sendMessage must be of type Array'),
        ({"reply_markup": []}, 'parameter "reply_markup" of sendMessage must be of type Object'),
        ({"parse_mode": "HTML"}, "parse_mode is refused here: send entities"),
    ],
)
async def test_unknown_and_mistyped_parameters_are_complaints(
    world: World, api: Api, ana: Person, parameters: dict[str, Any], fault: str
) -> None:
    answer = await api("sendMessage", **{"chat_id": ana.person_id, "text": "x", **parameters})
    assert answer["error_code"] == 400
    assert fault in answer["description"]
    assert fault in world.complaints[0].text
    assert not ana.notifications


async def test_a_file_part_that_nothing_names_is_a_complaint(client: httpx.AsyncClient, ana: Person) -> None:
    answer = await client.post(
        f"/bot{DEFAULT_TOKEN}/sendMessage",
        data={"chat_id": str(ana.person_id), "text": "x"},
        files={"stray": ("a.txt", b"a")},
    )
    assert 'unknown file part "stray"' in answer.json()["description"]


async def test_without_strictness_unknown_parameters_are_passed_over_but_parse_mode_is_not(
    clock: MovableClock,
) -> None:
    world = World(clock.now, strict=False)
    person = world.person("Ana")
    person.start()
    async with serve(world) as server, httpx.AsyncClient(base_url=server.url) as client:
        path = f"/bot{DEFAULT_TOKEN}/sendMessage"
        call = {"chat_id": person.person_id, "text": "x", "disable_notification": "perhaps", "txt": 1}
        assert (await client.post(path, json=call)).json()["ok"] is True
        refused = await client.post(path, json={**call, "parse_mode": "HTML"})
        assert refused.status_code == 400
