"""Writes to a file, which is there as a whole or not at all, or to an open stream."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, TypeAlias

Target: TypeAlias = str | os.PathLike[str] | TextIO


@contextmanager
def writing_to(target: Target, *, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A stream to write to: the target itself, or a file that takes its place at the end.

    The file has the mode 0600 even if there was another one before.
    """
    if not isinstance(target, (str, os.PathLike)):
        yield target
        return
    path = Path(target)
    if path.exists() and not path.is_file():
        # A pipe or a device, such as /dev/stdout, cannot be replaced.
        with path.open("w", encoding=encoding, errors="backslashreplace", newline="") as stream:
            yield stream
        return
    with _replacing(path, encoding) as stream:
        yield stream


@contextmanager
def _replacing(path: Path, encoding: str) -> Iterator[TextIO]:
    place = path.resolve()
    try:
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".unfinished-")
    except OSError as error:
        error.filename = os.fspath(path)  # not the name of a file that nobody has asked for
        raise
    beside = Path(name)
    try:
        with open(  # noqa: PTH123 - of a handle
            handle, "w", encoding=encoding, errors="backslashreplace", newline=""
        ) as stream:
            yield stream
        beside.replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
