"""The small HTTP server of a running bot."""

import asyncio
import errno
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.errors import SettingError

LEAVE_SECONDS = 1  # for answers under way at the end; whoever sends slowly does not hold it up


class _Server(uvicorn.Server):
    """Leaves signals to the program, which stops everything in order."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def bind(listen: str, setting: str = "LISTEN") -> socket.socket:
    """A listening socket for `host:port` (port 0: any free one). Raises SettingError in one line."""
    host, _, port = listen.rpartition(":")
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # asyncio switches Nagle's algorithm off only for sockets that it made itself; it would cost 40 ms an answer.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        sock.bind((host.strip("[]"), int(port)))
        sock.listen(128)
    except (OSError, OverflowError) as error:
        sock.close()
        taken = getattr(error, "errno", None) == errno.EADDRINUSE
        why = "another program listens there already" if taken else str(error)
        raise SettingError(f"{setting} {listen}: {why}") from None
    return sock


@asynccontextmanager
async def serve(sock: socket.socket, routes: Sequence[BaseRoute]) -> AsyncIterator[None]:
    """Answer on `sock` by these routes for as long as the context lasts."""
    app = Starlette(routes=routes)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=LEAVE_SECONDS
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[sock]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving
