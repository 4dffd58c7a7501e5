"""Serving a world over HTTP, on loopback only, inside the event loop that is running."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from email.utils import format_datetime

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.sandbox.api import NOT_FOUND, BotApi, refusal
from bot.sandbox.webhook import Courier
from bot.sandbox.world import World

HOST = "127.0.0.1"


@dataclass(frozen=True)
class SandboxServer:
    """A world that is being served. The Bot API stands below `url`: `{url}/bot<token>/<method>`."""

    url: str
    port: int
    world: World


class _Server(uvicorn.Server):
    """Runs until `closing` is set, and leaves the signals to the program that it runs in."""

    def __init__(self, config: uvicorn.Config, closing: asyncio.Event) -> None:
        super().__init__(config)
        self._closing = closing

    async def main_loop(self) -> None:
        # uvicorn's own loop looks every tenth of a second whether it shall end; tests start many servers.
        await self.on_tick(0)
        await self._closing.wait()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


class _Connections:
    """The open connections by the client's address, so that one of them can be reset."""

    def __init__(self) -> None:
        self._transports: dict[tuple[str, int], asyncio.Transport] = {}

    def protocol(self) -> type[H11Protocol]:
        """The HTTP protocol class for uvicorn, which enters its connections here."""
        transports = self._transports

        class Entered(H11Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                assert isinstance(transport, asyncio.Transport)
                self._peer = transport.get_extra_info("peername")[:2]
                transports[self._peer] = transport
                super().connection_made(transport)

            def connection_lost(self, exc: Exception | None) -> None:
                transports.pop(self._peer, None)
                super().connection_lost(exc)

        return Entered

    def cut(self, scope: Scope) -> None:
        """Reset the connection of a request: the client sees its TCP connection break."""
        transport = self._transports.get(tuple(scope["client"]))
        if transport is None:
            return
        # Lingering for zero seconds makes the system send a reset instead of an orderly end.
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()


@asynccontextmanager
async def serve(
    world: World,
    port: int = 0,
    *,
    routes: Sequence[BaseRoute] = (),
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[SandboxServer]:
    """Serve `world` on loopback; port 0 takes a free one. `routes` come beside the Bot API.

    `pause` waits between the attempts of a webhook delivery (real seconds). Leaving the block stops promptly:
    hanging long polls are answered, subscriptions to the feed end. Raises OSError if the port is taken.
    """
    closing, connections = asyncio.Event(), _Connections()
    listener = _listen(port)
    number = listener.getsockname()[1]
    server = _Server(
        uvicorn.Config(
            _application(world, connections, closing, routes),
            http=connections.protocol(),
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            ws="none",
            timeout_keep_alive=75,
            date_header=False,
            timeout_graceful_shutdown=1,
        ),
        closing,
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    delivering = asyncio.create_task(Courier(world, pause).run())
    try:
        yield SandboxServer(f"http://{HOST}:{number}", number, world)
    finally:
        closing.set()
        world.changes.close()
        delivering.cancel()
        with suppress(asyncio.CancelledError):
            await delivering
        await serving
        listener.close()


def _listen(port: int) -> socket.socket:
    """A listening socket on loopback. Raises OSError if the port is taken."""
    # The protocol must be named: asyncio switches Nagle's algorithm off only for sockets that say they are TCP, and
    # with it every answer takes 40 milliseconds.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    return listener


def _application(
    world: World, connections: _Connections, closing: asyncio.Event, routes: Sequence[BaseRoute]
) -> ASGIApp:
    async def file(request: Request) -> Response:
        token, _, path = request.path_params["rest"].partition("/")
        found = next((each for each in world.files.values() if each.path == path), None)
        if token not in world.bots or found is None:
            return refusal(NOT_FOUND)
        return Response(found.data, media_type=found.mime)

    application = Starlette(
        routes=[
            Route("/bot{rest:path}", BotApi(world, connections.cut, closing)),
            Route("/file/bot{rest:path}", file),
            *routes,
        ]
    )

    async def dated(scope: Scope, receive: Receive, send: Send) -> None:
        """Every answer says what time it is in this world."""

        async def send_dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(world.now(), usegmt=True).encode()
                message["headers"] = [*message["headers"], (b"date", date)]
            await send(message)

        await application(scope, receive, send_dated)

    return dated
