"""The options of the commands that read tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from turbosms_cli.tables import delimiter_option
from turbosms_cli.usage import VERBATIM

if TYPE_CHECKING:
    from collections.abc import Callable

_OPTIONS = (
    click.option(
        "--column",
        metavar="NAME|N",
        help=(
            "The files are tables, and this column is read: "
            "by its name in the first row, or by its number."
        ),
    ),
    click.option(
        "--delimiter",
        type=VERBATIM,
        metavar="CHARACTER",
        callback=delimiter_option,
        help="What stands between two cells, or tab, if it is not found by itself.",
    ),
    click.option("--encoding", metavar="NAME", help="Of the files, if it is not UTF-8 or UTF-16."),
)


def reads_tables(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options for tables."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function
