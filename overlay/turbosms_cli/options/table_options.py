"""Options for commands that read files: lists or tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from turbosms_cli.options.adding import add_options
from turbosms_cli.options.usage import VERBATIM
from turbosms_cli.options.value_completion import file_names
from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMED_DELIMITERS: Final = {"tab": "\t", "\\t": "\t"}


def _delimiter(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> str | None:
    """Check the option: a single character, or `tab`."""
    if not value:
        return None
    delimiter = _NAMED_DELIMITERS.get(value.lower(), value)
    if len(delimiter) != 1 or delimiter.isalnum() or delimiter in "\"'\r\n\0":
        raise click.BadParameter(
            _(
                "a delimiter is the word tab, or a single character, such as ';', but not a "
                "letter, digit or quote."
            )
        )
    return delimiter


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
        callback=_delimiter,
        help="The character between cells, or tab, if it is not detected correctly.",
    ),
    click.option(
        "--encoding", metavar="NAME", help="Encoding of the files, if not UTF-8 or UTF-16."
    ),
)


def table_options(sources: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add `--from`, with the help `sources`, and how to read these files, to a command."""
    from_files = click.option(
        "--from",
        "sources",
        multiple=True,
        metavar="FILE",
        shell_complete=file_names,
        help=sources,
    )
    return lambda function: add_options(function, (from_files, *_OPTIONS))
