"""Where the token and the usual senders come from: the environment, a file of profiles, a prompt.

Never from an argument: a command line stands in the history of the shell and in the list of
processes.
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

from turbosms_cli import streams
from turbosms_cli.sources import Source, with_home
from turbosms_cli.usage import empty_variable

DEFAULT: Final = "default"
_LONGEST_TOKEN_FILE: Final = 65_536
TOKEN: Final = "TURBOSMS_TOKEN"  # noqa: S105 - the name of a variable
BASE_URL: Final = "TURBOSMS_BASE_URL"
PROFILE: Final = "TURBOSMS_PROFILE"
CONFIG: Final = "TURBOSMS_CONFIG"
VARIABLES: Final = (TOKEN, BASE_URL, PROFILE, CONFIG)


@dataclass(frozen=True)
class Profile:
    """One account as the file has it. What it does not have is as the client has it."""

    token: str | None = None
    base_url: str | None = None
    sms_sender: str | None = None
    viber_sender: str | None = None

    def __repr__(self) -> str:
        return f"<Profile {self.sms_sender!r} {self.viber_sender!r}>"


def config_file() -> Path:
    """The file with the profiles: `TURBOSMS_CONFIG`, else the usual place of this system."""
    named = variable(CONFIG)
    if named is not None:
        return Path(with_home(named))
    return Path(click.get_app_dir("turbosms")) / "config.toml"


def load(name: str | None) -> Profile:
    """A profile of the file.

    Without a name that of `TURBOSMS_PROFILE`, else `default`, which need not be there.

    A profile that was not asked for by `name` gives way to the environment: to another account,
    which `TURBOSMS_TOKEN` is where the profile has a token of its own, as a whole; else to
    `TURBOSMS_BASE_URL` alone.

    Raises:
        click.UsageError: there is no such profile, or the file is wrong.
    """
    variables = {each: variable(each) for each in VARIABLES}  # each, needed or not
    chosen = variables[PROFILE] if name is None else name
    values = _read(config_file()).get(chosen or DEFAULT)
    if values is None and chosen is not None:
        again = f"turbosms login --profile {shlex.quote(chosen)}"
        raise click.UsageError(
            f"There is no profile {chosen!r} in {config_file()}: {again} makes it."
        )
    profile = _profile(chosen or DEFAULT, values or {})
    if name is None and profile.token and variables[TOKEN] is not None:
        return Profile()
    if name is None and (address := variables[BASE_URL]) is not None:
        return Profile(profile.token, address, profile.sms_sender, profile.viber_sender)
    return profile


def names() -> list[str]:
    """The profiles of the file; `click.UsageError` if it is wrong."""
    return list(_read(config_file()))


def kept(name: str) -> Profile:
    """What the file has under this name, perhaps nothing; `click.UsageError` if it is wrong."""
    return _profile(name, _read(config_file()).get(name) or {})


def variable(name: str) -> str | None:
    """A variable of the environment.

    `click.UsageError` if it is set and empty: somebody meant to give something.
    """
    value = os.environ.get(name)
    if value is not None and not value.strip():
        raise click.UsageError(empty_variable(name))
    return value


def token(profile: Profile, *, named: bool) -> str:
    """The token: of a named profile, of `TURBOSMS_TOKEN`, of the default profile, or asked for."""
    if named and profile.token is not None:
        return profile.token
    found = variable(TOKEN) or profile.token
    if found is not None:
        return found
    if not sys.stdin.isatty():
        raise click.UsageError("There is no token: set TURBOSMS_TOKEN, or run turbosms login once.")
    streams.say("There is no token yet. To keep one, so that it is not asked for: turbosms login")
    return ask()


def ask() -> str:
    """The token as it is typed, without being shown."""
    return str(click.prompt("Token", hide_input=True, err=True)).strip()


def piped() -> str:
    """The token as it comes through stdin: the first line, in whatever encoding a file has it.

    Raises:
        click.UsageError: it is no text.
    """
    content = sys.stdin.buffer.read(_LONGEST_TOKEN_FILE)
    source = Source("stdin", io.BufferedReader(io.BytesIO(content)), None)
    line = next(source.lines(), "")
    return "".join(letter for letter in line if unicodedata.category(letter) != "Cf").strip()


def save(name: str, profile: Profile) -> Path:
    """Write a profile into the file, which its owner alone can read; the other profiles stay.

    Raises:
        click.UsageError: the file is wrong, or something in it or in the profile cannot be written
            back.
        OSError: the file cannot be written; it is as it was.
    """
    from tempfile import mkstemp  # noqa: PLC0415

    # Where a link leads to, for those who keep such files elsewhere.
    file = Path(os.path.realpath(config_file()))
    for other, values in _read(file).items():
        _profile(other, values)
    try:
        text = _with_profile(_text(file), name, profile).encode()
    except UnicodeEncodeError:
        raise click.UsageError("A name or a value is not valid UTF-8.") from None
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    number, made = mkstemp(prefix=f".{file.name}.", dir=file.parent)  # for its owner alone
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
                f"is not one of {', '.join(known)} as a text."
            )
        if not value.strip():
            raise click.UsageError(
                f"{config_file()}: {key} of {_head(name)} is empty: "
                "give it a value, or take the line out."
            )
    return Profile(**values)


def _with_profile(text: str, name: str, profile: Profile) -> str:
    """The text of a file in which this profile is as it is now; comments and all else stay."""
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
        elif section.get(key) != value:  # one that stays is written as it was
            section[key] = value
    return tomlkit.dumps(document)


def _text(file: Path) -> str:
    """What is in the file; nothing if there is none."""
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
            f"Others can read {file}, which holds a token: run chmod 600 {file}."
        )
    return profiles


def _wrong(error: Exception) -> str:
    """Where it is no TOML.

    Whatever else the parser says may quote the line, and the line may be the token.
    """
    place = re.search(r"\((at [^()]*)\)$", str(error))
    return f"it is no TOML {place[0]}" if place else "it is no TOML in UTF-8"
