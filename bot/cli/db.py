"""`python -m bot db …`."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from sqlalchemy import text

from bot.config import Settings, read_settings
from bot.course import load
from bot.crypto import read_ring
from bot.db.backup import back_up, bring_back
from bot.db.engines import make_engine
from bot.db.keystore import KeyStore
from bot.db.upgrade import differences, is_behind, upgrade
from bot.errors import DatabaseError
from bot.journey.library import Library, Operator
from bot.journey.tombstones import Counts, replay
from bot.journey.turns import Turns

cli = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="The two databases: people's progress, and the key store."
)


def _databases(settings: Settings) -> tuple[tuple[str, str, str], ...]:
    return (
        ("DATABASE_URL", settings.database_url, "main"),
        ("KEYS_DATABASE_URL", settings.keys_database_url, "keys"),
    )


@cli.command("upgrade")
def upgrade_command() -> None:
    """Bring both databases to the schema of this version. Doing it twice does no harm.

    With SQLite, run and demo do it by themselves; with PostgreSQL, do it before a new version starts.

    Example: python -m bot db upgrade

    Exit status: 0; 2 where a database cannot be reached or changed.
    """
    asyncio.run(_upgrade(read_settings()))


async def _upgrade(settings: Settings) -> None:
    for name, url, branch in _databases(settings):
        engine = make_engine(url, name)
        await upgrade(engine, branch)
        await engine.dispose()
        print(f"{name}: up to date")


@cli.command(short_help="Say whether both are as expected.")
def check() -> None:
    """Say whether both databases are what this version expects.

    Example: python -m bot db check

    Exit status: 0 if they are; 2 if not, or if one cannot be reached.
    """
    asyncio.run(_check(read_settings()))


async def _check(settings: Settings) -> None:
    for name, url, branch in _databases(settings):
        engine = make_engine(url, name)
        if await is_behind(engine, branch):
            raise DatabaseError(f"{name} is behind this version: run `python -m bot db upgrade`")
        if found := await differences(engine, branch):
            raise DatabaseError(f"{name} differs from what this version declares in {len(found)} places")
        await engine.dispose()
        print(f"{name}: up to date")


@cli.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")]) -> None:
    """Copy the main database into a file, while the bot runs. The key store is never part of a backup.

    Example: python -m bot db backup backups/monday.db

    Exit status: 0; 2 where the file is there already or cannot be written.
    """
    settings = read_settings()
    asyncio.run(back_up(settings.database_url, file))
    print(f"{file}: keep it as long as needed and no longer, and never beside the keys")


@cli.command()
def restore(file: Annotated[Path, typer.Argument(help="A file that `db backup` wrote.")]) -> None:
    """Set the main database back to a backup. Stop the bot first.

    Who forgot, hid, paused or blocked since then stays so, and what may have been sent since counts as sent.

    Example: python -m bot db restore backups/monday.db

    Exit status: 0; 2 where the file is no backup, or the bot still runs.
    """
    settings = read_settings()
    counts = asyncio.run(restore_from(settings, file, datetime.now(UTC)))
    print(", ".join(f"{name} {count}" for name, count in counts.items()))


async def restore_from(settings: Settings, file: Path, now: datetime) -> Counts:
    """Restore, and replay the tombstones before anything can be sent. Raises DatabaseError."""
    if settings.database_url.startswith("sqlite"):
        # All is made ready in a copy, and the database changes in one step.
        with TemporaryDirectory(dir=file.parent) as folder:
            url = f"sqlite:///{folder}/restored.db"
            await bring_back(url, file)
            counts = await _made_ready(settings, url, now)
            await bring_back(settings.database_url, Path(folder) / "restored.db")
            return counts
    await _refuse_while_in_use(settings)
    await bring_back(settings.database_url, file)
    return await _made_ready(settings, settings.database_url, now)


async def _made_ready(settings: Settings, url: str, now: datetime) -> Counts:
    main, keys = make_engine(url), make_engine(settings.keys_database_url, "KEYS_DATABASE_URL")
    try:
        await upgrade(main, "main")
        store = await KeyStore.open(keys, read_ring(settings.encryption_keys, settings.keys_file)[0])
        library = Library.of(load(settings.content_dir), Operator("", ""), model=False)
        return await replay(Turns(main, store, library), now)
    finally:
        await main.dispose()
        await keys.dispose()


async def _refuse_while_in_use(settings: Settings) -> None:
    engine = make_engine(settings.database_url)
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    try:
        async with engine.connect() as connection:
            if await connection.scalar(text(others)):
                raise DatabaseError("DATABASE_URL is in use: stop the bot before restoring")
    finally:
        await engine.dispose()
