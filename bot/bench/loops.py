"""What is measured, each in a process of its own: `python -m bot.bench.loops NAME …` prints one line of JSON.

`ptb` and `transport` are bare loops that send and do nothing else; `raw` is how much the server can take; `worker` is
this program's own sending, with its timetable, its claims and its database.
"""

import argparse
import asyncio
import json
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.bench.crowd import CONTENT, NOW
from bot.bench.message import TOKEN, WORDS
from bot.bench.watching import resident
from bot.chat.client import make_bot
from bot.chat.messenger import TelegramMessenger
from bot.chat.transport import Transport
from bot.clock import MovableClock, SystemClock
from bot.config import Settings
from bot.course import load
from bot.crypto import Ring
from bot.db.engines import make_engine
from bot.db.keystore import KeyStore
from bot.journey import agenda
from bot.journey.library import Library, Operator
from bot.journey.turns import Turns
from bot.logs import set_up_logging
from jobs import deliver_due
from jobs.deps import BATCHES, Deps
from jobs.timetable import Timetable

LOOK_SECONDS = 0.1
TICKS = 200


async def bare(send: Callable[[int], Awaitable[Any]], messages: int, at_once: int) -> None:
    """Send so many messages, so many of them side by side."""
    numbers = iter(range(1, messages + 1))

    async def lane() -> None:
        for number in numbers:
            await send(number)

    await asyncio.gather(*(lane() for _ in range(at_once)))


async def ptb(options: argparse.Namespace) -> None:
    """PTB as it comes."""
    request = HTTPXRequest(connection_pool_size=options.at_once, pool_timeout=30)
    async with Bot(TOKEN, base_url=f"{options.url}/bot", request=request) as bot:
        await bare(lambda chat: bot.send_message(chat, WORDS), options.messages, options.at_once)


async def transport(options: argparse.Namespace) -> None:
    """PTB over our transport."""
    async with Bot(TOKEN, base_url=f"{options.url}/bot", request=Transport(options.at_once)) as bot:
        await bare(lambda chat: bot.send_message(chat, WORDS), options.messages, options.at_once)


async def raw(options: argparse.Namespace) -> None:
    """Bytes over open connections: the ceiling of the server and of a client without any library."""
    host, port = options.url.removeprefix("http://").split(":")
    body = json.dumps({"chat_id": 1, "text": WORDS}).encode()
    head = f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    numbers = iter(range(options.messages))

    async def lane() -> None:
        reader, writer = await asyncio.open_connection(host, int(port))
        for _ in numbers:
            writer.write(head + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            length = int(answer.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
        writer.close()

    await asyncio.gather(*(lane() for _ in range(options.at_once)))


@asynccontextmanager
async def _opened(options: argparse.Namespace) -> AsyncIterator[Turns]:
    engine, keys = make_engine(options.database), make_engine(options.keys)
    store = await KeyStore.open(keys, Ring([options.ring]))
    yield Turns(engine, store, Library.of(load(CONTENT), Operator("", ""), model=False))
    await engine.dispose()
    await keys.dispose()


def _as_it_runs(options: argparse.Namespace) -> Bot:
    return make_bot(Settings(telegram_token=TOKEN, telegram_api_url=options.url), SystemClock())


async def worker(options: argparse.Namespace) -> None:
    """This program's own sending: until nothing more is due."""
    async with _opened(options) as turns, _as_it_runs(options) as bot:
        clock = MovableClock(NOW + timedelta(seconds=time.time() - options.since), 1.0)
        timetable = Timetable(
            Deps(
                turns,
                TelegramMessenger(bot),
                rate=options.rate,
                batch=BATCHES[turns.dialect],
                lease=timedelta(seconds=options.lease),
            ),
            clock,
            1.0,
        )
        options.measured["start"] = time.perf_counter() - options.began
        options.began, options.cpu_began = time.perf_counter(), time.process_time()
        timetable.start()
        while await agenda.is_unfinished(turns, clock.now()):  # noqa: ASYNC110 - nobody would set an event for us
            await asyncio.sleep(LOOK_SECONDS)
        await timetable.stop(30)


async def tick(options: argparse.Namespace) -> None:
    """A tick with nothing due: its median seconds."""
    async with _opened(options) as turns, _as_it_runs(options) as bot:
        deps = Deps(turns, TelegramMessenger(bot), rate=options.rate, batch=BATCHES[turns.dialect])
        took = []
        for _ in range(TICKS):
            began = time.perf_counter()
            if await deliver_due.run(deps, NOW):
                raise RuntimeError("something was due")
            took.append(time.perf_counter() - began)
    options.measured["tick"] = statistics.median(took)


LOOPS = {"ptb": ptb, "transport": transport, "raw": raw, "worker": worker, "tick": tick}


async def main(options: argparse.Namespace) -> None:
    """Run one loop and tell what it cost."""
    set_up_logging("ERROR", "text")
    options.began, options.cpu_began = time.perf_counter(), time.process_time()
    options.measured = {}
    await LOOPS[options.name](options)
    figures = options.measured | {
        "seconds": time.perf_counter() - options.began,
        "cpu": time.process_time() - options.cpu_began,
        "memory": resident(),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("name", choices=LOOPS)
    arguments.add_argument("url")
    arguments.add_argument("--messages", type=int, default=1000)
    arguments.add_argument("--at-once", type=int, default=64)
    arguments.add_argument("--database")
    arguments.add_argument("--keys")
    arguments.add_argument("--ring")
    arguments.add_argument("--rate", type=float, default=1_000_000)
    arguments.add_argument(
        "--since", type=float, default=time.time(), help="when the crowd's morning began: one for all"
    )
    arguments.add_argument("--lease", type=float, default=120, help="seconds that a claim outlives a kill")
    asyncio.run(main(arguments.parse_args()))
