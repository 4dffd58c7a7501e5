"""The port through which cards reach a chat. `bot.chat` carries it out; tests and jobs know only this."""

from datetime import timedelta
from typing import Protocol

from bot.errors import HomewardError
from bot.views.card import Card


class MessengerError(HomewardError):
    """Something kept a call from being carried out, or left that open."""

    code = "messenger"


class Unreachable(MessengerError):
    """The person has blocked the bot, or the account is gone."""

    code = "unreachable"


class Flooded(MessengerError):
    """Too many calls; not before `retry_after`."""

    code = "flooded"

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__("too many calls")
        self.retry_after = retry_after


class Refused(MessengerError):
    """Telegram will never carry this out as it is."""

    code = "refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Gone(MessengerError):
    """The message stands in the chat no longer, or can't be edited any more."""

    code = "gone"


class Unavailable(MessengerError):
    """Certainly not carried out: no connection, or a server's fault."""

    code = "unavailable"


class Unknown(MessengerError):
    """It may have been carried out: the answer never came."""

    code = "unknown"


class Messenger(Protocol):
    """Sends covers, edits cards, deletes messages. Each call raises a `MessengerError` if it cannot."""

    async def send(self, chat_id: int, card: Card, *, silent: bool) -> int:
        """A new message; returns its id. Only covers are sent."""
        ...

    async def edit(self, chat_id: int, message_id: int, card: Card) -> None:
        """Let the message show `card`; showing it already counts as done."""
        ...

    async def send_photo(self, chat_id: int, name: str, png: bytes) -> int:
        """A picture that cannot be passed on, without a sound; returns its message id. Only what was asked for."""
        ...

    async def delete(self, chat_id: int, message_ids: list[int]) -> None:
        """Delete up to 100 messages; what is not there any more counts as deleted."""
        ...

    async def send_document(self, chat_id: int, name: str, data: bytes) -> int:
        """A new message with a file that the person may keep, without sound; returns its id."""
        ...

    async def auto_delete_after(self, chat_id: int) -> int:
        """The seconds of the chat's own auto-delete timer; 0: it is off."""
        ...
