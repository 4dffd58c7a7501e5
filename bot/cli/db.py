"""`python -m bot db …`."""

import asyncio

import typer

from bot.config import Settings, read_settings
from bot.db.engines import make_engine
from bot.db.upgrade import differences, is_current, upgrade
from bot.errors import DatabaseError

cli = typer.Typer(no_args_is_help=True, help="The two databases: people's progress, and the key store.")


def _databases(settings: Settings) -> tuple[tuple[str, str, str], ...]:
    return (
        ("DATABASE_URL", settings.database_url, "main"),
        ("KEYS_DATABASE_URL", settings.keys_database_url, "keys"),
    )


@cli.command("upgrade")
def upgrade_command() -> None:
    """Bring both databases to the schema of this version. Doing it twice does no harm."""
    asyncio.run(_upgrade(read_settings()))


async def _upgrade(settings: Settings) -> None:
    for name, url, branch in _databases(settings):
        engine = make_engine(url, name)
        await upgrade(engine, branch)
        await engine.dispose()
        print(f"{name}: up to date")


@cli.command()
def check() -> None:
    """Say whether both databases are what this version expects; exit status 2 if not."""
    asyncio.run(_check(read_settings()))


async def _check(settings: Settings) -> None:
    for name, url, branch in _databases(settings):
        engine = make_engine(url, name)
        if not await is_current(engine, branch):
            raise DatabaseError(f"{name} is behind this version: run `python -m bot db upgrade`")
        if found := await differences(engine, branch):
            raise DatabaseError(f"{name} differs from what this version declares in {len(found)} places")
        await engine.dispose()
        print(f"{name}: up to date")
