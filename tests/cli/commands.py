"""All commands of the command line, found by walking through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from turbosms_cli.root import turbosms

if TYPE_CHECKING:
    from collections.abc import Iterator


def leaves() -> dict[str, click.Command]:
    """The commands that do something, by the words that call them."""
    return dict(_below("", turbosms))


def _below(words: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield words.strip(), command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        yield from _below(f"{words} {name}", found)
