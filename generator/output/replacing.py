"""Puts a finished directory into the place of the old one.

The work is done in a hidden directory next to the target, on the same file system. So two renames
are enough: the old directory goes aside, and the new one takes its place.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from generator.output.errors import GeneratorError
from generator.output.file_tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@contextlib.contextmanager
def work_directory(target: Path) -> Iterator[Path]:
    """An empty directory to work in next to the target.

    It is gone afterwards, also with what a killed run left behind.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        prefix = f".{target.name}-"
        for earlier in target.parent.glob(f"{prefix}*"):
            if _is_abandoned(earlier):
                shutil.rmtree(earlier, ignore_errors=True)
        hidden = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    except OSError as error:
        raise GeneratorError(f"cannot work next to {target}: {error.strerror}") from error
    try:
        # Git is not to see it, and the lock, which ends with the process, tells other runs that it
        # is in use.
        (hidden / ".gitignore").write_text("*\n", encoding="utf-8")
        with (hidden / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            directory = hidden / "work"
            directory.mkdir()
            yield directory
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def check_target(target: Path, mark: str, keys: Iterable[str]) -> None:
    """GeneratorError if the target must not be replaced.

    It has files, but no mark of ours, a file with these keys.
    """
    if target.is_dir():
        is_ours = _is_marked(target / mark, keys)
        if any(target.iterdir()) and not is_ours:
            raise GeneratorError(
                f"{target} was not made by this generator (it has no {mark} of it); "
                "it stays as it is"
            )
    elif target.exists():
        raise GeneratorError(f"{target} is not a directory")


def replace_directory(target: Path, new: Path) -> None:
    """Make the target what the new directory is. What the target had is then beside the new one."""
    try:
        if target.exists():
            _swap(target, new)
        else:
            new.rename(target)
    except OSError as error:
        raise GeneratorError(f"cannot put the output into {target}: {error.strerror}") from error


def _swap(target: Path, new: Path) -> None:
    old = new.with_name(f"{new.name}-old")
    try:
        target.rename(old)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # A directory of an image layer, which cannot be moved; its files can be replaced.
        _replace_files(target, new)
        return
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise


def _replace_files(target: Path, new: Path) -> None:
    new_paths = list(read_tree(new))
    for path in new_paths:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (new / path).replace(target / path)
    for path in read_tree(target):
        if path not in new_paths:
            (target / path).unlink()


def _is_marked(mark: Path, keys: Iterable[str]) -> bool:
    # Read as text: a lock with the marks of a merge conflict in it is ours all the same.
    try:
        text = mark.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    return all(f'"{key}"' in text for key in keys)


def _is_abandoned(directory: Path) -> bool:
    try:
        with (directory / "lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
