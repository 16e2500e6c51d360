"""The version of the page's files, which is part of their addresses."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from turbosms_sandbox.inbox import tables

if TYPE_CHECKING:
    from turbosms_sandbox.account.opening import Opening

FOLDER: Final = Path(__file__).with_name("web")
_LENGTH: Final = 16
_VERSION: Final = re.compile(f"[0-9a-f]{{{_LENGTH}}}")


def looks_like_version(name: str) -> bool:
    """Whether it has the form of a version, as no file or folder of the page has."""
    return _VERSION.fullmatch(name) is not None


class FilesVersion:
    """Changes whenever a file changes, as somebody may be at work on the page."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._version = ""
        self._seen: dict[Path, tuple[int, int]] = {}
        """When each file was changed, and its size, as they were when the version was computed."""

    def current(self) -> str:
        """The version. The files are read only if one of them was changed."""
        files = self._files()
        if files != self._seen:
            self._version = self._digest(files)
            self._seen = files
        return self._version

    def _files(self) -> dict[Path, tuple[int, int]]:
        found: dict[Path, tuple[int, int]] = {}
        for folder, _, names in os.walk(FOLDER):
            for name in names:
                path = Path(folder, name)
                # Editors put links to nowhere beside a file, and may replace it at any moment.
                with contextlib.suppress(FileNotFoundError):
                    status = path.stat()
                    found[path] = (status.st_mtime_ns, status.st_size)
        return found

    def _digest(self, files: dict[Path, tuple[int, int]]) -> str:
        digest = hashlib.sha256(tables.module(self._opening).encode())
        for path in sorted(files):
            with contextlib.suppress(FileNotFoundError):
                content = path.read_bytes()
                name = path.relative_to(FOLDER).as_posix()
                digest.update(f"{name} {len(content)} ".encode())
                digest.update(content)
        return digest.hexdigest()[:_LENGTH]
