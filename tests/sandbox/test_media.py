"""Pictures and documents: uploads, captions, edits of media, getFile and the bytes themselves."""

import json
import struct
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
import pytest

from bot.sandbox.people import Person
from bot.sandbox.world import DEFAULT_TOKEN, World

Json = dict[str, Any]
Api = Callable[..., Coroutine[Any, Any, Json]]


def png(width: int, height: int) -> bytes:
    """As much of a PNG as the stand-in looks at."""
    return b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02" + bytes(8)


async def upload(
    client: httpx.AsyncClient, method: str, files: dict[str, tuple[str, bytes, str]], **values: Any
) -> Json:
    given = {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}
    body: Json = (await client.post(f"/bot{DEFAULT_TOKEN}/{method}", data=given, files=files)).json()
    return body


async def send_chart(client: httpx.AsyncClient, person: Person, **values: Any) -> Json:
    part = {"photo": ("chart.png", png(1200, 700), "image/png")}
    return await upload(client, "sendPhoto", part, chat_id=person.person_id, **values)


async def test_a_photo_with_its_caption(client: httpx.AsyncClient, world: World, ana: Person) -> None:
    bold = [{"type": "bold", "offset": 0, "length": 4}]
    answer = await send_chart(client, ana, caption="Your week", caption_entities=bold, protect_content=True)
    result = answer["result"]
    assert result["photo"][0] | {"width": 1200, "height": 700} == result["photo"][0]
    assert (result["caption"], result["caption_entities"]) == ("Your week", bold)
    message = ana.chat[-1]
    assert message.text == "Your week"
    assert message.entities == bold
    assert message.protected
    assert message.photo == result["photo"][0]["file_id"]
    assert ana.notifications[-1].text == "🖼 Your week"
    assert world.view(message)["photo"]["width"] == 1200


async def test_a_document_comes_back_byte_by_byte(client: httpx.AsyncClient, api: Api, ana: Person) -> None:
    part = {"file0": ("notes.json", b'{"a": 1}', "application/json")}
    answer = await upload(client, "sendDocument", part, chat_id=ana.person_id, document="attach://file0")
    document = answer["result"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "notes.json",
        "application/json",
        8,
    )
    assert ana.chat[-1].document == "notes.json"
    assert ana.chat_row == "📎 notes.json"
    file = (await api("getFile", file_id=document["file_id"]))["result"]
    fetched = await client.get(f"/file/bot{DEFAULT_TOKEN}/{file['file_path']}")
    assert fetched.content == b'{"a": 1}'
    assert (await api("getFile", file_id="unknown"))["description"] == "Bad Request: invalid file_id"


async def test_a_known_file_can_be_sent_again(client: httpx.AsyncClient, api: Api, ana: Person) -> None:
    first = (await send_chart(client, ana))["result"]["photo"]
    again = await api("sendPhoto", chat_id=ana.person_id, photo=first[0]["file_id"])
    assert again["result"]["photo"] == first


@pytest.mark.parametrize(
    ("method", "files", "values", "description"),
    [
        ("sendPhoto", {}, {}, "there is no photo in the request"),
        ("sendDocument", {}, {"document": "attach://missing"}, "there is no document in the request"),
        ("sendPhoto", {}, {"photo": "https://example.org/a.png"}, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", {"document": ("a", b"", "text/plain")}, {}, "file must be non-empty"),
        ("sendPhoto", {"photo": ("a.png", b"no picture", "image/png")}, {}, "IMAGE_PROCESS_FAILED"),
        ("sendPhoto", {"photo": ("a.png", png(9000, 2000), "image/png")}, {}, "PHOTO_INVALID_DIMENSIONS"),
        ("sendPhoto", {"photo": ("a.png", png(9000, 100), "image/png")}, {}, "PHOTO_INVALID_DIMENSIONS"),
        (
            "sendPhoto",
            {"photo": ("a.png", png(1, 1) + bytes(10 * 1024 * 1024), "image/png")},
            {},
            "file is too big",
        ),
        (
            "sendPhoto",
            {"photo": ("a.png", png(1, 1), "image/png")},
            {"caption": "x" * 1025},
            "message caption is too long",
        ),
    ],
)
async def test_bad_files(
    client: httpx.AsyncClient, ana: Person, method: str, files: Any, values: Json, description: str
) -> None:
    answer = await upload(client, method, files, chat_id=ana.person_id, **values)
    assert answer["description"] == f"Bad Request: {description}"


async def test_captions_and_media_are_edited(client: httpx.AsyncClient, api: Api, ana: Person) -> None:
    sent = (await send_chart(client, ana, caption="first"))["result"]
    place = {"chat_id": ana.person_id, "message_id": sent["message_id"]}
    assert (await api("editMessageCaption", **place, caption="second"))["result"]["caption"] == "second"
    assert "caption" not in (await api("editMessageCaption", **place))["result"]
    refused = await api("editMessageText", **place, text="x")
    assert refused["description"] == "Bad Request: there is no text in the message to edit"
    part = {"fresh": ("plan.pdf", b"%PDF", "application/pdf")}
    media = {"type": "document", "media": "attach://fresh", "caption": "third"}
    edited = (await upload(client, "editMessageMedia", part, **place, media=media))["result"]
    assert edited["document"]["file_name"] == "plan.pdf"
    assert "photo" not in edited
    assert ana.chat[-1].text == "third"


async def test_a_text_can_become_a_picture_but_has_no_caption(api: Api, client: httpx.AsyncClient, ana: Person) -> None:
    photo = (await send_chart(client, ana))["result"]["photo"][0]["file_id"]
    sent = (await api("sendMessage", chat_id=ana.person_id, text="cover"))["result"]
    place = {"chat_id": ana.person_id, "message_id": sent["message_id"]}
    refused = await api("editMessageCaption", **place, caption="x")
    assert refused["description"] == "Bad Request: there is no caption in the message to edit"
    edited = await api("editMessageMedia", **place, media={"type": "photo", "media": photo})
    assert edited["result"]["photo"][0]["file_id"] == photo


@pytest.mark.parametrize(
    ("media", "description"),
    [
        ({"type": "video", "media": "x"}, "can't parse InputMedia: unsupported media type specified"),
        ({"type": "photo"}, "can't parse InputMedia: media not found"),
        ({"type": "photo", "media": "x", "parse_mode": "HTML"}, 'unknown field "parse_mode" in media'),
        (None, "media is empty"),
    ],
)
async def test_bad_media(api: Api, ana: Person, media: Json | None, description: str) -> None:
    sent = (await api("sendMessage", chat_id=ana.person_id, text="cover"))["result"]
    place = {"chat_id": ana.person_id, "message_id": sent["message_id"]}
    answer = await api("editMessageMedia", **place, **({"media": media} if media else {}))
    assert answer["description"] == f"Bad Request: {description}"
