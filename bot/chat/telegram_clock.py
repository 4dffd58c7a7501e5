"""Telegram's clock, by the Date of an answer of its server."""

from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

SECONDS = 10.0


async def telegram_now(api_url: str) -> datetime | None:
    """The instant at the server of `api_url`, to the second; None: it does not answer, or says no date."""
    try:
        async with httpx.AsyncClient(timeout=SECONDS) as client:
            return parsedate_to_datetime((await client.head(api_url)).headers["Date"])
    except (httpx.HTTPError, KeyError, ValueError):
        return None
