"""Bringing a database to the schema of this version, and asking whether it is there already."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.engines import for_reading
from bot.db.keystore import KeysBase
from bot.db.tables import Base
from bot.errors import DatabaseError

HERE = Path(__file__).parent / "migrations"
METADATA: dict[str, MetaData] = {"main": Base.metadata, "keys": KeysBase.metadata}


def alembic_config(branch: str) -> Config:
    """Alembic's configuration for `branch`: main (the main database) or keys (the key store)."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("version_locations", str(HERE / branch))
    config.set_main_option("path_separator", "os")
    config.attributes["metadata"] = METADATA[branch]
    return config


async def upgrade(engine: AsyncEngine, branch: str) -> None:
    """Run what is missing of `branch`'s migrations, all in one transaction. Raises DatabaseError."""
    config = alembic_config(branch)

    def run(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    try:
        async with engine.begin() as connection:
            await connection.run_sync(run)
    except OperationalError as error:
        raise DatabaseError(f"the database cannot be used: {str(error.orig).splitlines()[0]}") from None


@cache
def _earlier(branch: str) -> frozenset[str | None]:
    """The revisions that lack something of this version; None: nothing has been made yet."""
    scripts = ScriptDirectory.from_config(alembic_config(branch))
    known = {script.revision for script in scripts.walk_revisions()}
    return frozenset([None, *known - set(scripts.get_heads())])


async def is_behind(engine: AsyncEngine, branch: str) -> bool:
    """Whether the database lacks some of `branch`'s migrations. Raises DatabaseError if it cannot be reached.

    One that a newer version has migrated is not behind: while replicas change over, the older ones go on.
    """

    def current(connection: Connection) -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    try:
        async with for_reading(engine).connect() as connection:
            return await connection.run_sync(current) in _earlier(branch)
    except OperationalError as error:
        raise DatabaseError(f"the database cannot be reached: {str(error.orig).splitlines()[0]}") from None


async def differences(engine: AsyncEngine, branch: str) -> list[object]:
    """Where the database's schema differs from the declared one; empty when all is well."""

    def compare(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA[branch]))

    async with engine.connect() as connection:
        return await connection.run_sync(compare)
