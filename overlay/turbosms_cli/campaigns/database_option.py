"""Which database of campaigns a command works on."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from turbosms_cli.calling.variables import variable
from turbosms_cli.options.user_folders import data_folder
from turbosms_cli.reading.sources import with_home

DATABASE: Final = "TURBOSMS_DATABASE"
_FILE: Final = "sqlite:///"

database_option = click.option(
    "--db",
    "database",
    metavar="URL",
    help=(
        "The database: sqlite:///FILE or postgresql://USER@HOST/NAME; also TURBOSMS_DATABASE. By "
        "default, a file in your data folder."
    ),
)


def database_url(named: str | None) -> str:
    """The address that was named, that of the environment, or that of the usual file.

    Raises:
        click.UsageError: the variable is empty.
    """
    of_environment = variable(DATABASE)
    chosen = of_environment if named is None else named
    return f"{_FILE}{usual_file()}" if chosen is None else _with_home(chosen)


def usual_file() -> Path:
    """The file of those who name none."""
    return data_folder() / "campaigns.db"


def file_of(url: str) -> Path | None:
    """The file of a database; None for one that is no file, or that nobody can tell."""
    path = url.removeprefix(_FILE)
    has_path = url.startswith(_FILE) and path not in ("", ":memory:")
    return Path(path.partition("?")[0]) if has_path else None


def _with_home(url: str) -> str:
    """The address with `~` expanded, which shells do only where a word begins."""
    if url.startswith(f"{_FILE}~"):
        return _FILE + with_home(url.removeprefix(_FILE))
    return url
