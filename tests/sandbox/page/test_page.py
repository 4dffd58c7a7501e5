"""The chat page's files, its stream of events, and what people do on it."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.sandbox.people import Person
from bot.sandbox.world import World

FILES = sorted(Path("bot/sandbox/page").iterdir())
Event = dict[str, Any]


@asynccontextmanager
async def events(page: httpx.AsyncClient) -> AsyncIterator[AsyncIterator[Event]]:
    """The page's stream, event by event."""
    async with page.stream("GET", "/page/events") as answer:
        lines = answer.aiter_lines()
        yield (json.loads(line.removeprefix("data: ")) async for line in lines if line)


async def until(stream: AsyncIterator[Event], kind: str) -> Event:
    """The next event of this kind."""
    async for event in stream:
        if event["kind"] == kind:
            return event
    raise AssertionError(f"the stream ended without {kind!r}")


async def test_the_page_names_only_files_that_are_there(page: httpx.AsyncClient) -> None:
    index = await page.get("/")
    assert index.status_code == 200
    seen, queue = set(), re.findall(r'(?:src|href)="(/page/[^"#]+)', index.text)
    while queue:
        path = queue.pop()
        if path in seen:
            continue
        seen.add(path)
        file = await page.get(path)
        assert file.status_code == 200, path
        queue += [f"/page/{name}" for name in re.findall(r'from "\./([^"]+)"', file.text)]
    on_disk = {f"/page/{each.name}" for each in FILES if each.suffix in (".js", ".css", ".svg")}
    assert seen == on_disk, "a file that nothing asks for, or the other way round"


def test_no_file_names_another_server() -> None:
    for file in FILES:
        if file.suffix in (".js", ".css", ".html"):
            found = set(re.findall(r"https?://[^\s\"'`$]+", file.read_text("utf-8")))
            assert found <= {"http://www.w3.org/2000/svg"}, file.name


async def test_a_browser_is_told_to_load_nothing_from_elsewhere(page: httpx.AsyncClient) -> None:
    policy = (await page.get("/")).headers["content-security-policy"]
    assert "default-src 'self'" in policy


async def test_the_stream_begins_with_everything(page: httpx.AsyncClient, ana: Person) -> None:
    async with events(page) as stream:
        first = await anext(stream)
    assert first["kind"] == "everything"
    person = first["people"][0]
    assert (person["name"], person["started"], person["messages"][0]["text"]) == ("Ana", True, "/start")
    assert first["clock"]["zones"] == {"1000001": "Europe/Madrid"}


async def test_a_person_who_is_added_writes_and_taps(
    page: httpx.AsyncClient, world: World, api_of_page: Any, panel: Any
) -> None:
    async with events(page) as stream:
        added = await page.post("/page/people", json={"name": "Ben", "language": "de"})
        number = added.json()["id"]
        assert (await until(stream, "person"))["person"]["name"] == "Ben"
        await page.post(f"/page/people/{number}/start", json={})
        assert (await until(stream, "message"))["message"]["text"] == "/start"
        keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
        await api_of_page("sendMessage", chat_id=number, text="Tea?", reply_markup=keyboard)
        sent = (await until(stream, "message"))["message"]
        assert (await until(stream, "notification"))["text"] == "Tea?"
        tapped = await page.post(
            f"/page/people/{number}/press", json={"message_id": sent["message_id"], "row": 0, "column": 0}
        )
        query = tapped.json()["query_id"]
        await api_of_page("answerCallbackQuery", callback_query_id=query, text="Good")
        assert (await until(stream, "answered"))["query_id"] == query
        assert (await until(stream, "popup"))["text"] == "Good"


async def test_long_words_go_in_several_messages(page: httpx.AsyncClient, ana: Person) -> None:
    await page.post(f"/page/people/{ana.person_id}/write", json={"text": "x" * 9000})
    assert [len(each.text) for each in ana.chat[1:]] == [4096, 4096, 808]


async def test_everything_else_that_people_do(page: httpx.AsyncClient, ana: Person) -> None:
    here = f"/page/people/{ana.person_id}"
    await page.post(f"{here}/write", json={"text": "helo"})
    await page.post(f"{here}/edit", json={"message_id": ana.chat[-1].message_id, "text": "hello"})
    assert ana.chat[-1].text == "hello"
    for action in ("voice", "sticker", "contact", "location"):
        await page.post(f"{here}/{action}", json={})
    assert [next(iter(each.content)) for each in ana.chat[-4:]] == ["voice", "sticker", "contact", "location"]
    await page.post(f"{here}/upload", params={"name": "a/letter.pdf"}, content=b"paper")
    assert ana.chat[-1].document == "a_letter.pdf"
    await page.post(f"{here}/upload", params={"name": "cat.PNG"}, content=b"picture")
    assert ana.chat[-1].photo
    await page.post(f"{here}/delete", json={"message_id": ana.chat[0].message_id})
    assert ana.chat[0].text == "hello"
    await page.post(f"{here}/auto-delete", json={"hours": 24})
    assert ana.private_chat.auto_delete == timedelta(days=1)
    await page.post(f"{here}/clear", json={})
    assert ana.chat == []
    await page.post(f"{here}/block", json={})
    refused = await page.post(f"{here}/write", json={"text": "are you there"})
    assert refused.status_code == 409
    assert "blocked" in refused.json()["error"]
    await page.post(f"{here}/unblock", json={})
    assert not ana.private_chat.blocked


async def test_a_file_is_shown_only_as_a_picture_or_saved(page: httpx.AsyncClient, ana: Person) -> None:
    await page.post(f"/page/people/{ana.person_id}/upload", params={"name": "x.html"}, content=b"<script>")
    path = ana.world.view(ana.chat[-1])["document"]["path"]
    answer = await page.get(f"/page/{path}")
    assert answer.content == b"<script>"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert (await page.get("/page/files/none/none")).status_code == 404


async def test_the_menu_is_that_of_the_persons_language(page: httpx.AsyncClient, ana: Person, api_of_page: Any) -> None:
    async with events(page) as stream:
        await api_of_page("setMyCommands", commands=[{"command": "tee", "description": "Tee"}], language_code="de")
        assert (await until(stream, "commands"))["commands"] == []
        await api_of_page("setMyCommands", commands=[{"command": "tea", "description": "Tea"}])
        assert (await until(stream, "commands"))["commands"] == [{"command": "tea", "description": "Tea"}]


async def test_the_clock_is_moved_by_its_owner(page: httpx.AsyncClient, panel: Any) -> None:
    assert (await page.post("/page/clock/next", json={"person": 1_000_001})).json() == {"came": True}
    assert (await page.post("/page/clock/next", json={"person": 2})).json() == {"came": False}
    await page.post("/page/clock/forward", json={"minutes": 60})
    await page.post("/page/clock/forward", json={"minutes": -60})
    await page.post("/page/clock/outage", json={"minutes": 600})
    await page.post("/page/clock/morning", json={"person": 5})
    await page.post("/page/clock/speed", json={"speed": 60})
    await page.post("/page/clock/hold", json={"holds": False})
    assert panel.moves == [
        ("next", 1_000_001),
        ("next", 2),
        ("forward", timedelta(hours=1)),
        ("forward", timedelta(0)),
        ("outage", timedelta(hours=10)),
        ("morning", 5),
    ]
    assert (panel.speed, panel.holds) == (60, False)


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("/page/people", {"json": {"name": "  "}}, 400),
        ("/page/people", {"content": b"{", "headers": {"content-type": "application/json"}}, 400),
        ("/page/people", {"json": ["Ben"]}, 400),
        ("/page/people", {"data": {"name": "Ben"}}, 400),
        ("/page/people/77/write", {"json": {"text": "hello"}}, 404),
        ("/page/people/1000001/juggle", {"json": {}}, 404),
        ("/page/people/1000001/write", {"json": {}}, 400),
        ("/page/people/1000001/press", {"json": {"message_id": 1, "row": 5, "column": 0}}, 400),
        ("/page/people/1000001/delete", {"json": {"message_id": 900}}, 409),
        ("/page/clock/speed", {"json": {"speed": "fast"}}, 400),
        ("/page/clock/back", {"json": {}}, 404),
        ("/page/people", {"json": {"name": "Eve"}, "headers": {"origin": "https://example.org"}}, 403),
        ("/page/people", {"json": {"name": "Eve"}, "headers": {"host": "example.org"}}, 403),
    ],
)
async def test_what_cannot_be_is_refused_in_words(
    page: httpx.AsyncClient, ana: Person, path: str, sent: dict[str, Any], status: int
) -> None:
    answer = await page.post(path, **sent)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert len(ana.world.people) == 1
