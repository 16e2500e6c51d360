"""Writes the columns of a recipient as they are stored: a JSON object."""

from collections.abc import Callable, Iterable, Sequence
from json.encoder import encode_basestring as quoted
from typing import TypeAlias

Values: TypeAlias = tuple[str, ...]
JsonWriter: TypeAlias = Callable[[Sequence[Values]], Sequence[str | None]]


def json_writer(names: Iterable[str]) -> JsonWriter:
    """A function that writes the first values of each row by these names; None without names.

    It takes a fraction of the time of `json.dumps` of a dict for each row.
    """
    fields = [quoted(name).replace("%", "%%") + ": %s" for name in names]
    number = len(fields)
    form = "{" + ", ".join(fields) + "}"

    def write(rows: Sequence[Values]) -> Sequence[str | None]:
        if number == 0:
            return [None] * len(rows)
        quoted_columns = [_quoted_column(rows, index) for index in range(number)]
        return [form % values for values in zip(*quoted_columns, strict=True)]

    return write


def _quoted_column(rows: Sequence[Values], index: int) -> list[str]:
    # `zip(*rows)` would make an iterator for each row, all of which the garbage collector visits.
    return [quoted(values[index]) for values in rows]
