"""PTB's Bot as it is used here: over our own transport, at the pace of our own limiter."""

import asyncio

from telegram import Bot
from telegram.ext import ExtBot

from bot.chat.limiter import Limiter
from bot.chat.transport import Transport, proxy_for
from bot.clock import Clock
from bot.config import Settings


def make_bot(settings: Settings, clock: Clock) -> Bot:
    """PTB's Bot against the server that the settings name, with a pool wide enough for a burst of answers.

    Raises SettingError for a proxy in the environment that cannot be used.
    """
    base = settings.telegram_api_url.rstrip("/")
    proxy = proxy_for(base)
    return ExtBot(
        settings.telegram_token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=Transport(64, proxy=proxy),
        get_updates_request=Transport(2, proxy=proxy),
        rate_limiter=_limiter(settings, clock),
    )


def _limiter(settings: Settings, clock: Clock) -> Limiter:
    """One that counts real seconds, or those of a moved clock; while that stands still, nobody waits for them."""
    if not settings.moved_clock:
        return Limiter()
    speed = settings.clock_speed

    async def pause(seconds: float) -> None:
        await asyncio.sleep(seconds / speed if speed else 0)

    return Limiter(1.0 if speed else 0.0, lambda: clock.now().timestamp(), pause)
