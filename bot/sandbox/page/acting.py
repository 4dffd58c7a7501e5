"""What a person can do on the page. Each action takes what the page gave, and returns what it needs to know."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.sandbox.people import Person
from bot.sandbox.records import Json, Message

TEXT_LENGTH = 4096
PICTURES = (".jpg", ".jpeg", ".png", ".webp")
Given = Mapping[str, Any]


def _start(person: Person, given: Given) -> Json:
    person.start()
    return {}


def _write(person: Person, given: Given) -> Json:
    """Words; what is too long for one message goes in several, as clients do it."""
    text = str(given["text"]).strip()
    for begin in range(0, len(text), TEXT_LENGTH):
        person.write(text[begin : begin + TEXT_LENGTH])
    return {}


def _press(person: Person, given: Given) -> Json:
    """A tap on a button, by its row and column. Gives the id that the answer to it will name."""
    message = _message(person, given["message_id"])
    button = message.rows[int(given["row"])][int(given["column"])]
    return {"query_id": person.press(button, message)}


def _edit(person: Person, given: Given) -> Json:
    person.edit(_message(person, given["message_id"]), str(given["text"])[:TEXT_LENGTH])
    return {}


def _delete(person: Person, given: Given) -> Json:
    person.delete([_message(person, given["message_id"])])
    return {}


def _clear(person: Person, given: Given) -> Json:
    person.delete(person.chat)
    return {}


def _block(person: Person, given: Given) -> Json:
    person.block()
    return {}


def _unblock(person: Person, given: Given) -> Json:
    person.unblock()
    return {}


def _auto_delete(person: Person, given: Given) -> Json:
    person.set_auto_delete(timedelta(hours=min(max(float(given["hours"]), 0), 24 * 366)))
    return {}


def _voice(person: Person, given: Given) -> Json:
    person.send_voice()
    return {}


def _sticker(person: Person, given: Given) -> Json:
    person.send_sticker()
    return {}


def _contact(person: Person, given: Given) -> Json:
    person.send_contact()
    return {}


def _location(person: Person, given: Given) -> Json:
    person.send_location()
    return {}


ACTIONS: Mapping[str, Callable[[Person, Given], Json]] = {
    "start": _start,
    "write": _write,
    "press": _press,
    "edit": _edit,
    "delete": _delete,
    "clear": _clear,
    "block": _block,
    "unblock": _unblock,
    "auto-delete": _auto_delete,
    "voice": _voice,
    "sticker": _sticker,
    "contact": _contact,
    "location": _location,
}


def upload(person: Person, data: bytes, name: str) -> None:
    """Send a file: a picture as a picture, anything else as a document."""
    name = name.replace("/", "_")[-80:] or "file"
    if name.lower().endswith(PICTURES):
        person.send_photo(data)
    else:
        person.send_document(data, name)


def _message(person: Person, message_id: object) -> Message:
    """A message that stands in the chat. Raises RuntimeError if it is gone."""
    found = person.private_chat.find(int(str(message_id)))
    if found is None:
        raise RuntimeError("that message is gone")
    return found
