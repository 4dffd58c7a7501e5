"""Texts and entities, by Telegram's rules and in its own error texts. Offsets and lengths are in UTF-16."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.records import Json, bad_request

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
RAW_BYTES_LIMIT = 1 << 15
_FIELDS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        [
            "bold",
            "italic",
            "underline",
            "strikethrough",
            "spoiler",
            "blockquote",
            "expandable_blockquote",
            "code",
        ],
        frozenset(),
    ),
    "pre": frozenset({"language"}),
    "text_link": frozenset({"url"}),
}
# Telegram finds these by itself and passes over them when a bot names them.
_FOUND_BY_TELEGRAM = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
)
_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")


def utf16_length(text: str) -> int:
    """The length of `text` in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def commands_in(text: str) -> list[Json]:
    """The bot_command entities that Telegram finds in what a person wrote."""
    return [
        {
            "type": "bot_command",
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found.group()),
        }
        for found in _COMMAND.finditer(text)
    ]


def checked_text(text: str, entities: object) -> tuple[str, list[Json]]:
    """A message's text and entities as Telegram stores them. Raises ApiError with its words."""
    if not text:
        raise bad_request("message text is empty")
    text, kept = _checked(text, entities)
    if not text:
        raise bad_request("text must be non-empty")
    # TDLib counts code points here; UTF-16 units are the safe upper bound, and what the bot must keep to.
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, kept


def checked_caption(text: str, entities: object) -> tuple[str, list[Json]]:
    """A caption and its entities as Telegram stores them; both may be empty. Raises ApiError."""
    text, kept = _checked(text, entities)
    if utf16_length(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text, kept


def _checked(text: str, entities: object) -> tuple[str, list[Json]]:
    if len(text.encode()) > RAW_BYTES_LIMIT:
        raise bad_request("text is too long")
    parsed = [_parsed(each) for each in _as_list(entities)]
    given = [each for each in parsed if each is not None]
    _check_places(text, given)
    return _trimmed(text, given)


def _as_list(entities: object) -> Sequence[object]:
    if entities is None:
        return []
    if not isinstance(entities, list):
        raise bad_request("can't parse entities: expected an Array")
    return entities


def _parsed(entity: object) -> Json | None:
    what = "can't parse MessageEntity"
    if not isinstance(entity, dict):
        raise bad_request(f"{what}: expected an Object")
    for name in ("offset", "length"):
        if name not in entity:
            raise bad_request(f'{what}: Can\'t find field "{name}"')
        if not isinstance(entity[name], int) or isinstance(entity[name], bool):
            raise bad_request(f'{what}: Field "{name}" must be of type Number')
    kind = entity.get("type")
    if not kind:
        raise bad_request(f"{what}: Type is not specified")
    if kind in _FOUND_BY_TELEGRAM:
        return None
    if kind not in _FIELDS:
        raise bad_request(f"{what}: Unsupported type specified")
    if kind == "text_link":
        if "url" not in entity:
            raise bad_request(f'{what}: Can\'t find field "url"')
        check_url(str(entity["url"]), "entity URL")
    allowed = {"type", "offset", "length"} | _FIELDS[kind]
    return {name: value for name, value in entity.items() if name in allowed and value is not None}


def check_url(url: str, what: str) -> None:
    """Refuse what Telegram does not take for a link. Raises ApiError."""
    parts = urlsplit(url if "//" in url or ":" in url else f"http://{url}")
    if parts.scheme in ("tg", "ton"):
        return
    if parts.scheme not in ("http", "https"):
        raise bad_request(f"{what} '{url}' is invalid: Unsupported URL protocol")
    if not parts.hostname:
        raise bad_request(f"{what} '{url}' is invalid: URL host is empty")
    if "." not in parts.hostname or re.search(r"\s", parts.netloc):
        raise bad_request(f"{what} '{url}' is invalid: Wrong HTTP URL")


def _check_places(text: str, entities: Sequence[Json]) -> None:
    """Offsets and lengths must lie inside the text, between whole characters, and entities must nest."""
    end = utf16_length(text)
    edges = _character_edges(text)
    open_ends: list[int] = []
    for entity in sorted(entities, key=lambda each: (each["offset"], -each["length"])):
        start, length = entity["offset"], entity["length"]
        if start < 0:
            raise bad_request(f"receive an entity with incorrect offset {start}")
        if length < 0:
            raise bad_request(f"receive an entity with incorrect length {length}")
        stop = start + length
        if start > end or (start == end and length):
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {start}")
        ends = f"entity beginning at UTF-16 offset {start} ends"
        if stop > end:
            raise bad_request(f"{ends} after the end of the text at UTF-16 offset {stop}")
        if start not in edges:
            raise bad_request(f"entity begins in a middle of a UTF-16 symbol at byte offset {start}")
        if stop not in edges:
            raise bad_request(f"{ends} in a middle of a UTF-16 symbol at byte offset {stop}")
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        if open_ends and stop > open_ends[-1]:
            raise bad_request(f"{ends} after the end of the text at UTF-16 offset {stop}")
        open_ends.append(stop)


def _character_edges(text: str) -> frozenset[int]:
    edges, place = {0}, 0
    for character in text:
        place += 2 if ord(character) > 0xFFFF else 1
        edges.add(place)
    return frozenset(edges)


def _trimmed(text: str, entities: Sequence[Json]) -> tuple[str, list[Json]]:
    """White space goes at both ends, as Telegram does it; entities shrink with it, and empty ones go."""
    lead = len(text) - len(text.lstrip())
    kept = text.strip()
    shift, size = utf16_length(text[:lead]), utf16_length(kept)
    moved: list[Json] = []
    for entity in entities:
        start = max(entity["offset"] - shift, 0)
        stop = min(entity["offset"] + entity["length"] - shift, size)
        if stop > start:
            moved.append({**entity, "offset": start, "length": stop - start})
    return kept, sorted(moved, key=lambda each: (each["offset"], -each["length"], str(each["type"])))


def first_line(text: str) -> str:
    """What a chat list has room for."""
    return text.split("\n", 1)[0].strip()


def shown(value: Any) -> str:
    """A value for an error message, cut short."""
    words = repr(value)
    return words if len(words) <= 60 else words[:57] + "…"
