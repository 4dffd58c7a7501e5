"""Backups of the main database. The key store is never part of one, which makes erased words unreadable there."""

import asyncio
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from shutil import which

from sqlalchemy.engine import URL

from bot.db.engines import async_url
from bot.errors import DatabaseError

SETTING = "DATABASE_URL"


async def back_up(url: str, file: Path) -> None:
    """Copy the database behind `url` into `file` (mode 0600) while it is in use. Raises DatabaseError."""
    parsed = async_url(url, SETTING)
    _make(file)
    if parsed.get_backend_name() == "sqlite":
        await asyncio.to_thread(_copy, Path(str(parsed.database)), file)
    else:
        await _run("pg_dump", ["--clean", "--if-exists", "--no-owner", "--no-acl", f"--file={file}"], parsed)


async def bring_back(url: str, file: Path) -> None:
    """Let the database behind `url` be what `file` holds. Raises DatabaseError; then nothing has changed.

    Nobody else may be using a PostgreSQL database; a SQLite one changes in a single step.
    """
    parsed = async_url(url, SETTING)
    _must_be_there(file)
    if parsed.get_backend_name() == "sqlite":
        await asyncio.to_thread(_copy, file, Path(str(parsed.database)))
    else:
        quiet = ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={file}"]
        await _run("psql", quiet, parsed)


def _must_be_there(file: Path) -> None:
    if not file.is_file():
        raise DatabaseError(f"{file} is not there")


def _make(file: Path) -> None:
    """Make the empty file; one that is there already is nobody's to overwrite."""
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise DatabaseError(f"{file}: {error.strerror}") from None


def _copy(source: Path, target: Path) -> None:
    """SQLite's own online copy: consistent, also while others write."""
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as read:
            read.execute("SELECT count(*) FROM alembic_version").fetchone()
            with closing(sqlite3.connect(target, timeout=10)) as write:
                read.backup(write)
    except sqlite3.Error as error:
        raise DatabaseError(f"{source} could not be copied to {target}: {error}") from None


async def _run(program: str, arguments: Sequence[str], url: URL) -> None:
    """Run one of PostgreSQL's own programs; the password goes by the environment, which `ps` does not show."""
    path = which(program)
    if path is None:
        raise DatabaseError(f"{program} is not on the path: it comes with PostgreSQL's client programs")
    place = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = {**os.environ, **({"PGPASSWORD": url.password} if url.password else {})}
    process = await asyncio.create_subprocess_exec(
        path,
        *arguments,
        f"--dbname={place}",
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    if process.returncode:
        raise DatabaseError(" ".join(said.decode(errors="replace").split()[:60]) or f"{program} failed")
