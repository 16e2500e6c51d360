"""Prints the rows of results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turbosms_cli.printing.values import plain
from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from turbosms_cli.printing.output import Output


def fields(row: Any) -> dict[str, Any]:
    """The fields of a row, with undocumented ones, if there are any, under `extra`."""
    return {name: value for name, value in plain(row).items() if name != "extra" or value}


def _field(row: Any, name: str) -> Any:
    if isinstance(row, dict):
        return row[name]
    return getattr(row, name)


def listed(output: Output, columns: Mapping[str, str], rows: Iterable[Any]) -> None:
    """Print rows as they come, or a table of the fields in `columns` under their headings.

    After an error, the table has the rows that came before it.
    """
    if output.as_json:
        for row in rows:
            output.row(fields(row))
        return
    cells: list[list[Any]] = []
    try:
        for row in rows:
            cells.append([_field(row, name) for name in columns])  # noqa: PERF401 - an error keeps them
    except BaseException:
        if cells:
            output.table([*columns.values()], cells)
        raise
    if cells:
        output.table([*columns.values()], cells)
    else:
        output.note(_("There are none."))
