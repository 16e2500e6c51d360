"""The file of profiles: tokens, default senders and secrets of webhooks, in TOML."""

from __future__ import annotations

import json
import os
import re
import stat
import tomllib
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import click

from turbosms_languages import Text, _, reason_of

DEFAULT: Final = "default"
_SECRETS: Final = {"token", "webhook_secret", "webhook_basic_auth"}
"""The keys whose values nobody else may read."""


@dataclass(frozen=True)
class Profile:
    """A profile in the file. The client's defaults apply to what it does not have."""

    token: str | None = None
    base_url: str | None = None
    sms_sender: str | None = None
    viber_sender: str | None = None
    webhook_secret: str | None = None
    """The secret key of the webhook; several of them, the newest first, one per line."""
    webhook_basic_auth: str | None = None
    """Login and password of the webhook, with a colon between them."""

    def __repr__(self) -> str:
        return f"<Profile {self.sms_sender!r} {self.viber_sender!r}>"


def read_profiles(file: Path) -> dict[str, Any]:
    """The values of each profile by its name; none if there is no such file.

    Raises:
        click.UsageError: it is invalid, or others can read a token or a secret in it.
    """
    try:
        with file.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            profiles: dict[str, Any] = tomllib.loads(stream.read().decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):  # the home of some services is /dev/null
        return {}
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, PermissionError) and not os.access(file.parent, os.X_OK):
            return {}  # the home of somebody else, as in many containers
        what = reason_of(error) if isinstance(error, OSError) else _wrong(error)
        raise click.UsageError(_("{file} cannot be read: {what}.", file=file, what=what)) from None
    if not all(isinstance(values, dict) for values in profiles.values()):
        raise click.UsageError(
            _(
                "{file}: every value belongs under a profile, such as [{default}].",
                file=file,
                default=DEFAULT,
            )
        )
    keys = {key for values in profiles.values() for key in values}
    has_secret = not _SECRETS.isdisjoint(keys)
    if has_secret and os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        what = _("a token") if "token" in keys else _("the secret of a webhook")
        raise click.UsageError(
            _(
                "Others can read {file}, which contains {what}: run chmod 600 {file}.",
                file=file,
                what=what,
            )
        )
    return profiles


def profile_of(file: Path, name: str, values: Any) -> Profile:
    """The profile with these values; `click.UsageError` if they are not those of a profile."""
    known = [field.name for field in fields(Profile)]
    for key, value in values.items():
        if key not in known or not isinstance(value, str):
            raise click.UsageError(
                _(
                    "{file}: {key} of {section} is not one of {known}, or not a string.",
                    file=file,
                    key=key,
                    section=_head(name),
                    known=", ".join(known),
                )
            )
        if not value.strip():
            raise click.UsageError(
                _(
                    "{file}: {key} of {section} is empty: give it a value, or remove the line.",
                    file=file,
                    key=key,
                    section=_head(name),
                )
            )
    return Profile(**values)


def save_profile(file: Path, name: str, profile: Profile) -> Path:
    """Write a profile into the file, which only its owner can read; the other profiles are kept.

    Raises:
        click.UsageError: the file is invalid, or it or the profile has something that cannot be
            written back.
        OSError: the file cannot be written; it is unchanged.
    """
    from tempfile import mkstemp  # noqa: PLC0415

    # Symbolic links are resolved, for people who keep such files elsewhere.
    target = Path(os.path.realpath(file))
    for other, values in read_profiles(target).items():
        profile_of(file, other, values)
    try:
        text = _with_profile(_text(target), name, profile).encode()
    except UnicodeEncodeError:
        raise click.UsageError(_("A name or a value is not valid UTF-8.")) from None
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Only its owner can read it.
    descriptor, made = mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(text)
        Path(made).replace(target)
    finally:
        with suppress(FileNotFoundError):
            Path(made).unlink()
    return target


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


def _wrong(error: Exception) -> Text:
    """Say where the file is not TOML.

    Nothing else from the parser, which may quote the line, and so the token.
    """
    place = re.search(r"\((at [^()]*)\)$", str(error))
    return _("it is not TOML {place}", place=place[0]) if place else _("it is not TOML in UTF-8")
