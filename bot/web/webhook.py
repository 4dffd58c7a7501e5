"""Where Telegram posts updates. A 200 says that the update is handled and committed; after all else it comes again."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.errors import DatabaseAway

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1024 * 1024
NOT_NOW = {"Retry-After": "1"}  # seconds

Take = Callable[[dict[str, Any]], Awaitable[None]]
"""Handles one update to its end. Raises DatabaseAway where it has to come again."""


class Webhook:
    """Takes updates at `path` from whoever knows the secret, from `open` to `close`; at other times they come again."""

    def __init__(self, path: str, secret: str) -> None:
        self._path = path
        self._secret = secret.encode()
        self._take: Take | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def routes(self) -> list[Route]:
        """The one address."""
        return [Route(self._path, self._receive, methods=["POST"])]

    def open(self, take: Take) -> None:
        """From now on, updates are handled."""
        self._take = take

    async def close(self, seconds: float) -> None:
        """Take no more, and give what is under way so long to finish."""
        self._take = None
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)

    async def _receive(self, request: Request) -> PlainTextResponse:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), self._secret):
            return PlainTextResponse("who are you?\n", 403)
        body = await _read(request)
        if body is None:
            return PlainTextResponse("too long for an update\n", 413)
        try:
            update = json.loads(body)
        except ValueError:
            return PlainTextResponse("not JSON\n", 400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return PlainTextResponse("not an update\n", 400)
        if self._take is None:
            return PlainTextResponse("not open\n", 503, NOT_NOW)
        taking = asyncio.ensure_future(self._take(update))
        self._under_way.add(taking)
        taking.add_done_callback(self._under_way.discard)
        try:
            await asyncio.shield(taking)  # whoever posted may hang up; what was begun is finished
        except DatabaseAway:
            return PlainTextResponse("the database is away\n", 503, NOT_NOW)
        return PlainTextResponse("")


async def _read(request: Request) -> bytes | None:
    """The body; None as soon as it is longer than an update can be."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)
