"""What the shell offers for the value of an option."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem


def file_names(
    _context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """The names of files, which the shell knows itself.

    `click.Path` would refuse what else the option takes.
    """
    from click.shell_completion import CompletionItem  # noqa: PLC0415

    return [CompletionItem(begun, type="file")]


def code_names(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """The names of the result codes."""
    from turbosms_api.tables.result_codes import ResultCode  # noqa: PLC0415

    return [code.name for code in ResultCode if code.name.startswith(begun.upper())]
