"""Keyboards, by Telegram's rules and in its own error texts."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.records import Json, bad_request, complaint
from bot.sandbox.texts import check_url, utf16_length

DATA_BYTES = 64
COPY_LIMIT = 256
LABEL_LIMIT = 64
ROW_LIMIT = 8
BUTTON_LIMIT = 100
STYLES = frozenset({"danger", "success", "primary"})
_ACTIONS = frozenset({"callback_data", "url", "copy_text"})
_BUTTON_FIELDS = _ACTIONS | {"text", "style", "icon_custom_emoji_id"}
_REPLY_FIELDS = frozenset(
    {
        "keyboard",
        "remove_keyboard",
        "force_reply",
        "resize_keyboard",
        "one_time_keyboard",
        "is_persistent",
        "input_field_placeholder",
        "selective",
    }
)


def checked_markup(markup: object, *, inline_only: bool, strict: bool) -> Json | None:
    """A reply markup as Telegram stores it, or None if it has no button. Raises ApiError.

    `strict` also refuses what Telegram would silently drop or cut: unknown fields, over-long labels and rows.
    """
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if not markup:
            return None
        if inline_only:
            raise bad_request("inline keyboard expected")
        return _checked_reply(markup, strict)
    if strict and set(markup) != {"inline_keyboard"}:
        raise complaint(f"unknown fields in the reply markup: {sorted(set(markup) - {'inline_keyboard'})}")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    kept = [[_checked_button(button, strict) for button in row] for row in rows if row]
    _check_size(kept, strict)
    return {"inline_keyboard": kept} if kept else None


def _check_size(rows: list[list[Json]], strict: bool) -> None:
    if sum(map(len, rows)) > BUTTON_LIMIT:
        raise bad_request("reply markup is too long")
    if strict and any(len(row) > ROW_LIMIT for row in rows):
        raise complaint(f"a row of the inline keyboard has more than {ROW_LIMIT} buttons")


def _checked_reply(markup: Mapping[str, Any], strict: bool) -> Json:
    unknown = set(markup) - _REPLY_FIELDS
    if strict and unknown:
        raise complaint(f"unknown fields in the reply markup: {sorted(unknown)}")
    for name in ("remove_keyboard", "force_reply", "resize_keyboard", "one_time_keyboard", "selective"):
        if name in markup and not isinstance(markup[name], bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    rows = markup.get("keyboard", [])
    if not isinstance(rows, list):
        raise bad_request('field "keyboard" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request('field "keyboard" must be an Array of Arrays')
    return dict(markup)


def _checked_button(button: object, strict: bool) -> Json:
    what = "can't parse inline keyboard button"
    if not isinstance(button, dict):
        raise bad_request(f"{what}: InlineKeyboardButton must be an Object")
    label = button.get("text")
    if label is None:
        raise bad_request(f'{what}: Can\'t find field "text"')
    if not isinstance(label, str):
        raise bad_request(f'{what}: Field "text" must be of type String')
    if not label.strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    if strict:
        _check_strictly(button, label)
    action = next((name for name in ("url", "callback_data", "copy_text") if button.get(name)), None)
    if action is None and "copy_text" in button:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if action is None:
        raise bad_request(f"{what}: Text buttons are unallowed in the inline keyboard")
    _check_action(action, button[action])
    return {name: value for name, value in button.items() if name in _BUTTON_FIELDS}


def _check_strictly(button: Mapping[str, Any], label: str) -> None:
    unknown = set(button) - _BUTTON_FIELDS
    if unknown:
        raise complaint(f"unknown or unsupported fields in an inline keyboard button: {sorted(unknown)}")
    if utf16_length(label) > LABEL_LIMIT:
        raise complaint(f"a button's label is longer than the {LABEL_LIMIT} characters that a phone shows")
    if len(_ACTIONS & set(button)) > 1:
        raise complaint("exactly one of a button's optional actions must be given")
    if "style" in button and button["style"] not in STYLES:
        raise bad_request("BUTTON_STYLE_INVALID")


def _check_action(action: str, value: object) -> None:
    if action == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str) or not 1 <= utf16_length(text) <= COPY_LIMIT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return
    if not isinstance(value, str):
        raise bad_request(f'can\'t parse inline keyboard button: Field "{action}" must be of type String')
    if action == "callback_data" and len(value.encode()) > DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url":
        check_url(value, "inline keyboard button URL")
