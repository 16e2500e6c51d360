"""Thousands of rows at once, in the way that is quick on each kind of database.

SQLite executes one prepared statement for every few rows that it inserts, or for each row that it
updates. PostgreSQL is given all rows as a table, which it makes of arrays. Either takes a fraction
of what SQLAlchemy's own way takes.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any, Final, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.compiler import SQLCompiler

Columns: TypeAlias = Sequence[sa.Column[Any]]
Rows: TypeAlias = Sequence[Sequence[Any]]
"""Values in the order of the columns."""
Values: TypeAlias = Mapping[sa.Column[Any], Any]
"""A value for each of some columns."""
NO_VALUES: Final[Values] = {}

# Parameters may not have the names of columns, which stand for what is set.
_PREFIX: Final = "given_"
_INSERTED_TOGETHER: Final = 20
"""Rows in a statement on SQLite. To begin a statement takes it about as long as to store a row."""


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
    same: Values = NO_VALUES,
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
    if connection.dialect.name == "sqlite":
        return _insert_into_sqlite(connection, columns, rows, same, unless_there)
    table = columns[0].table
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
    among: Values,
    same: Values = NO_VALUES,
) -> int:
    """Set columns of rows; how many rows there were.

    Args:
        columns: those to set, and as the last one that which tells which row is meant.
        among: columns with the value that a row has to have there, or it stays as it is.
        same: further columns to set, with the value that they get in all rows.
    """
    if not rows:
        return 0
    if connection.dialect.name == "sqlite":
        return _update_in_sqlite(connection, columns, rows, among, same)
    *to_set, key = columns
    given = _table_of(columns, rows)
    statement = sa.update(key.table).where(key == given.c[key.name])
    for column, value in among.items():
        statement = statement.where(column == value)
    of_each = {column: given.c[column.name] for column in to_set}
    return connection.execute(statement.values({**of_each, **same})).rowcount


def _update_in_sqlite(
    connection: sa.Connection, columns: Columns, rows: Rows, among: Values, same: Values
) -> int:
    """Update the rows one by one."""
    key = columns[-1]
    values = _parameters(columns)
    statement = sa.update(key.table).where(key == values.pop(key.name))
    for column, value in among.items():
        statement = statement.where(column == _written_out(column, value))
    for column, value in same.items():
        values[column.name] = _written_out(column, value)
    compiled = _compiled(connection, statement.values(values))
    return _execute_each(connection, compiled, _in_order(connection, compiled, columns, rows))


def _insert_into_sqlite(
    connection: sa.Connection,
    columns: Columns,
    rows: Rows,
    same: Values,
    unless_there: Columns | None,
) -> int:
    """Insert several rows with each statement, and what is left of them one by one."""
    of_one = _compiled(connection, _sqlite_insert(columns, same, unless_there, 1))
    parameters = _in_order(connection, of_one, columns, rows)
    left = len(parameters) % _INSERTED_TOGETHER
    together = len(parameters) - left
    inserted = 0
    if together > 0:
        # It has the parameters of one row, in the same order, once for each of its rows.
        several = _sqlite_insert(columns, same, unless_there, _INSERTED_TOGETHER)
        joined = _joined(parameters[:together], _INSERTED_TOGETHER)
        inserted += _execute_each(connection, _compiled(connection, several), joined)
    if left > 0:
        inserted += _execute_each(connection, of_one, parameters[together:])
    return inserted


def _sqlite_insert(
    columns: Columns,
    same: Values,
    unless_there: Columns | None,
    number: int,
) -> sa.Insert:
    """A statement that inserts so many rows."""
    written_out = {column.name: _written_out(column, value) for column, value in same.items()}
    values = [{**_parameters(columns, row), **written_out} for row in range(number)]
    # If a row cannot be stored, those before it in the statement stay, as if each had a statement
    # of its own: the whole transaction is rolled back. To take them back by themselves, SQLite
    # would copy what each statement changes.
    insert = sqlite.insert(columns[0].table).prefix_with("OR FAIL").values(values)
    if unless_there is not None:
        insert = insert.on_conflict_do_nothing(index_elements=unless_there)
    return insert


def _joined(parameters: Sequence[Sequence[Any]], number: int) -> list[tuple[Any, ...]]:
    """The parameters of so many rows in one row."""
    joined: list[tuple[Any, ...]] = []
    for first in range(0, len(parameters), number):
        some = parameters[first : first + number]
        joined.append(tuple(chain.from_iterable(some)))
    return joined


def _parameters(columns: Columns, row: int = 0) -> dict[str, sa.BindParameter[Any]]:
    """A parameter for each column of a row of the statement, by the column's name."""
    parameters: dict[str, sa.BindParameter[Any]] = {}
    for column in columns:
        name = _parameter_name(column, row)
        parameters[column.name] = sa.bindparam(name, None, type_=column.type)
    return parameters


def _parameter_name(column: sa.Column[Any], row: int = 0) -> str:
    return f"{_PREFIX}{row}_{column.name}"


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


def _compiled(connection: sa.Connection, statement: sa.UpdateBase) -> SQLCompiler:
    return statement.compile(
        dialect=connection.dialect, compile_kwargs={"render_postcompile": True}
    )


def _execute_each(connection: sa.Connection, compiled: SQLCompiler, parameters: Rows) -> int:
    return connection.exec_driver_sql(str(compiled), list(parameters)).rowcount


def _in_order(
    connection: sa.Connection, compiled: SQLCompiler, columns: Columns, rows: Rows
) -> Rows:
    """The values of each row in the order of a statement for one, as they are stored.

    The statement has no other parameters.
    """
    names = [_parameter_name(column) for column in columns]
    indexes = [names.index(name) for name in compiled.positiontup or []]
    stores = _stores(connection, columns)
    is_as_given = not stores and indexes == list(range(len(columns)))
    if is_as_given:
        return rows
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
