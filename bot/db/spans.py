"""Spans and whole numbers, reckoned by the database itself, the same on SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import Float, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class days_between(FunctionElement[float]):  # it reads as a function of SQL
    """The days from the first instant or date to the second, with their fraction."""

    type = Float()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _sqlite(element: days_between, compiler: SQLCompiler, **kw: Any) -> str:
    earlier, later = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"(julianday({later}) - julianday({earlier}))"


@compiles(days_between, "postgresql")
def _postgresql(element: days_between, compiler: SQLCompiler, **kw: Any) -> str:
    earlier, later = (f"CAST({compiler.process(clause, **kw)} AS TIMESTAMPTZ)" for clause in element.clauses)
    return f"(EXTRACT(EPOCH FROM {later} - {earlier}) / 86400.0)"


class floored(FunctionElement[int]):
    """The whole part of a number that is not negative; a CAST rounds on PostgreSQL and cuts off on SQLite."""

    type = Integer()
    inherit_cache = True


@compiles(floored, "sqlite")
def _sqlite_floored(element: floored, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **kw)} AS INTEGER)"


@compiles(floored, "postgresql")
def _postgresql_floored(element: floored, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST(FLOOR({compiler.process(element.clauses, **kw)}) AS INTEGER)"
