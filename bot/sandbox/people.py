"""A person with a phone: what they see, and what they can do in a Telegram client. Nothing here waits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.sandbox.chats import Chat
from bot.sandbox.payloads import bot_json, chat_json, document_json, member_json, person_json, photo_sizes
from bot.sandbox.records import Button, Change, Json, Message, Notification, Popup
from bot.sandbox.texts import commands_in

if TYPE_CHECKING:
    from bot.sandbox.world import World


class Person:
    """Somebody who writes to the world's first bot. Made by `World.person`."""

    def __init__(self, world: "World", person_id: int, name: str, language: str | None) -> None:
        self.world = world
        self.person_id = person_id
        self.name = name
        self.language = language
        self.clipboard = ""
        self.opened: list[str] = []

    # -- what they see ---------------------------------------------------------------------------------------

    @property
    def private_chat(self) -> Chat:
        """Their chat with the bot."""
        return self.world.private_chat(self)

    @property
    def chat(self) -> list[Message]:
        """The messages that stand in the chat, oldest first."""
        return self.private_chat.messages

    @property
    def notifications(self) -> list[Notification]:
        """Everything that a locked phone has shown, oldest first, also of messages that are gone."""
        return self.private_chat.notifications

    @property
    def popups(self) -> list[Popup]:
        """The answers to taps that were shown, oldest first."""
        return self.private_chat.popups

    @property
    def history(self) -> list[Change]:
        """Every change of the chat, oldest first."""
        return self.private_chat.history

    @property
    def chat_row(self) -> str:
        """What the chat list shows beside the bot's name."""
        return self.private_chat.row

    @property
    def live_card(self) -> Message | None:
        """The newest message of the bot that has a keyboard."""
        return next((each for each in reversed(self.chat) if each.from_bot and each.buttons), None)

    @property
    def buttons(self) -> list[str]:
        """The labels on the card."""
        return [button.label for button in self.live_card.buttons] if self.live_card else []

    # -- what they do ----------------------------------------------------------------------------------------

    def start(self, payload: str = "") -> Message:
        """Press Start (or Restart, after blocking); `payload` comes from a deep link."""
        if self.private_chat.blocked:
            self.unblock()
        self.private_chat.started = True
        return self.write(f"/start {payload}".rstrip())

    def write(self, text: str, chat: Chat | None = None) -> Message:
        """Send a text, here or in a group."""
        content: Json = {"text": text}
        if commands := commands_in(text):
            content["entities"] = commands
        return self.send(content, chat)

    def send(self, content: Mapping[str, Any], chat: Chat | None = None) -> Message:
        """Send a message made of Bot API fields. Raises RuntimeError where a client would not let them."""
        chat = chat or self.private_chat
        self._must_be_able_to_write(chat)
        bot, now = self.world.bot, self.world.now()
        message = Message(
            message_id=bot.next_message_id(),
            chat_id=chat.chat_id,
            sender_id=self.person_id,
            from_bot=False,
            sent_at=now,
            content=content,
        )
        chat.add(message)
        if chat.kind == "private" or _reaches_in_group(chat, message):
            kind = "channel_post" if chat.kind == "channel" else "message"
            self.world.enqueue(bot, kind, self.world.message_json(bot, chat, message), _lane(chat))
        return message

    def send_photo(self, data: bytes = b"a picture", caption: str = "") -> Message:
        """Send a picture; the stand-in does not look into it."""
        file = self.world.store_file("photo.jpg", "image/jpeg", data, 800, 600)
        return self.send({"photo": photo_sizes(file), **({"caption": caption} if caption else {})})

    def send_document(self, data: bytes = b"a document", name: str = "letter.pdf") -> Message:
        """Send a document."""
        return self.send({"document": document_json(self.world.store_file(name, "application/pdf", data))})

    def send_voice(self, seconds: int = 3) -> Message:
        """Send a voice message."""
        file = self.world.store_file("voice.ogg", "audio/ogg", b"a voice")
        voice = {"file_id": file.file_id, "file_unique_id": file.unique_id, "mime_type": file.mime}
        return self.send({"voice": {**voice, "duration": seconds, "file_size": len(file.data)}})

    def send_sticker(self) -> Message:
        """Send a sticker."""
        file = self.world.store_file("sticker.webp", "image/webp", b"a sticker", 512, 512)
        sticker = {
            "file_id": file.file_id,
            "file_unique_id": file.unique_id,
            "type": "regular",
            "emoji": "🙂",
        }
        return self.send({"sticker": {**sticker, "width": 512, "height": 512, "is_animated": False, "is_video": False}})

    def send_contact(self, phone: str = "+15550100", first_name: str = "Somebody") -> Message:
        """Share a contact."""
        return self.send({"contact": {"phone_number": phone, "first_name": first_name}})

    def send_location(self, latitude: float = 51.5, longitude: float = -0.12) -> Message:
        """Share a place."""
        return self.send({"location": {"latitude": latitude, "longitude": longitude}})

    def forward(self, text: str, author: str = "Somebody") -> Message:
        """Forward a text of somebody whose account is hidden."""
        date = int(self.world.now().timestamp())
        return self.send(
            {
                "forward_origin": {"type": "hidden_user", "sender_user_name": author, "date": date},
                "text": text,
            }
        )

    def edit(self, message: Message, text: str) -> Message:
        """Edit an own message."""
        chat = self.private_chat
        self._must_be_able_to_write(chat)
        if message.from_bot or chat.find(message.message_id) is None:
            raise RuntimeError("a person edits only their own messages, while they stand")
        content: Json = {**message.content, "text": text}
        content.pop("entities", None)
        if commands := commands_in(text):
            content["entities"] = commands
        edited = chat.replace(replace(message, content=content, edited_at=self.world.now()), self.world.now())
        body = self.world.message_json(self.world.bot, chat, edited)
        self.world.enqueue(self.world.bot, "edited_message", body, _lane(chat))
        return edited

    def delete(self, messages: Sequence[Message]) -> None:
        """Delete messages for both sides. Telegram tells the bot nothing of it."""
        self.private_chat.remove([each.message_id for each in messages], self.world.now())
        self.world.pulse()

    def press(self, button: Button, message: Message) -> str | None:
        """Tap a button: copy, open, or send its data to the bot; for data, gives the id of the callback query."""
        if button.copy is not None:
            self.clipboard = button.copy
        elif button.url is not None:
            self.opened.append(button.url)
        elif button.data is not None:
            return self.press_data(button.data, message)
        return None

    def press_data(self, data: str, message: Message) -> str:
        """Send any button data from `message`, also what no button holds; the message may be gone.

        Gives the id of the callback query, which a later "answered" change names.
        """
        chat, bot = self.private_chat, self.world.bot
        self._must_be_able_to_write(chat)
        standing = chat.find(message.message_id)
        shown: Json = {"chat": chat_json(chat), "message_id": message.message_id, "date": 0}
        query_id = self.world.make_tap(bot, chat, self).query_id
        body: Json = {
            "id": query_id,
            "from": person_json(self),
            "message": self.world.message_json(bot, chat, standing) if standing else shown,
            "chat_instance": str(-(bot.bot_id * 31 + self.person_id)),
            "data": data,
        }
        self.world.enqueue(bot, "callback_query", body, f"taps:{self.person_id}")
        return query_id

    def block(self) -> None:
        """Block the bot: from now on nothing of it arrives."""
        self._set_blocked(True)

    def unblock(self) -> None:
        """Unblock the bot, without writing anything."""
        self._set_blocked(False)

    def set_auto_delete(self, after: timedelta) -> Message:
        """Set the chat's auto-delete timer; zero switches it off. Messages from now on vanish after it."""
        self.private_chat.auto_delete = after
        seconds = int(after.total_seconds())
        return self.send({"message_auto_delete_timer_changed": {"message_auto_delete_time": seconds}})

    def add_bot_to(self, chat: Chat) -> None:
        """Make a group or channel of `World.group` and take the bot in."""
        chat.members.add(self.person_id)
        self.change_bot_status(chat, "administrator" if chat.kind == "channel" else "member")
        if chat.kind != "channel":
            self.send({"new_chat_members": [bot_json(self.world.bot)]}, chat)

    def change_bot_status(self, chat: Chat, status: str) -> None:
        """Make the bot "member", "left", "kicked" or "administrator" in `chat`, and tell it so."""
        bot, before = self.world.bot, chat.bot_status
        chat.bot_status = status
        body: Json = {
            "chat": chat_json(chat),
            "from": person_json(self),
            "date": int(self.world.now().timestamp()),
            "old_chat_member": member_json(bot_json(bot), before),
            "new_chat_member": member_json(bot_json(bot), status),
        }
        self.world.enqueue(bot, "my_chat_member", body, _lane(chat))

    def _set_blocked(self, blocked: bool) -> None:
        chat = self.private_chat
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        chat.record("blocked" if blocked else "unblocked", self.world.now(), {})
        self.change_bot_status(chat, "kicked" if blocked else "member")

    def _must_be_able_to_write(self, chat: Chat) -> None:
        if chat.kind != "private":
            if chat.bot_status in ("left", "kicked"):
                raise RuntimeError("the bot is not in this chat")
            return
        if chat.blocked:
            raise RuntimeError("the bot is blocked: a client offers only Restart")
        if not chat.started:
            raise RuntimeError("the bot was not started: a client offers only Start")


def _lane(chat: Chat) -> str:
    return f"chat:{chat.chat_id}"


def _reaches_in_group(chat: Chat, message: Message) -> bool:
    """With privacy mode, as bots have it by default, only commands and service messages of a group arrive."""
    return chat.kind == "channel" or "text" not in message.content or message.text.startswith("/")
