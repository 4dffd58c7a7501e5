"""How updates reach us: Telegram is told to post them to the webhook, or to keep them until they are fetched."""

import hashlib

from telegram import Bot, Update
from telegram.error import BadRequest

from bot.chat.handler import Handler
from bot.chat.polling import WANTED
from bot.errors import SettingError
from bot.logs import get_log

log = get_log("intake")
CONNECTIONS = 40  # that Telegram holds at once


async def post_to(bot: Bot, url: str, secret: str) -> None:
    """Let Telegram post updates to `url`, unless it does so already. Raises SettingError where it refuses the address.

    Telegram does not say which secret it uses. So the address carries a mark that changes with the secret.
    """
    marked = f"{url}?v={hashlib.sha256(secret.encode()).hexdigest()[:8]}"
    info = await bot.get_webhook_info()
    known = (info.url, frozenset(info.allowed_updates), info.max_connections)
    if known == (marked, frozenset(WANTED), CONNECTIONS):
        return
    try:
        await bot.set_webhook(marked, secret_token=secret, allowed_updates=WANTED, max_connections=CONNECTIONS)
    except BadRequest as error:
        raise SettingError(f"WEBHOOK_URL: Telegram refuses it ({error.message})") from None
    log.info("the webhook is set", code="webhook_set")


async def keep_for_us(bot: Bot) -> None:
    """Take a webhook away that was left from before: as long as there is one, nobody can fetch. No update is lost."""
    if (await bot.get_webhook_info()).url:
        log.warning(
            "a webhook was set for this token, and is taken away, because this process polls: "
            "if another one lives by it, stop one of the two",
            code="webhook_left",
        )
        await bot.delete_webhook(drop_pending_updates=False)


class Taker:
    """Handles what was posted."""

    def __init__(self, bot: Bot, handler: Handler) -> None:
        self._bot = bot
        self._handler = handler

    async def take(self, posted: dict[str, object]) -> None:
        """Handle one update to its end. Raises DatabaseAway where it has to come again."""
        try:
            update = Update.de_json(posted, self._bot)
        except (KeyError, TypeError, ValueError, AttributeError):
            # Refused, it would come again for a day and hold up everything behind it.
            log.error("an update could not be read", code="unreadable", exc_info=True)
            return
        await self._handler.handle(update)
