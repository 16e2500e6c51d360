"""What went wrong with a file, for the log: names alone, since a message may quote what it read."""

import errno


def error_name(error: Exception) -> str:
    """The class of an error, and the name that SQLite or the operating system has for it."""
    name = type(error).__name__
    detail = getattr(error, "sqlite_errorname", None)
    if detail is None and isinstance(error, OSError):
        detail = errno.errorcode.get(error.errno or 0)
    if detail is None:
        return name
    return f"{name} ({detail})"
