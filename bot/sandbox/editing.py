"""editMessage…, deleteMessage and deleteMessages, answerCallbackQuery."""

from dataclasses import replace
from datetime import timedelta

from bot.sandbox.bots import BotAccount
from bot.sandbox.chats import Chat
from bot.sandbox.markup import checked_markup
from bot.sandbox.parameters import Call, check_fields
from bot.sandbox.payloads import document_json, photo_sizes
from bot.sandbox.records import Json, Message, Popup, bad_request
from bot.sandbox.sending import caption_of, file_of, preview_options, reachable_chat
from bot.sandbox.texts import checked_caption, checked_text, utf16_length
from bot.sandbox.world import World

DELETABLE_FOR = timedelta(hours=48)
ANSWER_LIMIT = 200
_MEDIA_FIELDS = {
    "type": str,
    "media": str,
    "caption": str,
    "caption_entities": list,
    "has_spoiler": bool,
    "show_caption_above_media": bool,
    "disable_content_type_detection": bool,
}


def edit_message_text(world: World, bot: BotAccount, call: Call) -> Json:
    """Another text in the place of the old one; without a keyboard in the call the old keyboard goes."""
    text, entities = checked_text(call.get("text", ""), call.get("entities"))
    preview = preview_options(world, call)
    content: Json = {"text": text, "entities": entities}
    if preview:
        content["link_preview_options"] = preview
    chat, message = _own_message(world, bot, call)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    shows_preview = not preview.get("is_disabled", False)
    return _edit(world, bot, call, chat, replace(message, content=content, preview=shows_preview))


def edit_message_caption(world: World, bot: BotAccount, call: Call) -> Json:
    """Another caption under a picture or document; an empty one takes it away."""
    caption = caption_of(call)
    chat, message = _own_message(world, bot, call)
    if not {"photo", "document"} & set(message.content):
        raise bad_request("there is no caption in the message to edit")
    kept = {name: value for name, value in message.content.items() if name in ("photo", "document")}
    return _edit(world, bot, call, chat, replace(message, content={**kept, **caption}))


def edit_message_media(world: World, bot: BotAccount, call: Call) -> Json:
    """Another picture or document in the place of what was there, text included."""
    media = call.get("media")
    if media is None:
        raise bad_request("media is empty")
    check_fields("media", media, _MEDIA_FIELDS, world.strict)
    kind = media.get("type")
    if kind not in ("photo", "document"):
        raise bad_request("can't parse InputMedia: unsupported media type specified")
    if "media" not in media:
        raise bad_request("can't parse InputMedia: media not found")
    text, entities = checked_caption(media.get("caption", ""), media.get("caption_entities"))
    chat, message = _own_message(world, bot, call)
    file = file_of(world, call, kind, media["media"])
    content: Json = {"photo": photo_sizes(file)} if kind == "photo" else {"document": document_json(file)}
    if text:
        content |= {"caption": text, "caption_entities": entities}
    return _edit(world, bot, call, chat, replace(message, content=content))


def edit_message_reply_markup(world: World, bot: BotAccount, call: Call) -> Json:
    """Another keyboard, or none."""
    chat, message = _own_message(world, bot, call)
    return _edit(world, bot, call, chat, message)


def _own_message(world: World, bot: BotAccount, call: Call) -> tuple[Chat, Message]:
    """The bot's message that the call names. It may be of any age. Raises ApiError."""
    if "chat_id" not in call.values and "message_id" not in call.values:
        raise bad_request("message identifier is not specified")
    chat = reachable_chat(world, bot, call)
    if not call.get("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.find(call.get("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or not message.editable:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(world: World, bot: BotAccount, call: Call, chat: Chat, message: Message) -> Json:
    markup = checked_markup(call.get("reply_markup"), inline_only=True, strict=world.strict)
    before = chat.find(message.message_id)
    if before and before.content == message.content and before.keyboard == markup:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    # Clients mark a message as edited for its content, not for its keyboard.
    changed = before is None or before.content != message.content
    edited_at = world.now() if changed else message.edited_at
    edited = chat.replace(replace(message, keyboard=markup, edited_at=edited_at), world.now())
    return world.message_json(bot, chat, edited)


def delete_message(world: World, bot: BotAccount, call: Call) -> bool:
    """Takes one message away for both sides."""
    if call.get("chat_id", "") == "":
        raise bad_request("chat identifier is not specified")
    if not call.get("message_id"):
        raise bad_request("message identifier is not specified")
    chat = _chat_to_clear(world, bot, call)
    message = chat.find(call.get("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    _check_deletable(world, chat, message)
    chat.remove([message.message_id], world.now())
    return True


def delete_messages(world: World, bot: BotAccount, call: Call) -> bool:
    """Takes 1 to 100 messages away and skips those that are not there; one that is too old stops them all."""
    ids = call.get("message_ids") or []
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > 100:
        raise bad_request("too many message identifiers specified")
    if not all(isinstance(each, int) and not isinstance(each, bool) for each in ids):
        raise bad_request("message identifier must be a Number")
    if any(each <= 0 for each in ids):
        raise bad_request("invalid message identifier specified")
    chat = _chat_to_clear(world, bot, call)
    found = [message for each in ids if (message := chat.find(each)) is not None]
    for message in found:
        _check_deletable(world, chat, message)
    chat.remove([message.message_id for message in found], world.now())
    return True


def _chat_to_clear(world: World, bot: BotAccount, call: Call) -> Chat:
    """Clearing a private chat works also when the person has blocked the bot."""
    chat = world.find_chat(bot, call.get("chat_id", ""))
    return chat if chat.kind == "private" else reachable_chat(world, bot, call)


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    is_old = message.sent_at + DELETABLE_FOR <= world.now()
    is_foreign = chat.kind != "private" and not message.from_bot
    if is_old or is_foreign:
        raise bad_request("message can't be deleted")


def answer_callback_query(world: World, bot: BotAccount, call: Call) -> bool:
    """Stops the little clock on a tapped button, and may show a line or an alert."""
    text = call.get("text", "")
    if utf16_length(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if call.get("url"):
        raise bad_request("URL_INVALID")
    tap = world.open_tap(bot, call.get("callback_query_id", ""))
    tap.answered = True
    tap.chat.record("answered", world.now(), {"query_id": tap.query_id})
    if text:
        tap.chat.pop_up(Popup(world.now(), text, call.get("show_alert", False)))
    return True
