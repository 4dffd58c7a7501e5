"""Texts and entities: lengths, bad entities, trimming, in Telegram's words."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.sandbox.people import Person
from bot.sandbox.texts import commands_in, utf16_length

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]
Entity = dict[str, Any]


def entity(kind: str, offset: int, length: int, **fields: Any) -> Entity:
    return {"type": kind, "offset": offset, "length": length, **fields}


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("", "Bad Request: message text is empty"),
        (" \n ", "Bad Request: text must be non-empty"),
        ("x" * 4097, "Bad Request: message is too long"),
        ("🙂" * 2049, "Bad Request: message is too long"),
        ("x" * 40_000, "Bad Request: text is too long"),
    ],
)
async def test_lengths_of_texts(api: Api, ana: Person, text: str, description: str) -> None:
    assert (await api("sendMessage", chat_id=ana.person_id, text=text))["description"] == description


async def test_what_just_fits(api: Api, ana: Person) -> None:
    for text in ("x" * 4096, "🙂" * 2048, "x" * 4096 + "  "):
        assert (await api("sendMessage", chat_id=ana.person_id, text=text))["ok"]


async def test_a_missing_text_is_an_empty_one(api: Api, ana: Person) -> None:
    answer = await api("sendMessage", chat_id=ana.person_id)
    assert answer["description"] == "Bad Request: message text is empty"


@pytest.mark.parametrize(
    ("bad", "description"),
    [
        (entity("bold", 100, 1), "entity begins after the end of the text at UTF-16 offset 100"),
        (
            entity("bold", 0, 100),
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
        ),
        (entity("bold", -1, 1), "receive an entity with incorrect offset -1"),
        (entity("bold", 0, -1), "receive an entity with incorrect length -1"),
        (entity("bold", 7, 1), "entity begins in a middle of a UTF-16 symbol at byte offset 7"),
        (
            entity("bold", 5, 2),
            "entity beginning at UTF-16 offset 5 ends in a middle of a UTF-16 symbol at byte offset 7",
        ),
        (entity("sparkle", 0, 1), "can't parse MessageEntity: Unsupported type specified"),
        ({"type": "bold", "length": 1}, "can't parse MessageEntity: Can't find field \"offset\""),
        (
            entity("bold", 0, 1) | {"offset": "0"},
            'can\'t parse MessageEntity: Field "offset" must be of type Number',
        ),
        ({"offset": 0, "length": 1}, "can't parse MessageEntity: Type is not specified"),
        ("bold", "can't parse MessageEntity: expected an Object"),
        (entity("text_link", 0, 2), "can't parse MessageEntity: Can't find field \"url\""),
        (entity("text_link", 0, 2, url="not-a-url"), "entity URL 'not-a-url' is invalid: Wrong HTTP URL"),
        (entity("text_link", 0, 2, url=""), "entity URL '' is invalid: URL host is empty"),
        (
            entity("text_link", 0, 2, url="ftp://a.org"),
            "entity URL 'ftp://a.org' is invalid: Unsupported URL protocol",
        ),
    ],
)
async def test_bad_entities(api: Api, ana: Person, bad: Any, description: str) -> None:
    answer = await api("sendMessage", chat_id=ana.person_id, text="hello 🙂", entities=[bad])
    assert answer["description"] == f"Bad Request: {description}"


async def test_entities_must_nest(api: Api, ana: Person) -> None:
    crossing = [entity("bold", 0, 4), entity("italic", 2, 4)]
    answer = await api("sendMessage", chat_id=ana.person_id, text="crossing", entities=crossing)
    assert "entity beginning at UTF-16 offset 2 ends after the end" in answer["description"]


async def test_every_supported_entity_comes_back(api: Api, ana: Person) -> None:
    kinds = ["bold", "italic", "underline", "strikethrough", "spoiler", "code"]
    kinds += ["blockquote", "expandable_blockquote"]
    entities = [entity(kind, place * 2, 1) for place, kind in enumerate(kinds)]
    entities += [
        entity("pre", 16, 1, language="python"),
        entity("text_link", 18, 1, url="https://example.org/a"),
    ]
    text = "a " * 10 + "a"
    result = (await api("sendMessage", chat_id=ana.person_id, text=text, entities=entities))["result"]
    assert result["entities"] == entities
    assert ana.chat[-1].entities == entities


async def test_what_telegram_finds_by_itself_is_passed_over(api: Api, ana: Person) -> None:
    answer = await api("sendMessage", chat_id=ana.person_id, text="call 1", entities=[entity("phone_number", 5, 1)])
    assert "entities" not in answer["result"]


async def test_white_space_at_the_ends_goes_and_entities_move(api: Api, ana: Person) -> None:
    given = [entity("bold", 0, 6), entity("italic", 7, 3)]
    result = (await api("sendMessage", chat_id=ana.person_id, text="\n hello \n ", entities=given))["result"]
    assert result["text"] == "hello"
    assert result["entities"] == [entity("bold", 0, 4)]


def test_commands_are_found_with_utf16_places() -> None:
    assert commands_in("🙂 /start now, http://a.org/b and /help@homeward_bot") == [
        entity("bot_command", 3, 6),
        entity("bot_command", 34, 18),
    ]
    assert utf16_length("🙂 /start now, http://a.org/b and ") == 34
