"""Sources of the token and the default senders: the environment, a file of profiles, a prompt.

Never an argument: command lines end up in the shell history and in the list of processes.
"""

from __future__ import annotations

import io
import shlex
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from turbosms_cli.calling.next_commands import login_command
from turbosms_cli.calling.profile_file import DEFAULT, Profile, profile_of, read_profiles
from turbosms_cli.calling.variables import (
    BASE_URL,
    CONFIG,
    PROFILE,
    TOKEN,
    VARIABLES,
    variable,
)
from turbosms_cli.printing import streams
from turbosms_cli.reading.sources import usage_errors, with_home
from turbosms_languages import _, spoken
from turbosms_spreadsheets.table_files import TableFile

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_TOKEN_FILE: Final = 65_536


def config_file() -> Path:
    """The file with the profiles: `TURBOSMS_CONFIG`, or else in the usual place of this system."""
    named = variable(CONFIG)
    if named is not None:
        return Path(with_home(named))
    return Path(click.get_app_dir("turbosms")) / "config.toml"


def load(name: str | None) -> Profile:
    """Load a profile from the file.

    Without a name, this is the profile in `TURBOSMS_PROFILE`, or else `default`, which need not
    exist.

    The environment overrides a profile that was not selected by `name`. If the profile has a token
    and `TURBOSMS_TOKEN` is set, that means another account, and nothing in the profile is used.
    Otherwise, `TURBOSMS_BASE_URL` overrides only the address.

    Raises:
        click.UsageError: there is no such profile, or the file is invalid.
    """
    # All of them, so that an empty one is always found.
    variables = {each: variable(each) for each in VARIABLES}
    chosen = variables[PROFILE] if name is None else name
    values = read_profiles(config_file()).get(chosen or DEFAULT)
    if values is None and chosen is not None:
        again = f"turbosms login --profile {shlex.quote(chosen)}"
        raise click.UsageError(
            _(
                "There is no profile {profile!r} in {file}. Create it with: {again}",
                profile=chosen,
                file=config_file(),
                again=again,
            )
        )
    profile = profile_of(config_file(), chosen or DEFAULT, values or {})
    if name is None and profile.token and variables[TOKEN] is not None:
        return Profile()
    address = variables[BASE_URL]
    if name is None and address is not None:
        return replace(profile, base_url=address)
    return profile


def names() -> list[str]:
    """The names of the profiles in the file; `click.UsageError` if it is invalid."""
    return list(read_profiles(config_file()))


def stored_profile(name: str) -> Profile:
    """The stored profile of this name, perhaps empty; `click.UsageError` if the file is invalid."""
    file = config_file()
    return profile_of(file, name, read_profiles(file).get(name) or {})


def token(profile: Profile, *, named: bool) -> str:
    """The token, from the named profile, `TURBOSMS_TOKEN`, the default profile, or a prompt."""
    if named and profile.token is not None:
        return profile.token
    found = variable(TOKEN) or profile.token
    if found is not None:
        return found
    if not sys.stdin.isatty():
        raise click.UsageError(
            _(
                "There is no token: set TURBOSMS_TOKEN, or run {login} once.",
                login=login_command(),
            )
        )
    streams.say(
        _(
            "There is no token yet. To store one for the next time: {login}",
            login=login_command(),
        )
    )
    return token_from_prompt()


def token_from_prompt() -> str:
    """Ask for the token, without showing it."""
    return prompted(_("Token")).strip()


def prompted(what: str) -> str:
    """Ask for a secret, without showing it."""
    return str(click.prompt(spoken(what), hide_input=True, err=True))


def lines_of_stdin() -> Iterator[str]:
    """Read secrets from stdin: its lines, in any encoding, without invisible characters.

    Raises:
        click.UsageError: it is not text.
    """
    content = sys.stdin.buffer.read(_LONGEST_TOKEN_FILE)
    source = TableFile("stdin", io.BufferedReader(io.BytesIO(content)))
    with usage_errors(None, is_table=False):
        for line in source.lines():
            yield without_invisible(line)


def without_invisible(line: str) -> str:
    """A line of a file without its end, and without marks such as that of the byte order."""
    return "".join(letter for letter in line if unicodedata.category(letter) != "Cf").rstrip("\r\n")
