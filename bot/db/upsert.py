"""INSERT that expects a clash: both databases know ON CONFLICT, and SQLAlchemy has it in their dialects only."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase


def insert_into(session: AsyncSession, table: type[DeclarativeBase] | Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT into `table` with `on_conflict_do_nothing` and `on_conflict_do_update`.

    Many rows at a time go as parameters of a Core table: `values(rows)` would be compiled anew each time.
    """
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
