"""The module `file`, and the encoding of files for upload."""

from __future__ import annotations

import base64
import io
import os
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from turbosms_api.tables.file_types import FILE_TYPES, FileType
from turbosms_api.tables.limits import FILE_BYTES
from turbosms_api.tables.result_codes import ResultCode

from . import _checks
from . import _late_results as results
from ._answers import Answer
from ._creating import Creation
from ._flow import Flow
from ._http.failures import was_raised_elsewhere
from ._method import ClientKind, method
from ._parameters import identify
from ._questions import ServiceModule, ask, read_one
from ._requests import build_request

Content: TypeAlias = str | os.PathLike[str] | bytes | BinaryIO | None
"""A path, the content itself, or a binary stream; None for no file."""


class File(ServiceModule[ClientKind]):
    """The module `file`: files for Viber messages."""

    @method
    def add(
        self,
        file: Content = None,
        *,
        url: str | None = None,
        name: str | None = None,
        sequence_id: str | None = None,
    ) -> Flow[results.FileDetails]:
        """Upload a file. If the account already has it, it is not stored again.

        Documentation: "file/add".

        Args:
            file: a path, the content, or a binary stream, read from its current position; at most
                3 MB. `AsyncTurboSMS` reads it synchronously, too: if that takes long, read it
                elsewhere and pass the content.
            url: instead of `file`, the URL from which the service fetches the file.
            name: a name whose extension determines the type, for a `file` without a name.
            sequence_id: as for `message.send`.

        Raises:
            InvalidParameterError: there is no such file, or it is empty, too large or of an
                unsupported type.
            APIError, RequestNotSentError, OutcomeUnknownError: as for `message.send`.
        """
        body = {"sequence_id": identify(sequence_id)}
        _checks.check_exactly_one(ResultCode.NOT_ALLOWED_FILE_EMPTY, file=file, url=url)
        if url is None:
            body["data"] = data_uri(file, name)
        else:
            _check_url(url)
            if name is not None:
                message = "name= goes with file=: the file at url= has its own type."
                raise _checks.wrong("name", message, None)
            body["url"] = url
        call = Creation(self._runtime, "file/add", results.FileDetails.from_row, body)
        return (yield from call.run())

    @method
    def details(self, file_id: int) -> Flow[results.FileDetails]:
        """Get the details of a file. Documentation: "file/details".

        Raises:
            InvalidParameterError: this cannot be the id of a file.
            APIError, TransportError, ProtocolError: the service refused, there was no response, or
                it was not from the service.
        """
        request = build_request(
            "file/details", _checks.required_integer("file/details", "file_id", file_id)
        )
        return (yield from ask(self._runtime, request, _read_details))


def _read_details(answer: Answer) -> results.FileDetails:
    return read_one("file/details", results.FileDetails.from_row, answer)


def _check_url(url: Any) -> None:
    """Raise unless the service could fetch a file from this URL."""
    code = ResultCode.NOT_ALLOWED_FILE_EMPTY
    if not isinstance(url, str):
        raise _checks.wrong("url", f"url must be a string, not {type(url).__name__}.", code)
    if not url:
        raise _checks.wrong("url", "url is empty.", code)
    if not is_address(url):
        raise _checks.no_link("url", code)


def check_name(name: Any) -> None:
    """Raise for a file name that is empty or not a string."""
    if name is None:
        return
    code = ResultCode.NOT_ALLOWED_FILE_TYPE
    if not isinstance(name, str):
        raise _checks.wrong("name", f"name must be a string, not {type(name).__name__}.", code)
    if not name:
        raise _checks.empty("name", code)


def is_address(value: Any) -> bool:
    """Whether this is a web link."""
    return isinstance(value, str) and _checks.is_whole(value) and _checks.is_link(value)


def own_name(file: Any) -> str | None:
    """The name of a path or of an open file."""
    path = file
    if not isinstance(file, (str, os.PathLike)):
        path = getattr(file, "name", None)
    if not isinstance(path, (str, os.PathLike)):
        return None
    return Path(path).name


def data_uri(file: Any, name: str | None) -> str:
    """Encode a file as the service expects it."""
    if isinstance(file, str) and not file:
        raise _checks.wrong("file", "file is empty.", ResultCode.NOT_ALLOWED_FILE_EMPTY)
    content = _content_of(file)
    if len(content) > FILE_BYTES.value:
        message = f"The file has more than {FILE_BYTES.value} {FILE_BYTES.unit}."
        raise _checks.wrong("file", message, FILE_BYTES.code, limit=FILE_BYTES.value)
    check_name(name)
    file_type = _type_of(file, name)
    if not content:
        raise _checks.wrong("file", "The file is empty.", ResultCode.NOT_ALLOWED_FILE_EMPTY)
    encoded = base64.b64encode(content).decode()
    return f"data:{file_type.media_type};base64,{encoded}"


def _content_of(file: Any) -> bytes:
    """Read a file; if it is too large, only one byte more than the limit."""
    try:
        if hasattr(file, "read"):
            return _read(file)
        if isinstance(file, (str, os.PathLike)):
            with Path(file).open("rb") as stream:
                return _read(stream)
        with io.BytesIO(file) as stream:
            return _read(stream)
    except OSError as error:
        is_of_a_stream = hasattr(file, "read")  # which may raise anything
        if was_raised_elsewhere(error) and not is_of_a_stream:
            raise
        message = f"The file cannot be read: {error.strerror or error}."
        raise _checks.wrong("file", message, ResultCode.NOT_ALLOWED_FILE_EMPTY) from error
    except (TypeError, ValueError) as error:
        message = (
            f"file must be a path, bytes or an open binary stream, not {type(file).__name__}; "
            "open files in binary mode, with 'rb'."
        )
        raise _checks.wrong("file", message, ResultCode.NOT_ALLOWED_FILE_EMPTY) from error


def _read(stream: BinaryIO) -> bytes:
    """Read to the end, or to the first byte too many; a single read may return less."""
    content = b""
    most_bytes = FILE_BYTES.value + 1
    while len(content) < most_bytes:
        part = stream.read(most_bytes - len(content))
        if not part:
            break
        content += part
    return content


def _type_of(file: Any, name: str | None) -> FileType:
    """Find the type by extension, first of the name and then of the file itself."""
    names = [file_name for file_name in (name, own_name(file)) if file_name is not None]
    for file_name in names:
        file_type = FILE_TYPES.get(Path(file_name).suffix[1:].lower())
        if file_type is not None and file_type.upload:
            return file_type
    allowed = tuple(file_type.extension for file_type in FILE_TYPES.values() if file_type.upload)
    parameter = "name" if name or not names else "file"
    problem = "The file has no name, and so no extension that shows its type: pass name=."
    if names:
        extension = Path(names[0]).suffix
        problem = f"{names[0]!r} has no extension to show its type: pass name=."
        if extension:
            problem = f"The service accepts no {extension} files."
    message = f"{problem} It accepts: {', '.join(allowed)}."
    code = ResultCode.NOT_ALLOWED_FILE_TYPE
    raise _checks.wrong(parameter, message, code, allowed=allowed)
