"""Directories as data: their files by relative path, hashes of them, and how two differ."""

from __future__ import annotations

import difflib
import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: How many lines of the difference of one file are shown, and of how many files.
_SHOWN_LINES: Final = 60
_SHOWN_FILES: Final = 10


def read_tree(directory: Path) -> dict[str, bytes]:
    """Every file by its path with slashes, sorted.

    What Python leaves behind when it imports does not count.
    """
    files: dict[str, bytes] = {}
    for file in sorted(directory.rglob("*")):
        relative = file.relative_to(directory)
        if "__pycache__" in relative.parts:
            continue
        if file.is_symlink():
            # A link is never what the generator wrote, wherever it leads.
            files[relative.as_posix()] = b"a symbolic link"
        elif not file.is_dir():
            files[relative.as_posix()] = file.read_bytes()
    return files


def sha256(content: bytes) -> str:
    """The hash as LOCK.json has it."""
    return hashlib.sha256(content).hexdigest()


def tree_hash(files: Mapping[str, bytes]) -> str:
    """One hash for all the files with their paths."""
    lines = (f"{sha256(content)}  {path}\n" for path, content in sorted(files.items()))
    return sha256("".join(lines).encode())


def states(actual: Mapping[str, bytes], expected: Mapping[str, bytes]) -> dict[str, str]:
    """What is wrong with the files that are there: a few words for each."""
    wrong: dict[str, str] = {}
    for path in sorted({*actual, *expected}, key=_files_of_folders_first):
        if path not in actual:
            wrong[path] = "missing"
        elif path not in expected:
            wrong[path] = "not generated"
        elif actual[path] != expected[path]:
            wrong[path] = "differs"
    return wrong


def differences(
    actual: Mapping[str, bytes], expected: Mapping[str, bytes], name: str
) -> Iterator[str]:
    """The same for people, by the directory's name, with the lines in which files differ."""
    shown = 0
    for path, state in states(actual, expected).items():
        label = f"{name}/{path}"
        yield f"{state}: {label}"
        if state == "differs" and shown < _SHOWN_FILES:
            shown += 1
            yield from _diff(actual[path], expected[path], label)


def _files_of_folders_first(path: str) -> tuple[bool, str]:
    # LOCK.json differs whenever anything does, so it comes last.
    return "/" not in path, path


def _diff(actual: bytes, expected: bytes, label: str) -> Iterator[str]:
    lines = difflib.unified_diff(
        _lines(actual), _lines(expected), label, f"{label} (generated now)", lineterm=""
    )
    for index, line in enumerate(lines):
        if index == _SHOWN_LINES:
            yield "… and more"
            return
        yield line


def _lines(content: bytes) -> list[str]:
    lines = content.decode("utf-8", "backslashreplace").split("\n")
    return [_readable(line) for line in lines]


def _readable(line: str) -> str:
    """The line; in repr() if print() would hide something: a bad byte, another line end."""
    is_readable = line.isprintable() or line.replace("\t", "").isprintable()
    return line if is_readable else repr(line)
