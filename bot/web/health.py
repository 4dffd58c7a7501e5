"""Whether this process lives (`/healthz`), and whether it can do its work now (`/readyz`)."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

Check = Callable[[], Awaitable[str]]
"""Says in words, without a secret, what is wrong; an empty text when nothing is."""


class Health:
    """Answers for a process that is starting until it is given what to look at."""

    def __init__(self) -> None:
        self._checks: Sequence[Check] | None = None

    def watch(self, checks: Sequence[Check]) -> None:
        """The process has started; from now on these decide whether it is ready."""
        self._checks = checks

    @property
    def routes(self) -> list[Route]:
        """The two addresses."""
        return [Route("/healthz", self._healthz), Route("/readyz", self._readyz)]

    async def _healthz(self, request: Request) -> PlainTextResponse:
        """The event loop turns, or there would be no answer."""
        return PlainTextResponse("ok\n")

    async def _readyz(self, request: Request) -> PlainTextResponse:
        """200 and `ok`, or 503 and a line for each thing that is wrong."""
        if self._checks is None:
            faults = ["still starting: content is being read, or a database opened"]
        else:
            faults = [fault for check in self._checks if (fault := await check())]
        return PlainTextResponse("\n".join([*(faults or ["ok"]), ""]), 503 if faults else 200)
