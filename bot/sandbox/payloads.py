"""The stand-in's records as Bot API objects, and as what a chat page shows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.sandbox.bots import BotAccount
from bot.sandbox.chats import Chat
from bot.sandbox.records import Json, Message, StoredFile

if TYPE_CHECKING:
    from bot.sandbox.people import Person

_ADMINISTRATOR_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def person_json(person: "Person") -> Json:
    """A User object for a person."""
    user: Json = {"id": person.person_id, "is_bot": False, "first_name": person.name}
    if person.language:
        user["language_code"] = person.language
    return user


def bot_json(bot: BotAccount) -> Json:
    """A User object for a bot, as it stands in messages."""
    return {"id": bot.bot_id, "is_bot": True, "first_name": bot.shown_name, "username": bot.username}


def chat_json(chat: Chat) -> Json:
    """A Chat object."""
    if chat.kind == "private":
        return {"id": chat.chat_id, "first_name": chat.title, "type": "private"}
    return {"id": chat.chat_id, "title": chat.title, "type": chat.kind}


def message_json(message: Message, chat: Chat, bot: BotAccount, people: Mapping[int, "Person"]) -> Json:
    """A Message object."""
    body: Json = {"message_id": message.message_id}
    if chat.kind == "channel":
        body["sender_chat"] = chat_json(chat)
    else:
        body["from"] = bot_json(bot) if message.from_bot else person_json(people[message.sender_id])
    body["chat"] = chat_json(chat)
    body["date"] = int(message.sent_at.timestamp())
    replied = chat.find(message.reply_to) if message.reply_to else None
    if replied:
        # Telegram does not nest any deeper than one message.
        body["reply_to_message"] = message_json(replace(replied, reply_to=None), chat, bot, people)
    if message.edited_at:
        body["edit_date"] = int(message.edited_at.timestamp())
    if message.protected:
        body["has_protected_content"] = True
    body |= {name: value for name, value in message.content.items() if value not in ("", [])}
    if message.keyboard and "inline_keyboard" in message.keyboard:
        body["reply_markup"] = dict(message.keyboard)
    return body


def member_json(user: Json, status: str) -> Json:
    """A ChatMember object for a bot: member, left, kicked or administrator."""
    member: Json = {"user": user, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    if status == "administrator":
        member |= {right: right == "can_manage_chat" for right in _ADMINISTRATOR_RIGHTS}
    return member


def photo_sizes(file: StoredFile) -> list[Json]:
    """The `photo` field of a message; one size is enough here."""
    return [
        {
            "file_id": file.file_id,
            "file_unique_id": file.unique_id,
            "width": file.width,
            "height": file.height,
            "file_size": len(file.data),
        }
    ]


def document_json(file: StoredFile) -> Json:
    """The `document` field of a message."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_name": file.name,
        "mime_type": file.mime,
        "file_size": len(file.data),
    }


def message_view(message: Message, files: Mapping[str, StoredFile]) -> Json:
    """What a chat page needs of a message. File paths are relative to `/file/bot<token>/`."""
    view: Json = {
        "message_id": message.message_id,
        "chat": message.chat_id,
        "from_bot": message.from_bot,
        "sender": message.sender_id,
        "at": message.sent_at.isoformat(),
        "text": message.text,
        "entities": message.entities,
        "rows": [
            [
                {
                    "label": each.label,
                    "url": each.url,
                    "copy": each.copy,
                    "style": each.style,
                    "taps": each.data is not None,
                }
                for each in row
            ]
            for row in message.rows
        ],
        "edited": message.edited,
        "protected": message.protected,
        "silent": message.silent,
        "preview": message.preview,
        "summary": message.summary,
    }
    if message.photo and (photo := files.get(message.photo)):
        view["photo"] = {"path": photo.path, "width": photo.width, "height": photo.height}
    document = message.content.get("document")
    if document and (stored := files.get(document["file_id"])):
        view["document"] = {"name": stored.name, "path": stored.path, "bytes": len(stored.data)}
    return view
