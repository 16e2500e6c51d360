"""Thousands of rows at once, in the way that is quick on each kind of database.

SQLite executes one prepared insert for each row; to update rows, it is given the new values in a
temporary table. PostgreSQL is given all rows as a table, which it makes of arrays. Either takes a
fraction of what SQLAlchemy's own way takes.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

Columns: TypeAlias = Sequence[sa.Column[Any]]
Rows: TypeAlias = Sequence[Sequence[Any]]
"""Values in the order of the columns."""

# Its parameters may not have the names of columns, which stand for what is set.
_PREFIX: Final = "given_"
_NO_VALUES: Final[Mapping[sa.Column[Any], Any]] = {}


def is_any_of(
    connection: sa.Connection, column: sa.ColumnElement[Any], texts: Sequence[str]
) -> sa.ColumnElement[bool]:
    """The condition that a column has one of these texts."""
    if connection.dialect.name == "sqlite":
        # One parameter: as thousands of them, they would make a statement that is new each time.
        listed = sa.func.json_each(json.dumps(list(texts))).table_valued("value")
        return column.in_(sa.select(sa.cast(listed.c.value, sa.Text)))
    return column == sa.any_(sa.cast(list(texts), postgresql.ARRAY(sa.Text)))


def insert_rows(
    connection: sa.Connection,
    columns: Columns,
    rows: Rows,
    *,
    same: Mapping[sa.Column[Any], Any] = _NO_VALUES,
    unless_there: Columns | None = None,
) -> int:
    """Insert rows into the table of these columns; how many were inserted.

    Args:
        same: further columns, with the value that all rows have there: it takes less time than a
            value in each row.
        unless_there: columns that are unique together: rows with which others are there already are
            left out.
    """
    if not rows:
        return 0
    table = columns[0].table
    if connection.dialect.name == "sqlite":
        written_out = _written_out(same)
        into_sqlite = sqlite.insert(table).values({**_parameters(columns), **written_out})
        if unless_there is not None:
            into_sqlite = into_sqlite.on_conflict_do_nothing(index_elements=unless_there)
        return _execute_for_each(connection, into_sqlite, columns, rows)
    given = _table_of(columns, rows)
    constants = [sa.literal(value, column.type) for column, value in same.items()]
    into_postgresql = postgresql.insert(table).from_select(
        [*columns, *same], sa.select(*given.c, *constants)
    )
    if unless_there is not None:
        into_postgresql = into_postgresql.on_conflict_do_nothing(index_elements=unless_there)
    return connection.execute(into_postgresql).rowcount


def update_rows(
    connection: sa.Connection, statement: sa.Update, columns: Columns, rows: Rows
) -> int:
    """Set columns of rows; how many rows there were.

    Args:
        statement: what is the same for all of them.
        columns: the first one tells which row is meant, and the others are set.
    """
    if not rows:
        return 0
    key, *to_set = columns
    if connection.dialect.name == "sqlite":
        given: sa.FromClause = _temporary_table(connection, tuple(columns), rows)
    else:
        given = _table_of(columns, rows)
    values = {column.name: given.c[column.name] for column in to_set}
    for_all = statement.where(key == given.c[key.name]).values(values)
    return connection.execute(for_all).rowcount


def _temporary_table(
    connection: sa.Connection, columns: tuple[sa.Column[Any], ...], rows: Rows
) -> sa.Table:
    """A table with these rows, for SQLite: this connection alone sees it."""
    table = _described_table(columns)
    connection.execute(CreateTable(table, if_not_exists=True))
    connection.execute(table.delete())
    insert_rows(connection, tuple(table.c), rows)
    return table


@cache
def _described_table(columns: tuple[sa.Column[Any], ...]) -> sa.Table:
    name = "_".join(["given", *(column.name for column in columns)])
    # Without a key: with one, SQLite would look through all rows of the other table for those here.
    described = [sa.Column(column.name, column.type) for column in columns]
    return sa.Table(name, sa.MetaData(), *described, prefixes=["TEMPORARY"])


def _parameters(columns: Columns) -> dict[str, sa.BindParameter[Any]]:
    """A parameter for each column, by the column's name."""
    parameters: dict[str, sa.BindParameter[Any]] = {}
    for column in columns:
        name = _PREFIX + column.name
        parameters[column.name] = sa.bindparam(name, None, type_=column.type)
    return parameters


def _written_out(values: Mapping[sa.Column[Any], Any]) -> dict[str, sa.BindParameter[Any]]:
    """A parameter for each column whose value becomes part of the statement."""
    parameters: dict[str, sa.BindParameter[Any]] = {}
    for column, value in values.items():
        name = _PREFIX + column.name
        parameters[column.name] = sa.bindparam(name, value, type_=column.type, literal_execute=True)
    return parameters


def _table_of(columns: Columns, rows: Rows) -> sa.TableValuedAlias:
    """A table with these rows, for PostgreSQL."""
    arrays = []
    for column, values in zip(columns, zip(*rows, strict=True), strict=True):
        arrays.append(sa.cast(list(values), postgresql.ARRAY(column.type)))
    described = [sa.column(column.name, column.type) for column in columns]
    return sa.func.unnest(*arrays).table_valued(*described, name="given").render_derived()


def _execute_for_each(
    connection: sa.Connection, statement: sa.UpdateBase, columns: Columns, rows: Rows
) -> int:
    """Execute a statement for each row with the driver's own method, on SQLite."""
    compiled = statement.compile(
        dialect=connection.dialect, compile_kwargs={"render_postcompile": True}
    )
    order = compiled.positiontup or []
    names = [_PREFIX + column.name for column in columns]
    if order == names and not _stores(connection, columns):
        return connection.exec_driver_sql(str(compiled), list(rows)).rowcount
    stored = dict(zip(names, _as_stored(connection, columns, rows), strict=True))
    parameters = list(zip(*(stored[name] for name in order), strict=True))
    return connection.exec_driver_sql(str(compiled), parameters).rowcount


def _as_stored(connection: sa.Connection, columns: Columns, rows: Rows) -> list[Sequence[Any]]:
    """The values of each column as they are stored: times and money are whole numbers."""
    stored: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for index, store in _stores(connection, columns).items():
        stored[index] = [store(value) for value in stored[index]]
    return stored


def _stores(connection: sa.Connection, columns: Columns) -> dict[int, Callable[[Any], Any]]:
    """What makes of values what is stored, by the index of the column, where that differs."""
    dialect = connection.dialect
    stores: dict[int, Callable[[Any], Any]] = {}
    for index, column in enumerate(columns):
        store = column.type.dialect_impl(dialect).bind_processor(dialect)
        if store is not None:
            stores[index] = store
    return stores
