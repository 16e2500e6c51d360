"""Where the events that came are kept until they are handled."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from turbosms_cli.options.user_folders import data_folder, make_private
from turbosms_cli.reading.sources import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class DatabasePlace:
    """The file of an inbox."""

    path: Path
    is_temporary: bool


@contextmanager
def database_place(named: str | None, port: int, *, is_temporary: bool) -> Iterator[DatabasePlace]:
    """The file that was named, a temporary one, or the usual one of the port.

    Each port has one of its own, since the events of a file are handled by one process at a time.

    Raises:
        OSError: there is no folder for it, and none can be made.
    """
    if named is not None:
        # Absolute, since SQLite has a meaning of its own for some names.
        yield DatabasePlace(Path(path_of(named)).absolute(), is_temporary=False)
    elif is_temporary:
        with tempfile.TemporaryDirectory(prefix="turbosms-webhook-") as folder:
            yield DatabasePlace(Path(folder, "webhooks.db"), is_temporary=True)
    else:
        folder_of_user = data_folder()
        make_private(folder_of_user)
        yield DatabasePlace(folder_of_user / f"webhooks-{port}.db", is_temporary=False)
