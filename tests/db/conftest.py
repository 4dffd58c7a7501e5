"""Engines on fresh databases, of both kinds."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.engines import make_engine
from bot.db.upgrade import upgrade
from tests.conftest import Databases


@pytest.fixture
async def engines(databases: Databases) -> AsyncIterator[dict[str, AsyncEngine]]:
    """The migrated databases: main, and keys."""
    engines = {"main": make_engine(databases.main), "keys": make_engine(databases.keys)}
    for branch, engine in engines.items():
        await upgrade(engine, branch)
    yield engines
    for engine in engines.values():
        await engine.dispose()


@pytest.fixture
def main(engines: dict[str, AsyncEngine]) -> AsyncEngine:
    return engines["main"]


@pytest.fixture
def keys(engines: dict[str, AsyncEngine]) -> AsyncEngine:
    return engines["keys"]
