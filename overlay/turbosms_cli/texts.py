"""The text of a message: from an argument or a file, and what in it may not be as it was meant."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from turbosms_cli import workbooks
from turbosms_cli.shells import file_names
from turbosms_cli.sources import opened, path_of
from turbosms_cli.terminal_text import quoted
from turbosms_cli.usage import VERBATIM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_LONGEST: Final = 100_000
"""Characters. The longest text that a message can have is far shorter."""
_PLACEHOLDER: Final = re.compile(r"\{\{?\s*\w+(?:[ .'’ʼ-]\w+)*\s*\}?\}")  # noqa: RUF001


def _of_file(context: click.Context, parameter: click.Parameter, name: str | None) -> str | None:
    """What is in a file, without the line break at its end."""
    if not name:
        return None
    if not Path(path_of(name)).is_file():
        # What comes through a pipe would not be there for the command that finishes a send.
        raise click.BadParameter(f"there is no file {quoted(name)}.", context, parameter)
    text = ""
    with opened(name, None, None) as source:
        if workbooks.is_workbook(source):
            raise click.BadParameter(f"{quoted(name)} is no text.", context, parameter)
        for line in source.lines():
            text += line
            if len(text) > _LONGEST:
                break
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").removesuffix("\n")
    if not text:
        raise click.BadParameter(f"{quoted(name)} is empty.", context, parameter)
    return text


def takes_text(help_text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options for its text."""
    options = (
        click.option("--text", type=VERBATIM, metavar="TEXT", help=help_text),
        click.option(
            "--text-file",
            metavar="FILE",
            shell_complete=file_names,
            callback=_of_file,
            help="The text from a file, with its line breaks; that at the end is no part of it.",
        ),
    )

    def given(function: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            function = option(function)
        return function

    return given


def chosen(text: str | None, of_file: str | None) -> str | None:
    """The text that is given in one of two ways."""
    if text is not None and of_file is not None:
        raise click.UsageError("--text and --text-file exclude each other.")
    return of_file if text is None else text


def doubts(texts: Iterable[str | None]) -> Iterator[str]:
    """What is said of texts that go out as they are, and may have been meant otherwise."""
    given = [text for text in texts if text is not None]
    found = [match for text in given for match in _PLACEHOLDER.findall(text)]
    if found:
        yield (
            f"Braces go out as they are, {quoted(found[0])} too: all recipients get one text. "
            "Campaigns with personal texts need a call for each recipient, or message.send_multi "
            "in Python."
        )
    if any("\\n" in text and "\n" not in text for text in given):
        yield (
            "\\n goes out as these two characters. A line break is typed as such in the quotes, "
            "as $'one\\ntwo' in bash and zsh, or comes with --text-file."
        )
