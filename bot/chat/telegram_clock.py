"""Telegram's clock, by the Date of an answer of its server."""

from datetime import datetime
from email.utils import parsedate_to_datetime

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.chat.transport import proxy_for

PATIENCE = ClientTimeout(total=10)


async def telegram_now(api_url: str) -> datetime | None:
    """The instant at the server of `api_url`, to the second; None: it does not answer, or says no date."""
    try:
        async with (
            ClientSession(timeout=PATIENCE) as session,
            session.head(api_url, proxy=proxy_for(api_url)) as answer,
        ):
            return parsedate_to_datetime(answer.headers["Date"])
    except (ClientError, TimeoutError, KeyError, ValueError):
        return None
