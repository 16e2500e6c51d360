"""What went wrong and where, for the log: names alone, since a message may quote what it read."""

import errno
from pathlib import Path
from traceback import walk_tb


def error_name(error: Exception) -> str:
    """The class of an error, and the name that SQLite or the operating system has for it."""
    name = type(error).__name__
    detail = getattr(error, "sqlite_errorname", None)
    if detail is None and isinstance(error, OSError):
        detail = errno.errorcode.get(error.errno or 0)
    if detail is None:
        return name
    return f"{name} ({detail})"


def error_place(error: Exception) -> str:
    """The file and line that an error was raised in."""
    frame, line = list(walk_tb(error.__traceback__))[-1]
    return f"{Path(frame.f_code.co_filename).name}:{line}"
