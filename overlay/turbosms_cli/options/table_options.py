"""Options for commands that read tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from turbosms_cli.options.usage import VERBATIM
from turbosms_cli.reading.tables import delimiter_option

if TYPE_CHECKING:
    from collections.abc import Callable

_OPTIONS = (
    click.option(
        "--column",
        metavar="NAME|N",
        help=(
            "Read the files as tables, and take this column: "
            "its name in the first row, or its number."
        ),
    ),
    click.option(
        "--delimiter",
        type=VERBATIM,
        metavar="CHARACTER",
        callback=delimiter_option,
        help="The character between cells, or tab, if it is not detected correctly.",
    ),
    click.option(
        "--encoding", metavar="NAME", help="Encoding of the files, if not UTF-8 or UTF-16."
    ),
)


def reads_tables(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options for tables to a command."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function
