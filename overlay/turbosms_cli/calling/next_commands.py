"""The commands that a user is told to run next: for the same database and the same account."""

from __future__ import annotations

import re
from typing import Any, Final

import click

from turbosms_cli.calling.shell_words import shell_command
from turbosms_cli.calling.variables import PROFILE, variable

_KEPT: Final = ("database", "profile", "base_url")
"""The parameters that say where the campaigns are, and whose account it is."""
_BEFORE_HOST: Final = re.compile(r"(://[^/?#@:]*):[^/?#]*@")
_AS_PARAMETER: Final = re.compile(r"([?&](?:ssl)?password)=[^&#]*")
"""Where the address of a database may have a password."""


def next_command(command: str, *words: str) -> str:
    """A command for a shell, such as `turbosms campaign run sale`.

    It gets the options for the database and the account that were given to the running command, if
    it has them too. What comes from the environment still comes from there.
    """
    context = click.get_current_context(silent=True)
    kept = [] if context is None else _kept_options(context, command)
    return shell_command(["turbosms", *command.split(), *words, *kept])


def login_command(*words: str) -> str:
    """The command that stores a token for the profile that the running command uses."""
    context = click.get_current_context(silent=True)
    is_named = context is not None and context.params.get("profile") is not None
    of_environment = None if is_named else variable(PROFILE)
    if of_environment is not None:
        words = (*words, "--profile", of_environment)
    return next_command("login", *words)


def _kept_options(context: click.Context, command: str) -> list[str]:
    kept = []
    for parameter in _parameters_of(context.find_root().command, command):
        value: str | None = context.params.get(parameter.name or "")
        is_given = value is not None and value != parameter.default
        if parameter.name in _KEPT and is_given:
            kept += [parameter.opts[0], _without_password(str(value))]
    return kept


def _without_password(address: str) -> str:
    """The address as it may stand in a log: its reader puts the password in again."""
    before_host = _BEFORE_HOST.sub(r"\1:***@", address)
    return _AS_PARAMETER.sub(r"\1=***", before_host)


def _parameters_of(root: click.Command, command: str) -> list[click.Parameter]:
    """What the command of these words takes, which is one of ours."""
    found: Any = root
    for word in command.split():
        found = found.get_command(click.Context(found), word)
    parameters: list[click.Parameter] = found.params
    return parameters
