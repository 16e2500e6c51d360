"""All commands of the command line, found by walking through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from turbosms_cli.root import turbosms

if TYPE_CHECKING:
    from collections.abc import Iterator


def every(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """All commands, with those of groups, by their words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from every(command, (*path, name))


COMMANDS: Final = dict(every(turbosms))
NAMES: Final = [" ".join(path) for path in COMMANDS]
LEAVES: Final = {
    " ".join(path): command
    for path, command in COMMANDS.items()
    if not isinstance(command, click.Group)
}
"""The commands that do something, by the words that call them."""
REQUIRED: Final = {
    "file details": ("12345",),
    "chat send": ("1",),
    "completion": ("bash",),
    "campaign create": ("sale", "--from", "people.csv", "--sms", "TurboSMS", "--text", "Hello"),
    "campaign test": ("sale", "380501111111"),
    **{
        f"campaign {name}": ("sale",)
        for name in (
            *("check", "start", "run", "pause", "resume", "cancel", "set", "retry"),
            *("show", "report", "delete"),
        )
    },
    "suppress add": ("380501111111",),
    "suppress remove": ("380501111111",),
    "suppress import": ("people.csv",),
    "suppress export": ("suppressed.csv",),
}
"""What a command cannot be called without."""
