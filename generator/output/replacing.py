"""Puts a finished directory into the place of the old one.

At every instant one of the two is there, whole.

The work is done in a hidden directory next to the target, on the same file system. There the kernel
exchanges the two directories in one step. Where it cannot (another system, or a directory of an
image layer), files are replaced one by one, each in one step.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from generator.output.file_tree import read_tree
from generator.spec.problems import GeneratorError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_CANNOT = {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}


@contextlib.contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """An empty directory to work in next to the target.

    It is gone afterwards, also with what a killed run left.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        prefix = f".{target.name}-"
        for left in target.parent.glob(f"{prefix}*"):
            if _is_abandoned(left):
                shutil.rmtree(left, ignore_errors=True)
        directory = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    except OSError as error:
        raise GeneratorError(f"cannot work next to {target}: {error.strerror}") from error
    try:
        # Git is not to see it, and the lock, which ends with the process, tells other runs that it
        # is in use.
        (directory / ".gitignore").write_text("*\n", encoding="utf-8")
        with (directory / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            work = directory / "work"
            work.mkdir()
            yield work
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def check_target(target: Path, mark: str, keys: Iterable[str]) -> None:
    """GeneratorError if the target must not be replaced.

    It has files, but no mark of ours, a file with these keys.
    """
    if target.is_dir():
        if any(target.iterdir()) and not _is_marked(target / mark, keys):
            raise GeneratorError(
                f"{target} was not made by this generator (it has no {mark} of it); "
                "it stays as it is"
            )
    elif target.exists():
        raise GeneratorError(f"{target} is not a directory")


def _is_marked(mark: Path, keys: Iterable[str]) -> bool:
    # Read as text: a lock with the marks of a merge conflict in it is ours all the same.
    try:
        text = mark.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    return all(f'"{key}"' in text for key in keys)


def place(new: Path, target: Path) -> None:
    """Make the target what the new directory is.

    Afterwards the new directory holds the old output, if anything.
    """
    try:
        if not target.exists():
            new.rename(target)
        elif not _exchange(new, target):
            _replace_files(new, target)
    except OSError as error:
        raise GeneratorError(f"cannot put the output into {target}: {error.strerror}") from error


def _is_abandoned(directory: Path) -> bool:
    try:
        with (directory / "lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two directories in one step; False if that cannot be done here."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number))


def _replace_files(new: Path, target: Path) -> None:
    made = read_tree(new)
    for path in made:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (new / path).replace(target / path)
    for path in read_tree(target):
        if path not in made:
            (target / path).unlink()
