"""A Bot API server that does as little as can be, so that it is not what is measured: `python -m bot.bench.telegram`.

It answers every call as if it had been carried out, in a process of its own, and prints its port. It can enforce a
limit of messages a second, and let people tap; `GET /figures` tells what it has seen.
"""

import argparse
import asyncio
import itertools
import json
import random
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

from bot.bench.crowd import CARD, NOW

LONGEST_POLL = 5.0
SHOWN_AT = int((NOW - timedelta(hours=1)).timestamp())  # the card that is tapped, as the crowd's clock has it
MOST_UPDATES = 100
FACTS: dict[str, object] = {
    "getme": {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"},
    "getchatmenubutton": {"type": "commands"},
    "getmycommands": [],
    "getmyname": {"name": "Bench"},
    "getmydescription": {"description": ""},
    "getmyshortdescription": {"short_description": ""},
    "getwebhookinfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0},
}


class Telegram:
    """What the server knows: how much was sent, and which taps wait for an answer. Instants are monotonic seconds."""

    def __init__(self, limit: float, remember: bool) -> None:
        self.limit = limit
        self.remember = remember
        self.chats: Counter[int] = Counter()
        self.last_at = 0.0  # seconds since 1970
        self.sent = self.refused = 0
        self.first = self.last = 0.0
        self.lately: deque[float] = deque()  # when messages were sent within the last second
        self.calls: Counter[str] = Counter()
        self.answered: list[float] = []  # seconds from handing a tap out to the change of its card
        self.tapped: dict[int, float] = {}
        self.numbers: Iterator[int] = itertools.count(CARD + 1)
        self.taps: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.handed_out: dict[int, dict[str, Any]] = {}
        self.fetched = asyncio.Event()  # somebody has asked for updates

    def answer(self, method: str, body: bytes) -> bytes | None:
        """The answer to a call; None: it takes a while."""
        self.calls[method] += 1
        if method == "sendmessage":
            if self.remember:
                self.chats[_chat(body)] += 1
                self.last_at = time.time()
            return self._send(time.monotonic())
        if method == "getupdates":
            self.fetched.set()
            return None
        if method == "editmessagetext" and self.tapped:
            began = self.tapped.pop(_chat(body), None)
            if began is not None:
                self.answered.append(time.monotonic() - began)
        if method in ("editmessagetext", "sendphoto", "senddocument"):
            return _message(next(self.numbers))
        return _ok(FACTS.get(method, True))

    def _send(self, now: float) -> bytes:
        while self.lately and self.lately[0] <= now - 1:
            self.lately.popleft()
        if self.limit and len(self.lately) >= self.limit:
            self.refused += 1
            return json.dumps(
                {
                    "ok": False,
                    "error_code": 429,
                    "description": "Too Many Requests: retry after 1",
                    "parameters": {"retry_after": 1},
                }
            ).encode()
        if self.limit:
            self.lately.append(now)
        self.sent += 1
        self.first, self.last = self.first or now, now
        return _message(next(self.numbers))

    async def updates(self, body: bytes) -> bytes:
        """Taps that are not confirmed yet."""
        asked = json.loads(body) if body.startswith(b"{") else {k: v[0] for k, v in parse_qs(body.decode()).items()}
        offset = int(asked.get("offset", 0))
        for number in [number for number in self.handed_out if number < offset]:
            del self.handed_out[number]
        if not self.handed_out and int(asked.get("timeout", 0)):
            with suppress(TimeoutError):
                self._hand_out(await asyncio.wait_for(self.taps.get(), LONGEST_POLL))
        while not self.taps.empty():
            self._hand_out(self.taps.get_nowait())
        return _ok(list(self.handed_out.values())[:MOST_UPDATES])

    def _hand_out(self, update: dict[str, Any]) -> None:
        self.handed_out[update["update_id"]] = update
        self.tapped[update["callback_query"]["from"]["id"]] = time.monotonic()

    async def tap(self, people: int, data: str, every: float) -> None:
        """Let one of the people tap every so often, once somebody fetches taps; each has a card of their own."""
        chance = random.Random(7)
        await self.fetched.wait()
        for number in itertools.count(1):
            await asyncio.sleep(every)
            person = {"id": chance.randint(1, people), "is_bot": False, "first_name": "A"}
            card = {"message_id": CARD, "date": SHOWN_AT, "chat": person | {"type": "private"}}
            query = {"id": str(number), "from": person, "message": card, "chat_instance": "1", "data": data}
            self.taps.put_nowait({"update_id": number, "callback_query": query})

    def figures(self) -> bytes:
        """What was seen so far."""
        return json.dumps(
            {
                "sent": self.sent,
                "refused": self.refused,
                "seconds": self.last - self.first,
                "answered": self.answered,
                "calls": self.calls,
                "chats": self.chats,
                "last_at": self.last_at,
            }
        ).encode()


class _Connection(asyncio.Protocol):
    """HTTP/1.1, as far as clients of a Bot API speak it."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._read = b""
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        while True:
            head, separator, rest = self._read.partition(b"\r\n\r\n")
            if not separator:
                return
            length = 0
            for line in head.split(b"\r\n")[1:]:
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if len(rest) < length:
                return
            body, self._read = rest[:length], rest[length:]
            method = head.split(b" ", 2)[1].rsplit(b"/", 1)[-1].decode().lower()
            self._answer(method, body)

    def _answer(self, method: str, body: bytes) -> None:
        if method == "figures":
            self._write(self._telegram.figures())
        elif (answer := self._telegram.answer(method, body)) is not None:
            self._write(answer)
        else:
            task = asyncio.ensure_future(self._later(body))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _later(self, body: bytes) -> None:
        self._write(await self._telegram.updates(body))

    def _write(self, body: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        self._transport.write(head + body)


def _ok(result: object) -> bytes:
    return json.dumps({"ok": True, "result": result}).encode()


def _message(number: int) -> bytes:
    return (
        b'{"ok":true,"result":{"message_id":%d,"date":1795000000,"chat":{"id":1,"type":"private","first_name":"A"},'
        b'"from":{"id":2,"is_bot":true,"first_name":"Bench"},"text":"Tea is ready."}}' % number
    )


def _chat(body: bytes) -> int:
    if body.startswith(b"{"):
        return int(json.loads(body)["chat_id"])
    return int(parse_qs(body.decode())["chat_id"][0])


async def main(options: argparse.Namespace) -> None:
    """Serve until standard input ends."""
    telegram = Telegram(options.limit, options.remember)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(telegram), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    tapping = asyncio.ensure_future(telegram.tap(options.people, options.taps, options.every)) if options.taps else None
    await loop.run_in_executor(None, sys.stdin.read)
    if tapping is not None:
        tapping.cancel()
    server.close()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--limit", type=float, default=0, help="messages a second; 0: none")
    arguments.add_argument("--taps", default="", help="the data of the button that people tap")
    arguments.add_argument("--every", type=float, default=0.05, help="seconds between two taps")
    arguments.add_argument("--people", type=int, default=1)
    arguments.add_argument("--remember", action="store_true", help="count what each chat was sent")
    asyncio.run(main(arguments.parse_args()))
