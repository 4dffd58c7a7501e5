"""A bare loop of aiogram, as a yardstick: `PYTHON bot/bench/aiogram_loop.py URL MESSAGES AT_ONCE`.

aiogram wants older libraries than this program, so it lives in an environment of its own; this file needs nothing else.
"""

import asyncio
import json
import sys
import time

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

TOKEN = "1:bench-only-never-a-real-token-000"
WORDS = "Tea is ready when you are."


async def main(url: str, messages: int, at_once: int) -> None:
    """Send so many messages, so many side by side, and print what that took as JSON."""
    numbers = iter(range(1, messages + 1))
    began, cpu_began = time.perf_counter(), time.process_time()
    session = AiohttpSession(api=TelegramAPIServer.from_base(url), limit=at_once)
    async with Bot(TOKEN, session=session) as bot:

        async def lane() -> None:
            for number in numbers:
                await bot.send_message(number, WORDS)

        await asyncio.gather(*(lane() for _ in range(at_once)))
    print(json.dumps({"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu_began}))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
