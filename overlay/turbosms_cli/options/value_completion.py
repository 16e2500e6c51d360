"""Shell completion for the values of options."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem


def file_names(
    _context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Complete file names, which the shell does itself.

    `click.Path` would refuse the option's other values.
    """
    from click.shell_completion import CompletionItem  # noqa: PLC0415

    return [CompletionItem(begun, type="file")]


def code_names(
    _context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Complete the names of the result codes, or their numbers after a digit."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415

    from turbosms_api.tables.result_codes import ResultCode  # noqa: PLC0415

    if begun.isdecimal():
        return [
            CompletionItem(str(code.value), help=code.name)
            for code in ResultCode
            if str(code.value).startswith(begun)
        ]
    return [CompletionItem(code.name) for code in ResultCode if code.name.startswith(begun.upper())]
