"""Reads the text of a message from an argument or a file, and warns of likely mistakes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from turbosms_cli.language.help_texts import TextOption
from turbosms_cli.options.adding import add_options
from turbosms_cli.options.usage import VERBATIM
from turbosms_cli.options.value_completion import file_names
from turbosms_cli.printing.terminal_text import quoted
from turbosms_cli.reading.sources import opened_text, path_of
from turbosms_languages import Text, _
from turbosms_spreadsheets.workbooks import format_besides_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_LONGEST: Final = 100_000
"""In characters: far more than the text of any message."""
_PLACEHOLDER: Final = re.compile(r"\{\{?\s*\w+(?:[ .'’ʼ-]\w+)*\s*\}?\}")  # noqa: RUF001


def _read_text_file(
    context: click.Context, parameter: click.Parameter, name: str | None
) -> str | None:
    """Read a file, without a final line break."""
    if not name:
        return None
    if not Path(path_of(name)).is_file():
        # A pipe could not be read again by the command that completes a send.
        raise click.BadParameter(
            _("there is no file {name}.", name=quoted(name)), context, parameter
        )
    text = ""
    with opened_text(name) as source:
        other_format = format_besides_text(source)
        if other_format is not None:
            raise click.BadParameter(
                _(
                    "{name} is {what}. Save the text alone, as UTF-8.",
                    name=quoted(name),
                    what=other_format,
                ),
                context,
                parameter,
            )
        for line in source.lines():
            text += line
            if len(text) > _LONGEST:
                break
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").removesuffix("\n")
    if not text:
        raise click.BadParameter(_("{name} is empty.", name=quoted(name)), context, parameter)
    return text


def text_options(help_text: Text) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add the options for the text to a command."""
    options = (
        click.option("--text", cls=TextOption, type=VERBATIM, metavar="TEXT", help=help_text),
        click.option(
            "--text-file",
            metavar="FILE",
            shell_complete=file_names,
            callback=_read_text_file,
            help="Read the text from a file, with line breaks, except one at the end.",
        ),
    )
    return lambda function: add_options(function, options)


def chosen_text(text: str | None, of_file: str | None) -> str | None:
    """The text, passed in one of two ways."""
    if text is not None and of_file is not None:
        raise click.UsageError(_("--text and --text-file cannot be used together."))
    return of_file if text is None else text


def doubts_about(texts: Iterable[str | None]) -> Iterator[str]:
    """Warnings about texts that are sent as they are, but may have been meant differently."""
    present = [text for text in texts if text is not None]
    found = [match for text in present for match in _PLACEHOLDER.findall(text)]
    if found:
        yield (
            _(
                "Braces such as {braces} are sent as they are: all recipients get the same text. "
                "For personal texts: turbosms campaign create --help",
                braces=quoted(found[0]),
            )
        )
    yield from doubts_about_line_breaks(present)


def doubts_about_line_breaks(texts: Iterable[str | None]) -> Iterator[str]:
    """The warning about those texts that have \\n in place of line breaks."""
    if any(text is not None and "\\n" in text and "\n" not in text for text in texts):
        yield (
            _(
                "\\n is sent as these two characters. For a line break, press Enter inside the "
                "quotes, write $'one\\ntwo' in bash or zsh, or use --text-file."
            )
        )
