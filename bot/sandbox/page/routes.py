"""The page over HTTP: its files, its stream of events, and what people do, as POST requests with JSON."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.sandbox.page import acting, showing
from bot.sandbox.page.clock import ClockPanel
from bot.sandbox.people import Person
from bot.sandbox.records import Json
from bot.sandbox.world import World

HERE = Path(__file__).parent
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
SAFETY = {
    # Nothing of the page may load or send anything elsewhere: the texts are about people's lives.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
NAMES = frozenset({"127.0.0.1", "localhost"})
UPLOAD_BYTES = 20 * 1024 * 1024
LONGEST_STEP = timedelta(days=400)
Answer = Callable[[Request], Awaitable[Response]]


class ChatPage:
    """The page of one world and one clock. Hand its `routes` to `bot.sandbox.server.serve`.

    Whoever moves the clock announces `{"kind": "clock"}` in the world's changes; the page fills in how it stands.
    """

    def __init__(self, world: World, clock: ClockPanel) -> None:
        self._world = world
        self._clock = clock
        self._files = {path.name: path for path in HERE.iterdir() if path.suffix in TYPES}

    @property
    def routes(self) -> list[BaseRoute]:
        """Everything that the page asks for."""
        return [
            Route("/", _guarded(self._index)),
            Route("/page/events", _guarded(self._events)),
            Route("/page/files/{mark}/{name}", _guarded(self._file)),
            Route("/page/people", _guarded(self._add), methods=["POST"]),
            Route("/page/people/{person:int}/upload", _guarded(self._upload), methods=["POST"]),
            Route("/page/people/{person:int}/{action}", _guarded(self._act), methods=["POST"]),
            Route("/page/clock/{action}", _guarded(self._move), methods=["POST"]),
            Route("/page/{name}", _guarded(self._static)),
        ]

    # -- looking ---------------------------------------------------------------------------------------------

    async def _index(self, request: Request) -> Response:
        return _page_file(self._files["index.html"])

    async def _static(self, request: Request) -> Response:
        path = self._files.get(request.path_params["name"])
        return _page_file(path) if path else _refused(404, "there is no such file")

    async def _file(self, request: Request) -> Response:
        wanted = f"files/{request.path_params['mark']}/{request.path_params['name']}"
        file = next((each for each in self._world.files.values() if each.path == wanted), None)
        if file is None:
            return _refused(404, "there is no such file")
        # What was sent is shown only as a picture, and never run as a page of this address.
        kind = file.mime if file.mime in ("image/jpeg", "image/png", "image/webp") else "application/octet-stream"
        return Response(file.data, media_type=kind, headers=SAFETY)

    async def _events(self, request: Request) -> Response:
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers=SAFETY)

    async def _stream(self) -> AsyncIterator[str]:
        with self._world.changes.subscribe() as changes:
            yield _event(showing.everything(self._world, self._clock.state()))
            async for change in changes:
                yield _event(self._completed(change))

    def _completed(self, change: Json) -> Json:
        if change["kind"] == "clock":
            return {**change, **showing.clock_view(self._clock.state())}
        if change["kind"] == "commands":
            return {**change, "commands": showing.commands_for(self._world.bot, self._world.people[change["person"]])}
        return change

    # -- doing -----------------------------------------------------------------------------------------------

    async def _add(self, request: Request) -> Response:
        given = await _given(request)
        name = str(given.get("name", "")).strip()[:64]
        if not name:
            return _refused(400, "a person needs a name")
        language = str(given.get("language") or "")[:12] or None
        person = self._world.person(name, language)
        view = showing.person_view(person)
        self._world.changes.announce({"kind": "person", "person": view})
        return JSONResponse({"id": person.person_id})

    async def _act(self, request: Request) -> Response:
        person = self._person(request)
        action = acting.ACTIONS.get(request.path_params["action"])
        if person is None or action is None:
            return _refused(404, "there is no such person or action")
        return JSONResponse(action(person, await _given(request)))

    async def _upload(self, request: Request) -> Response:
        """A picture or a document, whose bytes are the body of the request."""
        person = self._person(request)
        if person is None:
            return _refused(404, "there is no such person")
        data = b""
        async for chunk in request.stream():
            data += chunk
            if len(data) > UPLOAD_BYTES:
                return _refused(413, "that file is too large for here")
        acting.upload(person, data, request.query_params.get("name", "file"))
        return JSONResponse({})

    async def _move(self, request: Request) -> Response:
        given = await _given(request)
        action, clock = request.path_params["action"], self._clock
        came = True
        match action:
            case "next":
                came = await clock.next_message(int(given["person"]))
            case "forward":
                await clock.move_by(_step(given))
            case "outage":
                await clock.outage(_step(given))
            case "morning":
                await clock.next_morning(int(given["person"]))
            case "speed":
                await clock.run_at(min(max(float(given["speed"]), 0), 3600))
            case "hold":
                await clock.hold(bool(given["holds"]))
            case _:
                return _refused(404, "the clock cannot do that")
        return JSONResponse({"came": came})

    def _person(self, request: Request) -> Person | None:
        return self._world.people.get(request.path_params["person"])


def _guarded(answer: Answer) -> Answer:
    """Answer only this page: other pages in the same browser may reach this address, but not pretend to be it."""

    async def guarded(request: Request) -> Response:
        host = request.headers.get("host", "")
        if urlsplit(f"//{host}").hostname not in NAMES:
            return _refused(403, "this page answers only under its own address")
        if urlsplit(request.headers.get("origin", f"//{host}")).netloc != host:
            return _refused(403, "another page asks")
        try:
            return await answer(request)
        except (LookupError, TypeError, ValueError, OverflowError, ClientDisconnect) as error:
            return _refused(400, f"that cannot be understood: {type(error).__name__}")
        except (RuntimeError, TimeoutError) as error:
            return _refused(409, str(error))

    return guarded


async def _given(request: Request) -> dict[str, Any]:
    """The JSON object of a request. Raises ValueError if it is none."""
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        raise ValueError("JSON is wanted")
    given = await request.json()
    if not isinstance(given, dict):
        raise ValueError("an object is wanted")
    return given


def _step(given: dict[str, Any]) -> timedelta:
    return min(timedelta(minutes=max(float(given["minutes"]), 0)), LONGEST_STEP)


def _page_file(path: Path) -> Response:
    return FileResponse(path, media_type=TYPES[path.suffix], headers=SAFETY)


def _refused(status: int, why: str) -> Response:
    return JSONResponse({"error": why}, status_code=status, headers=SAFETY)


def _event(data: Json) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"
