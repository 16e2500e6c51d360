"""Folders of this user in which commands keep what is theirs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click


def data_folder() -> Path:
    """The folder for the data of this program; it need not be there."""
    is_like_linux = os.name == "posix" and sys.platform != "darwin"
    if not is_like_linux:
        return Path(click.get_app_dir("turbosms"))
    named = os.environ.get("XDG_DATA_HOME", "")
    # As the specification says: a relative path is none.
    base = Path(named) if Path(named).is_absolute() else Path.home() / ".local" / "share"
    return base / "turbosms"


def make_private(folder: Path) -> None:
    """Make a folder that is not there, for its owner alone.

    Raises:
        OSError: it cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
