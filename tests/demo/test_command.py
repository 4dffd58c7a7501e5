"""`python -m bot demo`, as it is typed."""

import asyncio
import socket
import sqlite3
from pathlib import Path

import httpx

from tests.demo.conftest import ROOT, RunDemo, command


async def test_one_line_says_where_it_is_and_a_restart_goes_on(run_demo: RunDemo, tmp_path: Path) -> None:
    folder = tmp_path / "homeward-demo" / "course"
    async with run_demo() as demo:
        assert demo.line.startswith("http://127.0.0.1:")
        assert "for this machine only" in demo.line
        assert str(folder) in demo.line
        async with httpx.AsyncClient(base_url=demo.url, timeout=10, verify=False) as browser:
            assert "Homeward" in (await browser.get("/")).text
            await browser.post("/page/people/1000001/start", json={})
            await _shows(browser, "buzz or not: the first cover is silent", '"silent": true')
        assert await demo.ends() == 0
    with sqlite3.connect(folder / "homeward.db") as database:
        assert database.execute("SELECT chat_id FROM person").fetchall() == [(1000001,)]
    assert (folder / "keys" / "ring").stat().st_mode & 0o077 == 0
    async with run_demo() as demo:
        async with httpx.AsyncClient(base_url=demo.url, timeout=10, verify=False) as browser:
            await _shows(browser, "the chat is still there", '"started": true')
            await browser.post("/page/people/1000001/write", json={"text": "/help"})
            await _shows(browser, "and the bot answers in it", '"kind": "edited"')
        assert await demo.ends() == 0
    async with (
        run_demo("--fresh") as demo,
        httpx.AsyncClient(base_url=demo.url, timeout=10, verify=False) as browser,
    ):
        await _shows(browser, "everything is forgotten", '"started": false')


async def _shows(browser: httpx.AsyncClient, what: str, sign: str) -> None:
    """Read the stream of events until `sign` stands in it."""
    async with asyncio.timeout(20), browser.stream("GET", "/page/events") as answer:
        async for line in answer.aiter_lines():
            if sign in line:
                return
    raise AssertionError(f"not so: {what}")


async def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    start, environment = command(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = await asyncio.create_subprocess_exec(
            *start, "--port", str(port), cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
        )
        _, said = await process.communicate()
    assert process.returncode == 2
    assert said.decode().splitlines() == [
        f"homeward: --port {port}: Address already in use; choose another, or 0 for a free one"
    ]


async def test_two_do_not_share_a_folder(run_demo: RunDemo, tmp_path: Path) -> None:
    async with run_demo():
        start, environment = command(tmp_path)
        process = await asyncio.create_subprocess_exec(
            *start, "--port", "0", "--fresh", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
        )
        _, said = await process.communicate()
    assert process.returncode == 2
    assert "another demonstration is using" in said.decode()


async def test_chats_that_cannot_be_read_are_one_line(run_demo: RunDemo, tmp_path: Path) -> None:
    async with run_demo() as demo:
        assert await demo.ends() == 0
    (tmp_path / "homeward-demo" / "course" / "world.json").write_text("{")
    start, environment = command(tmp_path)
    process = await asyncio.create_subprocess_exec(
        *start, "--port", "0", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert process.returncode == 2
    assert "start anew with --fresh" in said.decode()
