"""Whether a database can be worked with at this moment, in words for the operator that give no secret away."""

import asyncio

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.upgrade import is_behind
from bot.errors import DatabaseError

PATIENCE_SECONDS = 3.0
NAMES = {"main": "the main database", "keys": "the key store"}


async def database_fault(engine: AsyncEngine, branch: str) -> str:
    """What is wrong with the database of that branch (main or keys); nothing: an empty text."""
    name = NAMES[branch]
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            behind = await is_behind(engine, branch)
    except TimeoutError:
        return f"{name} does not answer within {PATIENCE_SECONDS:.0f} seconds"
    except (DatabaseError, SQLAlchemyError):
        return f"{name} cannot be reached"
    return f"{name} is behind this version: run `python -m bot db upgrade`" if behind else ""
