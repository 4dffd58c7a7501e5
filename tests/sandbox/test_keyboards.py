"""Keyboards: button data, labels, copy texts, links, and the ways in which a keyboard can be malformed."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.sandbox.people import Person

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]
OPEN = {"text": "Open", "callback_data": "o"}


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({"text": "a", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        (
            {"text": "a", "callback_data": ""},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "a"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "a", "callback_data": 5},
            'can\'t parse inline keyboard button: Field "callback_data" must be of',
        ),
        ({"callback_data": "x"}, "can't parse inline keyboard button: Can't find field \"text\""),
        (
            {"text": 1, "callback_data": "x"},
            'can\'t parse inline keyboard button: Field "text" must be of type String',
        ),
        ("Open", "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
        ({"text": " ", "callback_data": "x"}, "BUTTON_TEXT_INVALID"),
        ({"text": "x" * 65, "callback_data": "x"}, "a button's label is longer than"),
        ({"text": "a", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "a", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "a", "copy_text": "123"}, "BUTTON_COPY_TEXT_INVALID"),
        (
            {"text": "a", "url": "not-a-url"},
            "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "a", "url": "ftp://example.com"},
            "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
        ),
        ({"text": "a", "callback_data": "x", "style": "loud"}, "BUTTON_STYLE_INVALID"),
        ({"text": "a", "callback_data": "x", "colour": "red"}, "unknown or unsupported fields"),
        ({"text": "a", "callback_data": "x", "url": "https://a.org"}, "exactly one of a button's optional"),
    ],
)
async def test_bad_buttons(api: Api, ana: Person, button: Any, description: str) -> None:
    markup = {"inline_keyboard": [[OPEN], [button]]}
    answer = await api("sendMessage", chat_id=ana.person_id, text="x", reply_markup=markup)
    assert answer["description"].startswith(f"Bad Request: {description}")
    assert not ana.notifications


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        ({"inline_keyboard": "bad"}, 'field "inline_keyboard" must be of type Array'),
        (
            {"inline_keyboard": [OPEN]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"inline_keyboard": [[OPEN]] * 101}, "reply markup is too long"),
        ({"inline_keyboard": [[OPEN] * 9]}, "a row of the inline keyboard has more than 8 buttons"),
        ({"inline_keyboard": [[OPEN]], "resize": True}, "unknown fields in the reply markup: ['resize']"),
        ({"keyboard": "bad"}, 'field "keyboard" must be of type Array'),
        ({"keyboard": ["a"]}, 'field "keyboard" must be an Array of Arrays'),
        ({"remove_keyboard": "yes"}, 'field "remove_keyboard" must be of type Boolean'),
        ({"nonsense": True}, "unknown fields in the reply markup: ['nonsense']"),
    ],
)
async def test_bad_keyboards(api: Api, ana: Person, markup: Any, description: str) -> None:
    answer = await api("sendMessage", chat_id=ana.person_id, text="x", reply_markup=markup)
    assert answer["description"] == f"Bad Request: {description}"


async def test_what_telegram_would_let_pass_is_a_complaint_too(api: Api, ana: Person) -> None:
    colourful = {"text": "a", "callback_data": "x", "colour": "red"}
    markups = [{"inline_keyboard": [[colourful]]}, {"inline_keyboard": [[OPEN] * 9]}]
    for markup in markups:
        await api("sendMessage", chat_id=ana.person_id, text="x", reply_markup=markup)
    await api("sendMessage", chat_id=ana.person_id, text="x", link_preview_options={"disabled": True})
    await api("sendMessage", chat_id=ana.person_id, text="", reply_markup={})
    assert len(ana.world.complaints) == 3
    assert {complaint.method for complaint in ana.world.complaints} == {"sendMessage"}


async def test_every_kind_of_button_comes_back_and_does_its_work(api: Api, ana: Person) -> None:
    rows = [
        [{"text": "x" * 64, "callback_data": "é" * 32}],
        [
            {"text": "Number", "copy_text": {"text": "1" * 256}},
            {"text": "Site", "url": "https://example.org"},
        ],
        [{"text": "Help", "callback_data": "h", "style": "danger"}],
    ]
    markup = {"inline_keyboard": [*rows, []]}
    result = (await api("sendMessage", chat_id=ana.person_id, text="x", reply_markup=markup))["result"]
    assert result["reply_markup"] == {"inline_keyboard": rows}
    card = ana.live_card
    assert card is not None
    _, number, site, help_button = card.buttons
    ana.press(number, card)
    ana.press(site, card)
    assert ana.clipboard == "1" * 256
    assert ana.opened == ["https://example.org"]
    assert help_button.style == "danger"
    assert [update.kind for update in ana.world.bot.pending] == ["message"]


async def test_a_keyboard_without_buttons_is_none(api: Api, ana: Person) -> None:
    markup: dict[str, Any]
    for markup in ({"inline_keyboard": []}, {"inline_keyboard": [[]]}, {}):
        answer = await api("sendMessage", chat_id=ana.person_id, text="x", reply_markup=markup)
        assert "reply_markup" not in answer["result"]


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(api: Api, ana: Person) -> None:
    sent = await api("sendMessage", chat_id=ana.person_id, text="x", reply_markup={"keyboard": [["a"]]})
    place = {"chat_id": ana.person_id, "message_id": sent["result"]["message_id"]}
    assert (await api("editMessageText", **place, text="y"))["description"] == "Bad Request: message can't be edited"


async def test_an_edit_takes_only_inline_keyboards(api: Api, ana: Person) -> None:
    sent = await api("sendMessage", chat_id=ana.person_id, text="x")
    place = {"chat_id": ana.person_id, "message_id": sent["result"]["message_id"]}
    answer = await api("editMessageText", **place, text="y", reply_markup={"remove_keyboard": True})
    assert answer["description"] == "Bad Request: inline keyboard expected"
