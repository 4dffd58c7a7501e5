"""The records that the stand-in keeps. All are frozen; what changes is replaced."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]
ChatKind = Literal["private", "group", "supergroup", "channel"]
ChangeKind = Literal[
    "message",
    "edited",
    "deleted",
    "notification",
    "row",
    "popup",
    "answered",
    "typing",
    "blocked",
    "unblocked",
    "commands",
]


class ApiError(Exception):
    """A call that Telegram refuses: `code` is its HTTP status, `description` its own English words.

    `retry_after`, in seconds, goes with code 429. `is_complaint`: Telegram itself would have let it pass.
    """

    def __init__(
        self, code: int, description: str, retry_after: int | None = None, *, is_complaint: bool = False
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.is_complaint = is_complaint


def bad_request(text: str) -> ApiError:
    """A refusal with code 400 and Telegram's prefix."""
    return ApiError(400, f"Bad Request: {text}")


def complaint(text: str) -> ApiError:
    """A refusal of what Telegram would silently drop or cut."""
    return ApiError(400, f"Bad Request: {text}", is_complaint=True)


def forbidden(text: str) -> ApiError:
    """A refusal with code 403 and Telegram's prefix."""
    return ApiError(403, f"Forbidden: {text}")


@dataclass(frozen=True)
class Complaint:
    """A fault of the bot that Telegram itself might have passed over in silence."""

    method: str
    text: str


@dataclass(frozen=True)
class StoredFile:
    """A file that was uploaded, kept in memory. `width` and `height` in pixels, 0 for what is no picture."""

    file_id: str
    unique_id: str
    name: str
    mime: str
    data: bytes
    width: int = 0
    height: int = 0

    @property
    def path(self) -> str:
        """Where the file stands below `/file/bot<token>/`."""
        return f"files/{self.unique_id}/{self.name}"


@dataclass(frozen=True)
class Button:
    """One button of an inline keyboard, as a person sees it. Exactly one of the last three is given."""

    label: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None
    style: str | None = None


@dataclass(frozen=True)
class Message:
    """One message. `content` holds the fields of the Bot API that make it up (text, entities, photo, …)."""

    message_id: int
    chat_id: int
    sender_id: int
    from_bot: bool
    sent_at: datetime
    content: Mapping[str, Any]
    keyboard: Mapping[str, Any] | None = None
    edited_at: datetime | None = None
    protected: bool = False
    silent: bool = False
    preview: bool = True
    editable: bool = True
    vanishes_at: datetime | None = None
    reply_to: int | None = None

    @property
    def text(self) -> str:
        """The words of the message: its text, or the caption of its picture or document."""
        words = self.content.get("text", self.content.get("caption", ""))
        return str(words)

    @property
    def entities(self) -> list[Json]:
        """The formatting of the words."""
        return list(self.content.get("entities", self.content.get("caption_entities", [])))

    @property
    def edited(self) -> bool:
        """Whether clients mark it as edited."""
        return self.edited_at is not None

    @property
    def photo(self) -> str | None:
        """The file id of its picture."""
        sizes = self.content.get("photo")
        return str(sizes[-1]["file_id"]) if sizes else None

    @property
    def document(self) -> str | None:
        """The name of its document."""
        document = self.content.get("document")
        return str(document.get("file_name", "")) if document else None

    @property
    def rows(self) -> list[list[Button]]:
        """The inline keyboard, row by row; empty if there is none."""
        if self.keyboard is None:
            return []
        return [[_button(each) for each in row] for row in self.keyboard.get("inline_keyboard", [])]

    @property
    def buttons(self) -> list[Button]:
        """The inline keyboard in reading order."""
        return [button for row in self.rows for button in row]

    @property
    def summary(self) -> str:
        """What a notification or the chat list shows of it, in full."""
        if self.photo:
            return f"🖼 {self.text}" if self.text else "🖼 Photo"
        if self.document is not None:
            return f"📎 {self.document}" + (f", {self.text}" if self.text else "")
        if self.text:
            return self.text
        return next((_SUMMARIES[key] for key in self.content if key in _SUMMARIES), "")


_SUMMARIES = {
    "voice": "🎤 Voice message",
    "sticker": "Sticker",
    "contact": "👤 Contact",
    "location": "📍 Location",
    "new_chat_members": "joined the group",
    "left_chat_member": "left the group",
    "message_auto_delete_timer_changed": "set the auto-delete timer",
}


def _button(raw: Mapping[str, Any]) -> Button:
    copy = raw.get("copy_text")
    return Button(
        label=raw["text"],
        data=raw.get("callback_data"),
        url=raw.get("url"),
        copy=copy["text"] if copy else None,
        style=raw.get("style"),
    )


@dataclass(frozen=True)
class Notification:
    """What a locked phone showed when a message came in. It stays recorded when the message is deleted."""

    at: datetime
    message_id: int
    text: str
    silent: bool


@dataclass(frozen=True)
class Popup:
    """The answer to a tap: an alert that must be closed, or a line that fades by itself."""

    at: datetime
    text: str
    alert: bool


@dataclass(frozen=True)
class Change:
    """One thing that changed for one person, in the order in which it happened."""

    kind: ChangeKind
    at: datetime
    person: int
    chat: int
    data: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> Json:
        """The change as plain JSON data, times in ISO 8601."""
        return {
            "kind": self.kind,
            "at": self.at.isoformat(),
            "person": self.person,
            "chat": self.chat,
            **self.data,
        }


@dataclass(frozen=True)
class Update:
    """Something that waits for the bot. Updates with the same `lane` are delivered one after another."""

    update_id: int
    kind: str
    body: Json
    lane: str
    made_at: datetime

    def as_json(self) -> Json:
        """The Update object of the Bot API."""
        return {"update_id": self.update_id, self.kind: self.body}
