"""`python -m bot.sandbox`: the stand-in alone, with one bot whose token is `world.DEFAULT_TOKEN`."""

import argparse
import asyncio
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.sandbox.server import serve
from bot.sandbox.world import DEFAULT_TOKEN, World


def running_clock(start: datetime, speed: float) -> Callable[[], datetime]:
    """A clock that begins at `start` and runs at `speed` times real time."""
    since = time.monotonic()
    return lambda: start + timedelta(seconds=(time.monotonic() - since) * speed)


async def run(port: int, start: datetime, speed: float) -> None:
    """Serve until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serve(World(running_clock(start, speed)), port) as server:
        print(f"{server.url} is a stand-in for Telegram; the bot's token is {DEFAULT_TOKEN}", flush=True)
        await stop.wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description="A stand-in for Telegram, on loopback.")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one (default 8081)")
    parser.add_argument("--speed", type=float, default=1.0, help="how fast its clock runs (default 1)")
    parser.add_argument("--start", type=datetime.fromisoformat, help="where its clock begins (ISO 8601; default: now)")
    given = parser.parse_args()
    start = given.start or datetime.now(UTC)
    if start.tzinfo is None:
        start = start.replace(tzinfo=UTC)
    try:
        asyncio.run(run(given.port, start.astimezone(UTC), given.speed))
    except OSError as fault:
        parser.error(f"port {given.port} cannot be used: {fault.strerror}")


if __name__ == "__main__":
    main()
