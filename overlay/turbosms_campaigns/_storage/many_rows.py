"""Thousands of rows at once, in the way that is quick on each kind of database.

SQLite executes one prepared statement for each row. PostgreSQL is given all rows as a table, which
it makes of arrays. Either takes a fraction of what SQLAlchemy's own way takes.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

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


def fetch_rows(connection: sa.Connection, select: sa.Select[Any]) -> Sequence[Sequence[Any]]:
    """All rows of a query whose columns are whole numbers and texts, in the order of the first one.

    From SQLite they come as one value. Between two rows, its driver lets other threads run, which
    takes ten times as long as the row itself while several chunks are at work.
    """
    if connection.dialect.name != "sqlite":
        return connection.execute(select).all()
    selected = select.subquery()
    as_json = sa.select(sa.func.json_group_array(sa.func.json_array(*selected.c)))
    rows: list[list[Any]] = json.loads(connection.execute(as_json).scalar_one())
    rows.sort(key=_first_value)
    return rows


def _first_value(row: Sequence[Any]) -> Any:
    return row[0]


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
        values = _parameters(columns)
        for column, value in same.items():
            values[column.name] = _written_out(column, value)
        into_sqlite = sqlite.insert(table).values(values)
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
    # Of an insert, SQLAlchemy would not keep the number.
    counted = into_postgresql.execution_options(preserve_rowcount=True)
    return connection.execute(counted).rowcount


def update_rows(
    connection: sa.Connection,
    columns: Columns,
    rows: Rows,
    *,
    among: Mapping[sa.Column[Any], Any],
    same: Mapping[sa.Column[Any], Any] = _NO_VALUES,
) -> int:
    """Set columns of rows; how many rows there were.

    Args:
        columns: those to set, and as the last one that which tells which row is meant.
        among: columns with the value that a row has to have there, or it stays as it is.
        same: further columns to set, with the value that they get in all rows.
    """
    if not rows:
        return 0
    *to_set, key = columns
    statement = sa.update(key.table)
    if connection.dialect.name == "sqlite":
        values = _parameters(columns)
        statement = statement.where(key == values.pop(key.name))
        for column, value in among.items():
            statement = statement.where(column == _written_out(column, value))
        for column, value in same.items():
            values[column.name] = _written_out(column, value)
        return _execute_for_each(connection, statement.values(values), columns, rows)
    given = _table_of(columns, rows)
    statement = statement.where(key == given.c[key.name])
    for column, value in among.items():
        statement = statement.where(column == value)
    of_each = {column: given.c[column.name] for column in to_set}
    return connection.execute(statement.values({**of_each, **same})).rowcount


def _parameters(columns: Columns) -> dict[str, sa.BindParameter[Any]]:
    """A parameter for each column, by the column's name."""
    parameters: dict[str, sa.BindParameter[Any]] = {}
    for column in columns:
        name = _PREFIX + column.name
        parameters[column.name] = sa.bindparam(name, None, type_=column.type)
    return parameters


def _written_out(column: sa.Column[Any], value: Any) -> sa.BindParameter[Any]:
    """A value that becomes part of the statement."""
    return sa.bindparam(None, value, type_=column.type, literal_execute=True)


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
    """Execute a statement for each row with the driver's own method, on SQLite.

    The values of the columns are its only parameters.
    """
    compiled = statement.compile(
        dialect=connection.dialect, compile_kwargs={"render_postcompile": True}
    )
    names = [_PREFIX + column.name for column in columns]
    indexes = [names.index(name) for name in compiled.positiontup or []]
    stores = _stores(connection, columns)
    is_ready = not stores and indexes == list(range(len(columns)))
    parameters = rows if is_ready else _in_order(rows, indexes, stores)
    return connection.exec_driver_sql(str(compiled), list(parameters)).rowcount


def _in_order(
    rows: Rows, indexes: Sequence[int], stores: Mapping[int, Callable[[Any], Any]]
) -> Rows:
    """The rows with their values as they are stored, in the order of these indexes."""
    values_of_columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    in_order: list[Sequence[Any]] = []
    for index in indexes:
        values = values_of_columns[index]
        if index in stores:
            store = stores[index]
            values = [store(value) for value in values]
        in_order.append(values)
    return list(zip(*in_order, strict=True))


def _stores(connection: sa.Connection, columns: Columns) -> dict[int, Callable[[Any], Any]]:
    """What makes of values what is stored, by the index of the column, where that differs."""
    dialect = connection.dialect
    stores: dict[int, Callable[[Any], Any]] = {}
    for index, column in enumerate(columns):
        store = column.type.dialect_impl(dialect).bind_processor(dialect)
        if store is not None:
            stores[index] = store
    return stores
