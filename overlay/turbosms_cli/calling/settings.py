"""Sources of the token and the default senders: the environment, a file of profiles, a prompt.

Never an argument: command lines end up in the shell history and in the list of processes.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import stat
import sys
import tomllib
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import click

from turbosms_cli.options.usage import empty_variable
from turbosms_cli.printing import streams
from turbosms_cli.reading.sources import Source, with_home

DEFAULT: Final = "default"
_LONGEST_TOKEN_FILE: Final = 65_536
TOKEN: Final = "TURBOSMS_TOKEN"  # noqa: S105 - the name of a variable
BASE_URL: Final = "TURBOSMS_BASE_URL"
PROFILE: Final = "TURBOSMS_PROFILE"
CONFIG: Final = "TURBOSMS_CONFIG"
VARIABLES: Final = (TOKEN, BASE_URL, PROFILE, CONFIG)


@dataclass(frozen=True)
class Profile:
    """A profile in the file. The client's defaults apply to what it does not have."""

    token: str | None = None
    base_url: str | None = None
    sms_sender: str | None = None
    viber_sender: str | None = None

    def __repr__(self) -> str:
        return f"<Profile {self.sms_sender!r} {self.viber_sender!r}>"


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
    values = _read(config_file()).get(chosen or DEFAULT)
    if values is None and chosen is not None:
        again = f"turbosms login --profile {shlex.quote(chosen)}"
        raise click.UsageError(
            f"There is no profile {chosen!r} in {config_file()}. Create it with: {again}"
        )
    profile = _profile(chosen or DEFAULT, values or {})
    if name is None and profile.token and variables[TOKEN] is not None:
        return Profile()
    if name is None and (address := variables[BASE_URL]) is not None:
        return Profile(profile.token, address, profile.sms_sender, profile.viber_sender)
    return profile


def names() -> list[str]:
    """The names of the profiles in the file; `click.UsageError` if it is invalid."""
    return list(_read(config_file()))


def kept(name: str) -> Profile:
    """The stored profile of this name, perhaps empty; `click.UsageError` if the file is invalid."""
    return _profile(name, _read(config_file()).get(name) or {})


def variable(name: str) -> str | None:
    """Read an environment variable.

    `click.UsageError` if it is set but empty, which is a mistake.
    """
    value = os.environ.get(name)
    if value is not None and not value.strip():
        raise click.UsageError(empty_variable(name))
    return value


def token(profile: Profile, *, named: bool) -> str:
    """The token, from the named profile, `TURBOSMS_TOKEN`, the default profile, or a prompt."""
    if named and profile.token is not None:
        return profile.token
    found = variable(TOKEN) or profile.token
    if found is not None:
        return found
    if not sys.stdin.isatty():
        raise click.UsageError("There is no token: set TURBOSMS_TOKEN, or run turbosms login once.")
    streams.say("There is no token yet. To store one for the next time: turbosms login")
    return ask()


def ask() -> str:
    """Ask for the token, without showing it."""
    return str(click.prompt("Token", hide_input=True, err=True)).strip()


def piped() -> str:
    """Read the token from stdin: the first line, in any encoding.

    Raises:
        click.UsageError: it is not text.
    """
    content = sys.stdin.buffer.read(_LONGEST_TOKEN_FILE)
    source = Source("stdin", io.BufferedReader(io.BytesIO(content)), None)
    line = next(source.lines(), "")
    return "".join(letter for letter in line if unicodedata.category(letter) != "Cf").strip()


def save(name: str, profile: Profile) -> Path:
    """Write a profile into the file, which only its owner can read; the other profiles are kept.

    Raises:
        click.UsageError: the file is invalid, or it or the profile has something that cannot be
            written back.
        OSError: the file cannot be written; it is unchanged.
    """
    from tempfile import mkstemp  # noqa: PLC0415

    # Symbolic links are resolved, for people who keep such files elsewhere.
    file = Path(os.path.realpath(config_file()))
    for other, values in _read(file).items():
        _profile(other, values)
    try:
        text = _with_profile(_text(file), name, profile).encode()
    except UnicodeEncodeError:
        raise click.UsageError("A name or a value is not valid UTF-8.") from None
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    number, made = mkstemp(prefix=f".{file.name}.", dir=file.parent)  # only its owner can read it
    try:
        with os.fdopen(number, "wb") as stream:
            stream.write(text)
        Path(made).replace(file)
    finally:
        with suppress(FileNotFoundError):
            Path(made).unlink()
    return file


def _profile(name: str, values: Any) -> Profile:
    known = [field.name for field in fields(Profile)]
    for key, value in values.items():
        if key not in known or not isinstance(value, str):
            raise click.UsageError(
                f"{config_file()}: {key} of {_head(name)} "
                f"is not one of {', '.join(known)}, or not a string."
            )
        if not value.strip():
            raise click.UsageError(
                f"{config_file()}: {key} of {_head(name)} is empty: "
                "give it a value, or remove the line."
            )
    return Profile(**values)


def _with_profile(text: str, name: str, profile: Profile) -> str:
    """Update this profile in the text of a file; comments and everything else are kept."""
    import tomlkit  # noqa: PLC0415

    document = tomlkit.parse(text)
    if name not in document:
        if text.strip():
            document.add(tomlkit.nl())
        document[name] = tomlkit.table()
    section: Any = document[name]
    for key, value in vars(profile).items():
        if not value:
            section.pop(key, None)
        elif section.get(key) != value:  # an unchanged value keeps its spelling
            section[key] = value
    return tomlkit.dumps(document)


def _text(file: Path) -> str:
    """The text of the file; empty if there is none."""
    with suppress(OSError):
        return file.read_bytes().decode("utf-8-sig")
    return ""


def _head(name: str) -> str:
    plain = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return f"[{name if plain else json.dumps(name, ensure_ascii=False)}]"


def _read(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            profiles: dict[str, Any] = tomllib.loads(stream.read().decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):  # the home of some services is /dev/null
        return {}
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, PermissionError) and not os.access(file.parent, os.X_OK):
            return {}  # the home of somebody else, as in many containers
        what = error.strerror if isinstance(error, OSError) else _wrong(error)
        raise click.UsageError(f"{file} cannot be read: {what}.") from None
    if not all(isinstance(values, dict) for values in profiles.values()):
        raise click.UsageError(f"{file}: every value belongs under a profile, such as [{DEFAULT}].")
    secret = any("token" in values for values in profiles.values())
    if secret and os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise click.UsageError(
            f"Others can read {file}, which contains a token: run chmod 600 {file}."
        )
    return profiles


def _wrong(error: Exception) -> str:
    """Say where the file is not TOML.

    Nothing else from the parser, which may quote the line, and so the token.
    """
    place = re.search(r"\((at [^()]*)\)$", str(error))
    return f"it is not TOML {place[0]}" if place else "it is not TOML in UTF-8"
