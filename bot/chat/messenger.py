"""The messenger: carries cards to Telegram, and says in our own words what went wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Protocol

from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.chat.transport import NoAnswer
from bot.course import Entity
from bot.views import Button, Card, Gone
from bot.views.messenger import Flooded, Messenger, Refused, Unavailable, Unknown, Unreachable

Json = dict[str, Any]

NO_PREVIEW = {"is_disabled": True}
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
    """`Messenger` over python-telegram-bot's Bot.

    What is called for every card and tap goes as plain data. PTB's own methods build an object of everything that goes
    out and comes back, of which only a message id is needed; that costs more than all the rest of a call.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat_id: int, card: Card, *, silent: bool) -> int:
        """A new message; returns its id."""
        async with in_our_words():
            message = await self._call("sendmessage", chat_id=chat_id, disable_notification=silent, **_shown(card))
            message_id: int = message["message_id"]
            return message_id

    async def edit(self, chat_id: int, message_id: int, card: Card) -> None:
        """Let the message show `card`."""
        async with in_our_words():
            await self._call("editmessagetext", chat_id=chat_id, message_id=message_id, **_shown(card))

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
            await self._call("deletemessages", chat_id=chat_id, message_ids=message_ids)

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
            await self._call("answercallbackquery", callback_query_id=query_id, **_popup(popup))

    async def leave(self, chat_id: int) -> None:
        """Leave a group or channel."""
        async with in_our_words():
            await self._bot.leave_chat(chat_id)

    async def _call(self, method: str, **values: object) -> Any:
        """One call; the answer as it came. PTB advises against its own spelling of a name; Telegram takes any."""
        return await self._bot.do_api_request(method, api_kwargs=values)


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
    except (NetworkError, InvalidToken, EndPointNotFound):
        # A token that is revoked may be set right: nobody's page is given up for it. PTB calls it an unknown endpoint.
        raise Unavailable("not carried out") from None
    except TelegramError as error:
        raise Refused(type(error).__name__) from None


def _shown(card: Card) -> Json:
    """What a message shows, as Telegram takes it."""
    shown: Json = {"text": card.text.text, "link_preview_options": NO_PREVIEW}
    if card.text.entities:
        shown["entities"] = [_entity(entity) for entity in card.text.entities]
    if card.rows:
        shown["reply_markup"] = {"inline_keyboard": [[_button(button) for button in row] for row in card.rows]}
    return shown


def _button(button: Button) -> Json:
    if button.step is None:
        return {"text": button.label, "copy_text": {"text": button.copies}}
    return {"text": button.label, "callback_data": button.step.pack()}


def _entity(entity: Entity) -> Json:
    place: Json = {"type": entity.kind.value, "offset": entity.offset, "length": entity.length}
    return {**place, "url": entity.url} if entity.url else place


def _popup(text: str) -> Json:
    return {"text": text, "show_alert": True} if text else {}
