"""What somebody would build instead, as the documentation shows it: `python -m bot.bench.rivals NAME …`.

Each tells each person something at one instant, and prints a line of JSON once everybody is registered. `jobqueue` is
PTB's JobQueue with one `run_daily` a person; `jobstore` APScheduler with a job store in SQLite and one job a person;
`loop` reads all people every minute. `-patient` lifts the limit that APScheduler sets on being late. Each makes only so
many calls at once, which no documentation says: their HTTP client looks through its whole queue for each call, and with
thousands in it hardly gets to sending.
"""

import argparse
import asyncio
import json
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram import Bot
from telegram.ext import Application, ContextTypes
from telegram.request import HTTPXRequest

from bot.bench.message import TOKEN, WORDS
from bot.bench.watching import resident
from bot.logs import set_up_logging

AT_ONCE = 64
A_MINUTE = 60.0
_calls = asyncio.Semaphore(AT_ONCE)
_bot: Bot | None = None  # a job in a store names a function of a module, and can carry nothing that is open


def _application(url: str) -> "Application[Any, Any, Any, Any, Any, Any]":
    request = HTTPXRequest(connection_pool_size=AT_ONCE, pool_timeout=600)
    return Application.builder().token(TOKEN).base_url(f"{url}/bot").request(request).build()


def _registered(began: float) -> None:
    print(json.dumps({"seconds": time.monotonic() - began, "memory": resident()}), flush=True)


async def _send(bot: Bot, person: int) -> None:
    async with _calls:
        await bot.send_message(person, WORDS)


async def _tell(context: ContextTypes.DEFAULT_TYPE) -> None:
    assert context.job is not None
    await _send(context.bot, int(str(context.job.data)))


async def jobqueue(options: argparse.Namespace, at: datetime, **limits: Any) -> None:
    """PTB's JobQueue."""
    began = time.monotonic()
    application = _application(options.url)
    async with application:
        assert application.job_queue is not None
        await application.start()
        for person in range(1, options.people + 1):
            application.job_queue.run_daily(_tell, at.timetz(), data=person, job_kwargs=limits)
        _registered(began)
        await asyncio.Event().wait()


async def tell_one(person: int) -> None:
    """What a job in the store does."""
    assert _bot is not None
    await _send(_bot, person)


async def jobstore(options: argparse.Namespace, at: datetime, **limits: Any) -> None:
    """APScheduler with its job store."""
    global _bot
    began = time.monotonic()
    async with _application(options.url).bot as _bot:
        store = SQLAlchemyJobStore(f"sqlite:///{options.database}")
        scheduler = AsyncIOScheduler(jobstores={"default": store}, timezone=UTC)
        scheduler.start(paused=True)
        if not options.again:
            for person in range(1, options.people + 1):
                scheduler.add_job(tell_one, "date", run_date=at, args=[person], id=str(person), **limits)
        scheduler.resume()
        _registered(began)
        await asyncio.Event().wait()


async def loop(options: argparse.Namespace, at: datetime) -> None:
    """A loop over a table of people."""
    began = time.monotonic()
    table = sqlite3.connect(options.database, isolation_level=None)
    if not options.again:
        table.execute("CREATE TABLE person (chat INTEGER PRIMARY KEY, at REAL, told INTEGER)")
        rows = [(person, at.timestamp(), 0) for person in range(1, options.people + 1)]
        table.execute("BEGIN")
        table.executemany("INSERT INTO person VALUES (?, ?, ?)", rows)
        table.execute("COMMIT")
    async with _application(options.url).bot as bot:
        _registered(began)
        while True:
            people = table.execute("SELECT * FROM person").fetchall()
            due = [chat for chat, when, told in people if not told and when <= time.time()]

            async def tell(chat: int) -> None:
                await _send(bot, chat)
                table.execute("UPDATE person SET told = 1 WHERE chat = ?", (chat,))

            await asyncio.gather(*map(tell, due))
            await asyncio.sleep(A_MINUTE - (time.monotonic() - began) % A_MINUTE)


async def main(options: argparse.Namespace) -> None:
    """Run one of them until it is killed."""
    set_up_logging("ERROR", "text")
    at = datetime.fromtimestamp(options.at, UTC).replace(microsecond=0) + timedelta(seconds=1)
    name, _, patient = options.name.partition("-")
    limits = {"misfire_grace_time": None} if patient else {}
    await {"jobqueue": jobqueue, "jobstore": jobstore, "loop": loop}[name](options, at, **limits)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("name")
    arguments.add_argument("url")
    arguments.add_argument("--people", type=int, required=True)
    arguments.add_argument("--at", type=float, required=True, help="when everybody is told, in seconds since 1970")
    arguments.add_argument("--database", required=True)
    arguments.add_argument("--again", action="store_true", help="a start after a kill: what was stored is there")
    asyncio.run(main(arguments.parse_args()))
