"""One chat between a bot and people: what stands in it, what locked phones showed, and its whole history."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.sandbox.records import Change, ChangeKind, ChatKind, Json, Message, Notification, Popup
from bot.sandbox.texts import first_line


class Chat:
    """The state of one chat. Only `World` makes chats and changes them.

    `publish` hears of every change; `view` turns a message into what a chat page shows.
    """

    def __init__(
        self,
        chat_id: int,
        kind: ChatKind,
        title: str,
        publish: Callable[[Change], None],
        view: Callable[[Message], Json],
    ) -> None:
        self.chat_id = chat_id
        self.kind = kind
        self.title = title
        self.members: set[int] = set()
        self.started = False
        self.blocked = False
        self.bot_status = "member" if kind == "private" else "left"
        self.auto_delete = timedelta(0)
        self.notifications: list[Notification] = []
        self.popups: list[Popup] = []
        self.history: list[Change] = []
        self._messages: dict[int, Message] = {}
        self._publish = publish
        self._view = view
        self._row = ""
        self._vanishing = False

    @property
    def messages(self) -> list[Message]:
        """The messages that stand in the chat, oldest first."""
        return list(self._messages.values())

    @property
    def row(self) -> str:
        """What the chat list shows: the first line of the last message, or nothing."""
        last = next(reversed(self._messages.values()), None)
        return first_line(last.summary) if last else ""

    def find(self, message_id: int) -> Message | None:
        """The message, if it still stands in the chat."""
        return self._messages.get(message_id)

    def add(self, message: Message) -> Message:
        """A new message. One of the bot in a private chat also shows on the locked phone."""
        if self.auto_delete:
            message = replace(message, vanishes_at=message.sent_at + self.auto_delete)
            self._vanishing = True
        self._messages[message.message_id] = message
        self.record("message", message.sent_at, {"message": self._view(message)})
        if message.from_bot and self.kind == "private":
            note = Notification(message.sent_at, message.message_id, message.summary, message.silent)
            self.notifications.append(note)
            data = {"message_id": note.message_id, "text": note.text, "silent": note.silent}
            self.record("notification", note.at, data)
        self._row_may_change(message.sent_at)
        return message

    def restore(self, messages: Iterable[Message], notifications: Iterable[Notification]) -> None:
        """Bring back what stood in the chat and what locked phones had shown; nobody is told."""
        self._messages = {each.message_id: each for each in messages}
        self.notifications = list(notifications)
        self._vanishing = any(each.vanishes_at for each in self._messages.values())
        self._row = self.row

    def replace(self, message: Message, now: datetime) -> Message:
        """An edited message in the place of the old one. Edits notify nobody."""
        self._messages[message.message_id] = message
        self.record("edited", now, {"message": self._view(message)})
        self._row_may_change(now)
        return message

    def remove(self, message_ids: Iterable[int], now: datetime) -> list[int]:
        """Take messages away for everybody; gives back those that were there. Notifications stay recorded."""
        gone = [each for each in message_ids if self._messages.pop(each, None) is not None]
        if gone:
            self.record("deleted", now, {"message_ids": gone})
            self._row_may_change(now)
        return gone

    def sweep(self, now: datetime) -> None:
        """Take away what the auto-delete timer has run out for."""
        if not self._vanishing:
            return
        due = [each.message_id for each in self._messages.values() if each.vanishes_at and each.vanishes_at <= now]
        self.remove(due, now)

    def pop_up(self, popup: Popup) -> None:
        """Show the answer to a tap."""
        self.popups.append(popup)
        self.record("popup", popup.at, {"text": popup.text, "alert": popup.alert})

    def record(self, kind: ChangeKind, at: datetime, data: Json) -> None:
        """Write one change into the history and tell whoever listens, once for each person in the chat."""
        for person in sorted(self.members):
            change = Change(kind, at, person, self.chat_id, data)
            self.history.append(change)
            self._publish(change)

    def _row_may_change(self, now: datetime) -> None:
        if self.row != self._row:
            self._row = self.row
            self.record("row", now, {"text": self._row})
