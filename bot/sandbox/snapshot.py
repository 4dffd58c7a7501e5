"""A world put into a file and taken out again, so that a chat is still there after a restart."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError

from bot.sandbox.people import Person
from bot.sandbox.records import Message, Notification, StoredFile
from bot.sandbox.world import World

IDS_LEFT_OUT = 1000


@dataclass(frozen=True)
class SavedPerson:
    """A person, and their private chat with the world's first bot."""

    person_id: int
    name: str
    language: str | None
    started: bool
    blocked: bool
    auto_delete: timedelta
    messages: tuple[Message, ...]
    notifications: tuple[Notification, ...]


@dataclass(frozen=True)
class SavedWorld:
    """What is kept. `contents` holds the bytes of files in base 64, by file id."""

    now: datetime
    last_message_id: int
    last_update_id: int
    people: tuple[SavedPerson, ...]
    files: tuple[StoredFile, ...]
    contents: Mapping[str, str]


_FORMAT = TypeAdapter(SavedWorld)


def save(world: World) -> bytes:
    """The people, their chats with the first bot, and the files, as JSON.

    Left out: groups, faults, and updates that the bot has not confirmed.
    """
    message_id, update_id = world.bot.last_ids
    return _FORMAT.dump_json(
        SavedWorld(
            now=world.now(),
            last_message_id=message_id,
            last_update_id=update_id,
            people=tuple(_saved(person) for person in world.people.values()),
            files=tuple(replace(file, data=b"") for file in world.files.values()),
            contents={file.file_id: base64.b64encode(file.data).decode() for file in world.files.values()},
        )
    )


def _saved(person: Person) -> SavedPerson:
    chat = person.private_chat
    return SavedPerson(
        person_id=person.person_id,
        name=person.name,
        language=person.language,
        started=chat.started,
        blocked=chat.blocked,
        auto_delete=chat.auto_delete,
        messages=tuple(chat.messages),
        notifications=tuple(chat.notifications),
    )


def read(data: bytes) -> SavedWorld:
    """What `save` has written. Raises ValueError if it is something else."""
    try:
        return _FORMAT.validate_json(data)
    except ValidationError as error:
        raise ValueError(f"this is not a saved world: {error.error_count()} faults") from None


def restore(world: World, saved: SavedWorld) -> None:
    """Bring everything back into a new `world`; nobody hears of it, and nothing is sent again."""
    # A program that is killed has given out ids after it last saved, and a bot takes an id it knows for old news.
    world.bot.go_on_after(saved.last_message_id + IDS_LEFT_OUT, saved.last_update_id + IDS_LEFT_OUT)
    for file in saved.files:
        world.number("file", 0)
        world.files[file.file_id] = replace(file, data=base64.b64decode(saved.contents[file.file_id]))
    for each in saved.people:
        world.number("person", 0)
        person = world.admit(Person(world, each.person_id, each.name, each.language))
        chat = person.private_chat
        chat.started, chat.blocked, chat.auto_delete = each.started, each.blocked, each.auto_delete
        chat.bot_status = "kicked" if each.blocked else "member"
        chat.restore(each.messages, each.notifications)
