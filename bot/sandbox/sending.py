"""sendMessage, sendPhoto, sendDocument, sendChatAction."""

import struct

from bot.sandbox.bots import BotAccount
from bot.sandbox.chats import Chat
from bot.sandbox.markup import checked_markup
from bot.sandbox.parameters import Call, Upload, check_fields
from bot.sandbox.payloads import document_json, photo_sizes
from bot.sandbox.records import Json, Message, StoredFile, bad_request, forbidden
from bot.sandbox.texts import check_url, checked_caption, checked_text
from bot.sandbox.world import World

PHOTO_BYTES = 10 * 1024 * 1024
FILE_BYTES = 50 * 1024 * 1024
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_PREVIEW = {
    "is_disabled": bool,
    "url": str,
    "prefer_small_media": bool,
    "prefer_large_media": bool,
    "show_above_text": bool,
}
_REPLY = {"message_id": int, "allow_sending_without_reply": bool, "chat_id": int}


def send_message(world: World, bot: BotAccount, call: Call) -> Json:
    """A new text message."""
    text, entities = checked_text(call.get("text", ""), call.get("entities"))
    preview = preview_options(world, call)
    content: Json = {"text": text, "entities": entities}
    if preview:
        content["link_preview_options"] = preview
    return _send(world, bot, call, content)


def send_photo(world: World, bot: BotAccount, call: Call) -> Json:
    """A new picture."""
    file = file_of(world, call, "photo", call.get("photo"))
    return _send(world, bot, call, {"photo": photo_sizes(file), **caption_of(call)})


def send_document(world: World, bot: BotAccount, call: Call) -> Json:
    """A new document."""
    file = file_of(world, call, "document", call.get("document"))
    return _send(world, bot, call, {"document": document_json(file), **caption_of(call)})


def send_chat_action(world: World, bot: BotAccount, call: Call) -> bool:
    """Shows for some seconds that the bot is busy."""
    chat = reachable_chat(world, bot, call)
    action = call.get("action", "")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.record("typing", world.now(), {"action": action})
    return True


def _send(world: World, bot: BotAccount, call: Call, content: Json) -> Json:
    markup = checked_markup(call.get("reply_markup"), inline_only=False, strict=world.strict)
    chat = reachable_chat(world, bot, call)
    message = Message(
        message_id=bot.next_message_id(),
        chat_id=chat.chat_id,
        sender_id=bot.bot_id,
        from_bot=True,
        sent_at=world.now(),
        content=content,
        keyboard=markup,
        protected=call.get("protect_content", False),
        silent=call.get("disable_notification", False),
        preview=not content.get("link_preview_options", {}).get("is_disabled", False),
        editable=markup is None or "inline_keyboard" in markup,
        reply_to=_replied(world, chat, call),
    )
    return world.message_json(bot, chat, chat.add(message))


def reachable_chat(world: World, bot: BotAccount, call: Call) -> Chat:
    """The chat of the call, if the bot may write there. Raises ApiError if not."""
    chat = world.find_chat(bot, call.get("chat_id", ""))
    if chat.kind == "private":
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
    elif chat.bot_status in ("left", "kicked"):
        how = "was kicked from" if chat.bot_status == "kicked" else "is not a member of"
        raise forbidden(f"bot {how} the {chat.kind} chat")
    return chat


def _replied(world: World, chat: Chat, call: Call) -> int | None:
    reply = call.get("reply_parameters")
    if not reply:
        return None
    check_fields("reply_parameters", reply, _REPLY, world.strict)
    if "message_id" not in reply:
        raise bad_request('can\'t find field "message_id"')
    if chat.find(reply["message_id"]) is None:
        if reply.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return int(reply["message_id"])


def preview_options(world: World, call: Call) -> Json:
    """The checked link_preview_options of a call; empty if there are none. Raises ApiError."""
    options: Json = call.get("link_preview_options") or {}
    check_fields("link_preview_options", options, _PREVIEW, world.strict)
    if options.get("url"):
        check_url(options["url"], "link preview URL")
    return options


def caption_of(call: Call) -> Json:
    """The checked caption fields of a call; empty if there is no caption. Raises ApiError."""
    caption, entities = checked_caption(call.get("caption", ""), call.get("caption_entities"))
    return {"caption": caption, "caption_entities": entities} if caption else {}


def file_of(world: World, call: Call, kind: str, given: object) -> StoredFile:
    """The file that a call names: an upload under the parameter's own name, "attach://part", or a file id.

    `kind` is "photo" or "document". Raises ApiError.
    """
    upload: Upload | None = call.files.get(kind)
    if isinstance(given, str) and given.startswith("attach://"):
        upload = call.files.get(given.removeprefix("attach://"))
    elif isinstance(given, str) and given:
        if given in world.files:
            return world.files[given]
        raise bad_request("wrong file identifier/HTTP URL specified")
    if upload is None:
        raise bad_request(f"there is no {kind} in the request")
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > (PHOTO_BYTES if kind == "photo" else FILE_BYTES):
        raise bad_request("file is too big")
    width, height = _picture_size(upload.data) if kind == "photo" else (0, 0)
    return world.store_file(upload.name, upload.mime, upload.data, width, height)


def _picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG; JPEG is taken as it is. Raises ApiError as Telegram does."""
    if data.startswith(b"\xff\xd8\xff"):
        return 1280, 720
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or len(data) < 24:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = struct.unpack(">II", data[16:24])
    if not width or not height or width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height
