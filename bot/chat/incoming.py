"""What came in, as one small record, whatever shape Telegram gave it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatMemberStatus, ChatType


class What(StrEnum):
    """The kinds that make a difference to us."""

    WORDS = "words"
    COMMAND = "command"
    TAP = "tap"
    OTHER = "other"  # a photo, a voice message, anything that is no text
    QUIET = "quiet"  # an edit, or a note of Telegram's own: it only has to go
    TIMER = "timer"  # Telegram's note that its auto-delete timer was set
    BLOCKED = "blocked"
    ELSEWHERE = "elsewhere"  # a group or channel


@dataclass(frozen=True)
class Incoming:
    """One update. `message_id` is what a person wrote, or the message whose button was tapped."""

    update_id: int
    chat_id: int
    what: What
    sent_at: datetime | None = None
    language: str = "en"
    message_id: int | None = None
    text: str = ""  # words, a command's name, or button data
    rest: str = ""  # what stands after a command
    query_id: str = ""
    seconds: int = 0  # of a timer that was set


def decode(update: Update) -> Incoming | None:
    """The update as a record; None for kinds that ask for nothing (edits, unblocking, unknown ones)."""
    if update.callback_query:
        return _tap(update.update_id, update.callback_query)
    if update.my_chat_member:
        change = update.my_chat_member
        if change.chat.type != ChatType.PRIVATE:
            gone = change.new_chat_member.status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
            return None if gone else Incoming(update.update_id, change.chat.id, What.ELSEWHERE)
        if change.new_chat_member.status == ChatMemberStatus.BANNED:
            return Incoming(update.update_id, change.chat.id, What.BLOCKED)
        return None
    message = update.message or update.edited_message or update.channel_post
    if message is None:
        return None
    if message.chat.type != ChatType.PRIVATE:
        return Incoming(update.update_id, message.chat.id, What.ELSEWHERE)
    return _message(update.update_id, message, edited=update.message is None)


def _tap(update_id: int, query: CallbackQuery) -> Incoming | None:
    if query.message is None or query.message.chat.type != ChatType.PRIVATE:
        return None
    return Incoming(
        update_id,
        query.message.chat.id,
        What.TAP,
        # An inaccessible message has the date 0: it is older than anything that can still be deleted.
        sent_at=query.message.date,
        language=query.from_user.language_code or "en",
        message_id=query.message.message_id,
        text=query.data or "",
        query_id=query.id,
    )


def _message(update_id: int, message: Message, *, edited: bool) -> Incoming:
    language = (message.from_user.language_code if message.from_user else None) or "en"
    text = message.text or ""
    # What somebody else wrote is no word of this person's, and is not taken in.
    what = What.WORDS if text and message.forward_origin is None else What.OTHER
    if edited or not (text or message.effective_attachment):
        # Somebody who edits old words did not mean to say them again.
        what = What.QUIET
    timer = message.message_auto_delete_timer_changed
    if timer is not None:
        what = What.TIMER
    rest = ""
    if what is What.WORDS and text.startswith("/"):
        head, _, rest = text[1:].partition(" ")
        what, text = What.COMMAND, head.partition("@")[0].lower()
    return Incoming(
        update_id,
        message.chat.id,
        what,
        sent_at=message.date,
        language=language,
        message_id=message.message_id,
        text=text if what in (What.WORDS, What.COMMAND) else "",
        rest=rest.strip(),
        seconds=_seconds(timer.message_auto_delete_time) if timer is not None else 0,
    )


def _seconds(span: int | timedelta) -> int:
    return int(span.total_seconds()) if isinstance(span, timedelta) else span
