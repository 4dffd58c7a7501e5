"""The messenger: carries cards to Telegram, and says in our own words what went wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Protocol

from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    MessageEntity,
)
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.chat.transport import NoAnswer
from bot.views import Button, Card, Gone
from bot.views.messenger import Flooded, Messenger, Refused, Unavailable, Unknown, Unreachable

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
DONE_ALREADY = ("message is not modified", "query is too old", "message to delete not found")
GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
)
CANNOT_DELETE = "message can't be deleted"


class Replier(Messenger, Protocol):
    """The port as answers need it: besides cards, taps are confirmed and groups are left."""

    async def answer(self, query_id: str, popup: str = "") -> None:
        """End the waiting mark on a tapped button; with `popup`, say something over the chat."""
        ...

    async def leave(self, chat_id: int) -> None:
        """Leave a group or channel."""
        ...


class TelegramMessenger:
    """`Messenger` over python-telegram-bot's Bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat_id: int, card: Card, *, silent: bool) -> int:
        """A new message; returns its id."""
        async with in_our_words():
            message = await self._bot.send_message(
                chat_id,
                card.text.text,
                entities=_entities(card),
                reply_markup=keyboard(card),
                disable_notification=silent,
                link_preview_options=NO_PREVIEW,
            )
            return message.message_id

    async def edit(self, chat_id: int, message_id: int, card: Card) -> None:
        """Let the message show `card`."""
        async with in_our_words():
            await self._bot.edit_message_text(
                card.text.text,
                chat_id=chat_id,
                message_id=message_id,
                entities=_entities(card),
                reply_markup=keyboard(card),
                link_preview_options=NO_PREVIEW,
            )

    async def send_photo(self, chat_id: int, name: str, png: bytes) -> int:
        """A picture that cannot be passed on, without a sound; returns its message id."""
        async with in_our_words():
            message = await self._bot.send_photo(
                chat_id, InputFile(png, filename=name), protect_content=True, disable_notification=True
            )
            return message.message_id

    async def delete(self, chat_id: int, message_ids: list[int]) -> None:
        """Delete up to 100 messages."""
        async with in_our_words():
            await self._bot.delete_messages(chat_id, message_ids)

    async def send_document(self, chat_id: int, name: str, data: bytes) -> int:
        """A new message with a file that the person may keep, without sound; returns its id."""
        async with in_our_words():
            message = await self._bot.send_document(
                chat_id, InputFile(data, filename=name), disable_notification=True, protect_content=False
            )
            return message.message_id

    async def auto_delete_after(self, chat_id: int) -> int:
        """The seconds of the chat's own auto-delete timer; 0: it is off."""
        async with in_our_words():
            seconds = (await self._bot.get_chat(chat_id)).message_auto_delete_time
            return int(seconds.total_seconds()) if isinstance(seconds, timedelta) else seconds or 0

    async def answer(self, query_id: str, popup: str = "") -> None:
        """End the waiting mark on a tapped button; with `popup`, say something over the chat."""
        async with in_our_words():
            await self._bot.answer_callback_query(query_id, text=popup or None, show_alert=bool(popup))

    async def leave(self, chat_id: int) -> None:
        """Leave a group or channel."""
        async with in_our_words():
            await self._bot.leave_chat(chat_id)


@asynccontextmanager
async def in_our_words() -> AsyncIterator[None]:
    """Turn Telegram's errors into ours; what says "already so" is no error."""
    try:
        yield
    except RetryAfter as error:
        wait = error.retry_after
        raise Flooded(wait if isinstance(wait, timedelta) else timedelta(seconds=wait)) from None
    except Forbidden:
        raise Unreachable("403") from None
    except BadRequest as error:
        said = error.message.lower()
        if any(words in said for words in DONE_ALREADY):
            return
        if any(words in said for words in (*GONE, CANNOT_DELETE)):
            raise Gone(said[:40]) from None
        if "chat not found" in said or "user is deactivated" in said:
            raise Unreachable(said[:40]) from None
        raise Refused(said[:40]) from None
    except NoAnswer:
        raise Unknown("no answer") from None
    except NetworkError:
        raise Unavailable("not carried out") from None
    except TelegramError as error:
        raise Refused(type(error).__name__) from None


def keyboard(card: Card) -> InlineKeyboardMarkup | None:
    """The rows of buttons as Telegram takes them."""
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in card.rows]) if card.rows else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.step is None:
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.copies))
    return InlineKeyboardButton(button.label, callback_data=button.step.pack())


def _entities(card: Card) -> list[MessageEntity]:
    return [MessageEntity(e.kind.value, e.offset, e.length, url=e.url) for e in card.text.entities]
