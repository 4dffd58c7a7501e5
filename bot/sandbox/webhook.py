"""Posting updates to a bot's webhook: one lane's updates strictly in order, different lanes side by side."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from bot.sandbox.bots import BotAccount, Webhook
from bot.sandbox.records import Update
from bot.sandbox.world import World

ANSWER_SECONDS = 60.0
FIRST_DELAY = 1.0
LONGEST_DELAY = 60.0
LONGEST_RETRY_AFTER = 3600.0


@dataclass(frozen=True)
class Answer:
    """What the webhook said: HTTP status and reason, the seconds of a Retry-After header, and the body."""

    status: int
    reason: str
    retry_after: float | None
    body: bytes

    @property
    def is_taken(self) -> bool:
        """Whether the update counts as delivered."""
        return 200 <= self.status < 300


class Courier:
    """Delivers the updates of all bots with a webhook. `pause` waits real seconds between attempts."""

    def __init__(self, world: World, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._world = world
        self._pause = pause
        self._lanes: dict[tuple[int, str], asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Deliver until cancelled."""
        try:
            while True:
                await self._world.until(self._is_work_waiting, "nothing to deliver", seconds=None)
                for bot in self._world.bots.values():
                    self._start_lanes(bot)
        finally:
            for task in self._lanes.values():
                task.cancel()
            await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    def _is_work_waiting(self) -> bool:
        return any(self._idle_lanes(bot) for bot in self._world.bots.values())

    def _idle_lanes(self, bot: BotAccount) -> list[str]:
        if bot.webhook is None:
            return []
        running = [lane for number, lane in self._lanes if number == bot.bot_id]
        room = bot.webhook.max_connections - len(running)
        waiting = dict.fromkeys(update.lane for update in bot.pending)
        return [lane for lane in waiting if lane not in running][: max(room, 0)]

    def _start_lanes(self, bot: BotAccount) -> None:
        for lane in self._idle_lanes(bot):
            key = (bot.bot_id, lane)
            self._lanes[key] = asyncio.create_task(self._work_off(bot, lane))
            self._lanes[key].add_done_callback(partial(self._finish, key))

    def _finish(self, key: tuple[int, str], _: "asyncio.Task[None]") -> None:
        del self._lanes[key]
        self._world.pulse()

    async def _work_off(self, bot: BotAccount, lane: str) -> None:
        """Post one lane's updates, oldest first, each until it is taken or too old."""
        failures = 0
        while bot.webhook and (update := _first(bot, lane, self._world)):
            hook = bot.webhook
            error, wait = await self._attempt(bot, hook, update)
            if not error:
                failures = 0
                continue
            failures += 1
            hook.last_error_at, hook.last_error = self._world.now(), error
            self._world.pulse()
            await self._pause(wait if wait is not None else min(FIRST_DELAY * 2 ** (failures - 1), LONGEST_DELAY))

    async def _attempt(self, bot: BotAccount, hook: Webhook, update: Update) -> tuple[str, float | None]:
        """One delivery: an empty error if it was taken, else the error and the wait that was asked for."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await post(hook.url, hook.secret, json.dumps(update.as_json()).encode())
        except TimeoutError:
            return "Read timeout expired", None
        except ConnectionRefusedError:
            return "Connection refused", None
        except (OSError, ValueError, EOFError, asyncio.LimitOverrunError) as fault:
            return f"Connection closed: {type(fault).__name__}", None
        if not answer.is_taken:
            wait = None if answer.retry_after is None else min(answer.retry_after, LONGEST_RETRY_AFTER)
            return f"Wrong response from the webhook: {answer.status} {answer.reason}", wait
        if b'"method"' in answer.body:
            self._world.complain("webhook", "a call in the answer to an update is not carried out here")
        bot.confirm(update.update_id)
        self._world.pulse()
        return "", None


def _first(bot: BotAccount, lane: str, world: World) -> Update | None:
    bot.expire(world.now())
    return next((update for update in bot.pending if update.lane == lane), None)


async def post(url: str, secret: str, body: bytes) -> Answer:
    """One POST of JSON over plain HTTP. Raises OSError, EOFError, ValueError if there is no proper answer."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    head = [
        f"POST {target} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    if secret:
        head.append(f"X-Telegram-Bot-Api-Secret-Token: {secret}")
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
    try:
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        await writer.drain()
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        _, status, reason = (lines[0] + " ").split(" ", 2)
        headers = dict(line.lower().split(":", 1) for line in lines[1:] if ":" in line)
        retry_after = headers.get("retry-after", "").strip()
        rest = await reader.read()
        return Answer(int(status), reason.strip(), float(retry_after) if retry_after.isdigit() else None, rest)
    finally:
        writer.close()
