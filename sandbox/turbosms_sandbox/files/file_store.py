"""The files of the account."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from turbosms_api.tables.file_types import FILE_TYPES
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.calls.times import format_time

if TYPE_CHECKING:
    from turbosms_sandbox.files.content import FileContent

_OPENING_FILES: Final = {12345: b"Contract", 23456: b"Invoice"}
"""The two documents that the documented examples of message/send use."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the account. `source` is the URL it came from, or empty."""

    id: int
    extension: str
    content: bytes
    digest: str
    source: str
    created: float

    @property
    def kind(self) -> str:
        """`document` or `image`."""
        return FILE_TYPES[self.extension].kind

    @property
    def path(self) -> str:
        """Where the file can be downloaded, in the form of the service's public links."""
        folders = "/".join((self.digest[:3], self.digest[3:6], self.digest[6:9]))
        return f"/public/{folders}/{self.id}.{self.extension}"

    def describe(self, base_url: str) -> dict[str, object]:
        return {
            "id": self.id,
            "link": base_url + self.path,
            "source": self.source,
            "size": len(self.content),
            "created": format_time(self.created),
        }


class FileStore:
    """All files of one account, by their ids. A file is never changed or removed."""

    def __init__(self, now: float) -> None:
        self._files: dict[int, StoredFile] = {}
        self._ids: dict[tuple[str, str], int] = {}
        """By digest and extension."""
        self._last_id = 0
        for file_id, title in _OPENING_FILES.items():
            content = b"%%PDF-1.4\n%% %s\n%%%%EOF\n" % title
            self._keep(StoredFile(file_id, "pdf", content, _digest(content), "", now))

    def find(self, file_id: int) -> StoredFile | None:
        return self._files.get(file_id)

    def link(self, file_id: int, base_url: str) -> str:
        """The public link of a file; an empty string if there is no such file."""
        file = self._files.get(file_id)
        return "" if file is None else base_url + file.path

    def add(self, file: FileContent, now: float) -> StoredFile:
        """Store a file, or find the one with the same bytes and the same extension (A-58).

        418 if it is empty.
        """
        if not file.content:
            raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY)
        digest = _digest(file.content)
        existing_id = self._ids.get((digest, file.extension))
        if existing_id is not None:
            return self._files[existing_id]
        file_id = self._last_id + 1
        stored = StoredFile(file_id, file.extension, file.content, digest, file.source, now)
        self._keep(stored)
        return stored

    def _keep(self, file: StoredFile) -> None:
        self._files[file.id] = file
        self._ids[file.digest, file.extension] = file.id
        self._last_id = max(self._last_id, file.id)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
