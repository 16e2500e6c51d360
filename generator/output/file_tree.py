"""Directories as data: their files by relative path, hashes of them, and how two differ."""

from __future__ import annotations

import difflib
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: How many lines of the difference of one file are shown, and of how many files.
_SHOWN_LINES = 60
_SHOWN_FILES = 10


def read_tree(directory: Path) -> dict[str, bytes]:
    """Every file by its path with slashes, sorted.

    What Python leaves behind when it imports does not count.
    """
    files = {}
    for file in sorted(directory.rglob("*")):
        place = file.relative_to(directory)
        if "__pycache__" not in place.parts and (file.is_symlink() or not file.is_dir()):
            # A link is never what the generator wrote, wherever it leads.
            files[place.as_posix()] = b"a symbolic link" if file.is_symlink() else file.read_bytes()
    return files


def sha256(content: bytes) -> str:
    """The hash as LOCK.json has it."""
    return hashlib.sha256(content).hexdigest()


def tree_hash(files: Mapping[str, bytes]) -> str:
    """One hash for all the files with their paths."""
    lines = (f"{sha256(content)}  {path}\n" for path, content in sorted(files.items()))
    return sha256("".join(lines).encode())


def states(found: Mapping[str, bytes], made: Mapping[str, bytes]) -> dict[str, str]:
    """What is wrong with the files, given those that should be there: a few words for each."""
    wrong = {}
    # LOCK.json differs whenever anything does, so it comes last.
    for path in sorted({*found, *made}, key=lambda path: ("/" not in path, path)):
        if path not in found:
            wrong[path] = "missing"
        elif path not in made:
            wrong[path] = "not generated"
        elif found[path] != made[path]:
            wrong[path] = "differs"
    return wrong


def differences(found: Mapping[str, bytes], made: Mapping[str, bytes], name: str) -> Iterator[str]:
    """The same for people, by the directory's name, with the lines in which files differ."""
    shown = 0
    for path, state in states(found, made).items():
        label = f"{name}/{path}"
        yield f"{state}: {label}"
        if state == "differs" and shown < _SHOWN_FILES:
            shown += 1
            yield from _diff(found[path], made[path], label)


def _diff(found: bytes, made: bytes, label: str) -> Iterator[str]:
    lines = difflib.unified_diff(
        _lines(found), _lines(made), label, f"{label} (generated now)", lineterm=""
    )
    for number, line in enumerate(lines):
        if number == _SHOWN_LINES:
            yield "… and more"
            return
        yield line


def _lines(content: bytes) -> list[str]:
    # repr() shows what print() would hide: a byte that is not UTF-8, a line end of another system.
    lines = content.decode("utf-8", "backslashreplace").split("\n")
    return [
        line if line.isprintable() or line.replace("\t", "").isprintable() else repr(line)
        for line in lines
    ]
