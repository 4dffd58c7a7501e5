"""The methods that the stand-in knows, the parameters of each, and how they are read off a request."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from bot.sandbox.records import bad_request, complaint
from bot.sandbox.texts import shown


class Kind(Enum):
    """The type of a parameter."""

    INTEGER = "Integer"
    STRING = "String"
    BOOLEAN = "Boolean"
    OBJECT = "Object"
    ARRAY = "Array"
    CHAT = "Integer or String"
    FILE = "InputFile or String"


@dataclass(frozen=True)
class Upload:
    """A file part of a multipart request."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True)
class Method:
    """One method: its name as the Bot API spells it, and its parameters."""

    name: str
    required: Mapping[str, Kind]
    optional: Mapping[str, Kind]

    @property
    def parameters(self) -> Mapping[str, Kind]:
        """All parameters by name."""
        return {**self.required, **self.optional}


@dataclass(frozen=True)
class Call:
    """One request: what was asked, with checked parameters, and the files that came along, by part name."""

    method: Method
    values: Mapping[str, Any]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def get(self, name: str, default: Any = None) -> Any:
        """The parameter `name`, or `default` if it was not given."""
        return self.values.get(name, default)


_I, _S, _B, _O, _A, _C, _F = (
    Kind.INTEGER,
    Kind.STRING,
    Kind.BOOLEAN,
    Kind.OBJECT,
    Kind.ARRAY,
    Kind.CHAT,
    Kind.FILE,
)
_SENDING = {
    "disable_notification": _B,
    "protect_content": _B,
    "reply_parameters": _O,
    "reply_markup": _O,
    "parse_mode": _S,
}
_CAPTION = {"caption": _S, "caption_entities": _A}
_PLACE = {"chat_id": _C, "message_id": _I}
_LANGUAGE = {"language_code": _S}
_SCOPE = {"scope": _O, "language_code": _S}


def _table() -> Iterable[Method]:
    none: dict[str, Kind] = {}
    yield Method("getMe", none, none)
    yield Method("getUpdates", none, {"offset": _I, "limit": _I, "timeout": _I, "allowed_updates": _A})
    yield Method(
        "setWebhook",
        {"url": _S},
        {
            "max_connections": _I,
            "allowed_updates": _A,
            "drop_pending_updates": _B,
            "secret_token": _S,
            "ip_address": _S,
        },
    )
    yield Method("deleteWebhook", none, {"drop_pending_updates": _B})
    yield Method("getWebhookInfo", none, none)
    yield Method("sendMessage", {"chat_id": _C, "text": _S}, {"entities": _A, "link_preview_options": _O, **_SENDING})
    yield Method(
        "sendPhoto",
        {"chat_id": _C, "photo": _F},
        {**_CAPTION, "has_spoiler": _B, "show_caption_above_media": _B, **_SENDING},
    )
    yield Method(
        "sendDocument",
        {"chat_id": _C, "document": _F},
        {**_CAPTION, "disable_content_type_detection": _B, **_SENDING},
    )
    yield Method("sendChatAction", {"chat_id": _C, "action": _S}, none)
    yield Method(
        "editMessageText",
        none,
        {
            **_PLACE,
            "text": _S,
            "entities": _A,
            "link_preview_options": _O,
            "reply_markup": _O,
            "parse_mode": _S,
        },
    )
    yield Method(
        "editMessageCaption",
        none,
        {
            **_PLACE,
            **_CAPTION,
            "show_caption_above_media": _B,
            "reply_markup": _O,
            "parse_mode": _S,
        },
    )
    yield Method("editMessageMedia", {"media": _O}, {**_PLACE, "reply_markup": _O})
    yield Method("editMessageReplyMarkup", none, {**_PLACE, "reply_markup": _O})
    yield Method("deleteMessage", _PLACE, none)
    yield Method("deleteMessages", {"chat_id": _C, "message_ids": _A}, none)
    yield Method(
        "answerCallbackQuery",
        {"callback_query_id": _S},
        {"text": _S, "show_alert": _B, "url": _S, "cache_time": _I},
    )
    yield Method("setMyCommands", {"commands": _A}, _SCOPE)
    yield Method("getMyCommands", none, _SCOPE)
    yield Method("deleteMyCommands", none, _SCOPE)
    for field_name, method in (
        ("name", "MyName"),
        ("description", "MyDescription"),
        ("short_description", "MyShortDescription"),
    ):
        yield Method(f"set{method}", none, {field_name: _S, **_LANGUAGE})
        yield Method(f"get{method}", none, _LANGUAGE)
    yield Method("setChatMenuButton", none, {"chat_id": _I, "menu_button": _O})
    yield Method("getChatMenuButton", none, {"chat_id": _I})
    yield Method("getChat", {"chat_id": _C}, none)
    yield Method("leaveChat", {"chat_id": _C}, none)
    yield Method("getFile", {"file_id": _S}, none)


METHODS: Mapping[str, Method] = {method.name.lower(): method for method in _table()}


def read_call(method: Method, given: Mapping[str, object]) -> tuple[Call, list[str]]:
    """The request as a `Call`, and what is wrong with it: unknown and mistyped parameters, one line each.

    What is wrong is left out of the call, as Telegram would do it.
    """
    values: dict[str, Any] = {}
    files: dict[str, Upload] = {}
    faults: list[str] = []
    for name, raw in given.items():
        kind = method.parameters.get(name)
        if isinstance(raw, Upload):
            files[name] = raw
            continue
        if kind is None:
            faults.append(f'unknown parameter "{name}" of {method.name}')
            continue
        try:
            values[name] = _typed(kind, raw)
        except ValueError:
            faults.append(f'parameter "{name}" of {method.name} must be of type {kind.value}, got {shown(raw)}')
    faults += [
        f'unknown file part "{name}" of {method.name}'
        for name in files
        if method.parameters.get(name) is not Kind.FILE and not _is_attached(name, values)
    ]
    return Call(method, values, files), faults


def _is_attached(name: str, values: Mapping[str, Any]) -> bool:
    return f"attach://{name}" in json.dumps(list(values.values()))


def _typed(kind: Kind, raw: object) -> Any:
    match kind:
        case Kind.INTEGER:
            return _integer(raw)
        case Kind.STRING | Kind.FILE:
            if not isinstance(raw, str):
                raise ValueError(raw)
            return raw
        case Kind.BOOLEAN:
            return _boolean(raw)
        case Kind.CHAT:
            if isinstance(raw, str) and not re.fullmatch(r"-?\d+", raw):
                return raw
            return _integer(raw)
        case Kind.OBJECT:
            return _json(raw, dict)
        case Kind.ARRAY:
            return _json(raw, list)


def _integer(raw: object) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and re.fullmatch(r"-?\d{1,18}", raw):
        return int(raw)
    raise ValueError(raw)


def _boolean(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    words = {"true": True, "1": True, "false": False, "0": False}
    if isinstance(raw, str) and raw.lower() in words:
        return words[raw.lower()]
    raise ValueError(raw)


def _json(raw: object, wanted: type) -> Any:
    value = json.loads(raw) if isinstance(raw, str) else raw
    if not isinstance(value, wanted):
        raise ValueError(raw)
    return value


def check_fields(what: str, value: Mapping[str, Any], kinds: Mapping[str, type], strict: bool) -> None:
    """Refuse a field of the wrong type, and if `strict` an unknown one. Raises ApiError."""
    for name, given in value.items():
        wanted = kinds.get(name)
        if wanted is None:
            if strict:
                raise complaint(f'unknown field "{name}" in {what}')
            continue
        if not isinstance(given, wanted) or (wanted is int and isinstance(given, bool)):
            label = {bool: "Boolean", str: "String", int: "Number", list: "Array", dict: "Object"}[wanted]
            raise bad_request(f'field "{name}" must be of type {label}')
