"""The command to run again: under the same `--sequence-id`, so that nothing happens twice."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from turbosms_cli.calling.shell_words import shell_command
from turbosms_cli.language.choice import words_before_command
from turbosms_languages import joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from turbosms_cli.printing.output import Output
    from turbosms_languages import Text


def repeat_command(sequence_id: str, files: Mapping[str, str] | None = None) -> str:
    """The command for a shell, with `--sequence-id`, and with `--yes` if it would ask.

    `files` replace sources that are gone.
    """
    context = click.get_current_context()
    words = sys.argv[1:]
    place = words_before_command(words) + len(context.command_path.split()) - 1
    added = [] if context.params.get("sequence_id") else ["--sequence-id", sequence_id]
    if context.params.get("yes") is False:
        added.append("--yes")
    again = [*_program(), *words[:place], *added, *_reading(words[place:], files or {})]
    return shell_command(again)


def note_how_to_complete(output: Output, head: Text, command: str) -> None:
    """Print the command that completes a call, below a head such as "To complete it:"."""
    output.note(joined("\n  ", (head, command)))


def _reading(words: Sequence[str], files: Mapping[str, str]) -> Iterator[str]:
    before = ""
    for word in words:
        option, equals, source = word.partition("=")
        if before == "--from" and word in files:
            yield files[word]
        elif option == "--from" and equals and source in files:
            yield f"{option}={files[source]}"
        else:
            yield word
        before = word


def _program() -> list[str]:
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return [sys.executable, "-m", "turbosms_cli"]
    found = shutil.which(called.name)
    return [called.name if found and Path(found).samefile(called) else str(called)]
