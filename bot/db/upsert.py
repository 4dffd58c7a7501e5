"""INSERT that expects a clash: both databases know ON CONFLICT, and SQLAlchemy has it in their dialects only."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, Executable, Result, Table, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

Insert = postgresql.Insert | sqlite.Insert


def insert_into(session: AsyncSession, table: type[DeclarativeBase] | Table) -> Insert:
    """An INSERT into `table` with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


async def insert_all(
    session: AsyncSession, table: Table, rows: Sequence[Mapping[str, object]], clashing: Callable[[Insert], Executable]
) -> Result[Any]:
    """Write all `rows` (at least one), which name the same columns; `clashing` adds what happens where one is there.

    PostgreSQL takes them a column at a time: thousands of single values would cost it, and us, many times as much.
    """
    insert = insert_into(session, table)
    if session.get_bind().dialect.name != "postgresql":
        return await session.execute(clashing(insert), rows)
    names = list(rows[0])
    columns = [func.unnest(literal([row[name] for row in rows], ARRAY(table.c[name].type))) for name in names]
    return await session.execute(clashing(insert.from_select(names, select(*columns))))


async def insert_new(session: AsyncSession, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Write those of `rows` that are not there yet."""
    if rows:
        await insert_all(session, table, rows, lambda insert: insert.on_conflict_do_nothing())
