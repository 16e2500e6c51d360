"""The content of a file that a request brings: as a data URI, or by URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.files import data_uri
from turbosms_sandbox.files.file_types import extension_for

if TYPE_CHECKING:
    from turbosms_sandbox.calls.commands import Command

MAX_BYTES: Final = limits.FILE_BYTES.value


class FileContent(NamedTuple):
    """What is stored of a file. `source` is the URL it came from, or empty."""

    content: bytes
    extension: str
    source: str = ""


def content_of(command: Command, *, data_name: str, url_name: str) -> FileContent:
    """The file in a request's data URI, or the one fetched from its URL; 418, 419 or 420.

    `data_name` and `url_name` are the names of the two parameters. A-80: with both, the data URI
    is the file; with neither there is none (418).
    """
    data = command.parameters.get(data_name)
    if isinstance(data, str) and data:
        return read_data_uri(data)
    if command.fetched is not None and data in (None, ""):
        content, extension = command.fetched.open()
        return FileContent(content, extension, str(command.parameters.get(url_name)))
    raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY)


def url_to_fetch(command: Command, *, data_name: str, url_name: str) -> str | None:
    """The URL of a request that has to be fetched first; None if there is nothing to fetch."""
    url = command.parameters.get(url_name)
    has_data = command.parameters.get(data_name) not in (None, "")
    if has_data or not isinstance(url, str) or not url:
        return None
    return url


def read_data_uri(uri: str) -> FileContent:
    """The file in a data URI; 418, 419 or 420.

    Documentation: file/add. A-81: anything but a data URI holds no file (418). The type is decided
    by the media type alone, and no media type means text/plain, as in RFC 2397.
    """
    try:
        media_type, content = data_uri.parse(uri, MAX_BYTES)
    except data_uri.TooLargeError:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_SIZE) from None
    except ValueError:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY) from None
    return FileContent(content, extension_for(media_type))
