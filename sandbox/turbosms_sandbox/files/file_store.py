"""Files for Viber messages: which types there are, and the ones the account has."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from turbosms_api.tables import limits
from turbosms_api.tables.file_types import FILE_TYPES
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.calls.times import on_the_wire
from turbosms_sandbox.files import data_uri

if TYPE_CHECKING:
    from turbosms_sandbox.messages.sent_messages import Storage

MAX_BYTES: Final = limits.FILE_BYTES.value

# other names under which programs know the types of the table.
_SYNONYMS = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "text/rtf": "application/rtf",
    "application/x-pdf": "application/pdf",
    "application/csv": "text/csv",
    "application/eps": "application/postscript",
    "application/xps": "application/vnd.ms-xpsdocument",
    "application/oxps": "application/vnd.ms-xpsdocument",
    "image/x-eps": "application/postscript",
}


def _extensions() -> dict[str, str]:
    """Media type → extension.

    The first extension of a type in the table stands for the others (doc for dot).
    """
    known: dict[str, str] = {}
    for row in FILE_TYPES.values():
        if row.upload:
            known.setdefault(row.media_type, row.extension)
    return known | {synonym: known[media_type] for synonym, media_type in _SYNONYMS.items()}


_EXTENSIONS = _extensions()


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
        """Where the file can be fetched, in the form of the service's public links."""
        folders = "/".join((self.digest[:3], self.digest[3:6], self.digest[6:9]))
        return f"/public/{folders}/{self.id}.{self.extension}"

    def describe(self, base_url: str) -> dict[str, object]:
        return {
            "id": self.id,
            "link": base_url + self.path,
            "source": self.source,
            "size": len(self.content),
            "created": on_the_wire(self.created),
        }


def extension_of(media_type: str) -> str:
    """The extension for a media type; 419 for a type that cannot be uploaded."""
    extension = _EXTENSIONS.get(media_type)
    if extension is None:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_TYPE)
    return extension


def read_data_uri(uri: str) -> tuple[bytes, str]:
    """The content and extension of a data URI; 418, 419 or 420.

    Documentation: file/add. A-81: what is no data URI holds no file (418). The type is taken from
    the media type alone, and none at all means text/plain, as RFC 2397 says.
    """
    try:
        media_type, content = data_uri.parse(uri, MAX_BYTES)
    except data_uri.TooLargeError:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_SIZE) from None
    except ValueError:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY) from None
    return content, extension_of(media_type)


def add(storage: Storage, content: bytes, extension: str, source: str, now: float) -> StoredFile:
    """Store a file, or find the one with the same bytes and the same extension (A-58).

    418 if it is empty.
    """
    if not content:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY)
    digest = hashlib.sha256(content).hexdigest()
    known = storage.file_like(digest, extension)
    if known is not None:
        return known
    file = StoredFile(storage.next_file_id(), extension, content, digest, source, now)
    storage.add_file(file)
    return file


def add_opening_files(storage: Storage, now: float) -> None:
    """The two documents that the documented examples of message/send speak of."""
    for file_id, title in ((12345, b"Contract"), (23456, b"Invoice")):
        content = b"%%PDF-1.4\n%% %s\n%%%%EOF\n" % title
        storage.add_file(
            StoredFile(file_id, "pdf", content, hashlib.sha256(content).hexdigest(), "", now)
        )
