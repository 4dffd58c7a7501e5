"""A bot's account with Telegram: its token, its profile, and the updates that wait for it."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.records import Json, Update

KEPT_FOR = timedelta(hours=24)
CALLBACK_KEPT_FOR = timedelta(seconds=150)
DEFAULT_UPDATES = frozenset({"message", "edited_message", "channel_post", "callback_query", "my_chat_member"})


@dataclass
class Webhook:
    """A webhook as `setWebhook` set it, and what became of the last deliveries."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error_at: datetime | None = None
    last_error: str = ""


class BotAccount:
    """One bot. Ids of updates and messages ascend; all its chats share the message ids, as at Telegram."""

    def __init__(self, bot_id: int, token: str, name: str, username: str) -> None:
        self.bot_id = bot_id
        self.token = token
        self.name = name
        self.username = username
        self.allowed = DEFAULT_UPDATES
        self.webhook: Webhook | None = None
        self.poller: asyncio.Future[None] | None = None
        self.polls = 0
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Json] = {}
        self._updates: dict[int, Update] = {}
        self._last_update_id = 0
        self._last_message_id = 0

    @property
    def shown_name(self) -> str:
        """The name as people see it: that of the profile, or the one from BotFather."""
        return self.profile.get(("name", "")) or self.name

    @property
    def pending(self) -> list[Update]:
        """The updates that the bot has not confirmed, oldest first."""
        return list(self._updates.values())

    @property
    def last_ids(self) -> tuple[int, int]:
        """The highest message id and the highest update id that were given out."""
        return self._last_message_id, self._last_update_id

    def go_on_after(self, message_id: int, update_id: int) -> None:
        """Give out only ids above these, as a bot whose earlier life is brought back must."""
        self._last_message_id = max(self._last_message_id, message_id)
        self._last_update_id = max(self._last_update_id, update_id)

    def next_message_id(self) -> int:
        """A message id that no chat of this bot has had."""
        self._last_message_id += 1
        return self._last_message_id

    def enqueue(self, kind: str, body: Json, lane: str, now: datetime) -> Update | None:
        """Let an update wait for the bot; None if the bot did not ask for its kind."""
        if kind not in self.allowed:
            return None
        self._last_update_id += 1
        update = Update(self._last_update_id, kind, body, lane, now)
        self._updates[update.update_id] = update
        return update

    def confirm_below(self, offset: int) -> None:
        """Forget every update with an id below `offset`; a negative one keeps the last -offset updates."""
        if offset < 0:
            ids = list(self._updates)[offset:]
            offset = ids[0] if ids else self._last_update_id + 1
        for update_id in [each for each in self._updates if each < offset]:
            del self._updates[update_id]

    def confirm(self, update_id: int) -> None:
        """Forget one update, because the webhook took it."""
        self._updates.pop(update_id, None)

    def drop_updates(self) -> None:
        """Forget all updates."""
        self._updates.clear()

    def expire(self, now: datetime) -> None:
        """Forget what Telegram would no longer keep: updates after a day, taps after 150 seconds."""
        for update in self.pending:
            kept = CALLBACK_KEPT_FOR if update.kind == "callback_query" else KEPT_FOR
            if update.made_at + kept < now:
                del self._updates[update.update_id]

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Remember which kinds of update the bot wants; None changes nothing, an empty list: the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or DEFAULT_UPDATES
