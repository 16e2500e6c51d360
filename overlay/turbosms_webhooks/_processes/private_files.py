"""Files for their owner alone: phone numbers and texts stand in them."""

import os
from contextlib import suppress
from pathlib import Path


def make_private(path: Path) -> None:
    """Make a file that is not there, for its owner alone; one that is there is left as it is."""
    # SQLite gives the files beside it the same mode. One that is there must not be opened: closing
    # it would take away the locks that other connections of this process have on it.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
