"""The container's health check says what the bot says, and ends as a health check must."""

import asyncio

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.ops import ready
from bot.web.server import bind, serve


@pytest.mark.parametrize(("status", "says"), [(200, "ok\n"), (503, "the main database cannot be reached\n")])
async def test_what_is_wrong_is_passed_on(
    status: int, says: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def readyz(_: object) -> PlainTextResponse:
        return PlainTextResponse(says, status)

    sock = bind("127.0.0.1:0")
    monkeypatch.setenv("LISTEN", f"0.0.0.0:{sock.getsockname()[1]}")
    async with serve(sock, [Route("/readyz", readyz)]):
        assert await asyncio.to_thread(ready.main) == (status != 200)
    assert capfd.readouterr().out == says


def test_no_answer_is_a_fault(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LISTEN", "127.0.0.1:1")
    assert ready.main() == 1
    assert "no answer" in capfd.readouterr().out
