"""The module `file`, and how a file goes out."""

from __future__ import annotations

import base64
import io
import os
import re
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from turbosms_api.tables.file_types import FILE_TYPES
from turbosms_api.tables.limits import FILE_BYTES
from turbosms_api.tables.result_codes import ResultCode

from . import _checks, _wire
from . import _late_results as results
from ._creating import Creation
from ._flow import Flow
from ._method import ClientKind, method
from ._parameters import identify
from ._questions import ServiceModule, ask, read_one
from ._wire import Answer

Content: TypeAlias = str | os.PathLike[str] | bytes | BinaryIO | None
"""A path, the content itself, or a binary stream; None where there is no file."""


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
        """Upload a file. One that the account has already is not stored again.

        Documentation: "file/add".

        Args:
            file: a path, the content, or a binary stream, read from where it stands; 3 MB at most.
                `AsyncTurboSMS` too reads them at once: if that takes long, read elsewhere and pass
                the content.
            url: instead, where the service fetches the file.
            name: its extension tells the type of a file without a name of its own.
            sequence_id: as for `message.send`.

        Raises:
            InvalidParameterError: there is no such file, or it is empty, too large or of a type
                that is not taken.
            APIError, RequestNotSentError, OutcomeUnknownError: as for `message.send`.
        """
        number = identify(sequence_id)
        _checks.one_of(ResultCode.NOT_ALLOWED_FILE_EMPTY, file=file, url=url)
        if url is None:
            body = {"sequence_id": number, "data": data_uri(file, name)}
        else:
            _check_url(url)
            body = {"sequence_id": number, "url": url}
        call = Creation(self._runtime, "file/add", results.FileDetails.from_row, body)
        return (yield from call.run())

    @method
    def details(self, file_id: int) -> Flow[results.FileDetails]:
        """What is known of a file. Documentation: "file/details".

        Raises:
            InvalidParameterError: this is no id of a file.
            APIError, TransportError, ProtocolError: the service refused, did not answer, or
                something else did.
        """
        request = _wire.request("file/details", _checks.number_of("file/details", file_id=file_id))
        return (yield from ask(self._runtime, request, _read_details))


def _read_details(answer: Answer) -> results.FileDetails:
    return read_one("file/details", results.FileDetails.from_row, answer)


def _check_url(url: Any) -> None:
    """Raise for what is no address from which the service could fetch a file."""
    code = ResultCode.NOT_ALLOWED_FILE_EMPTY
    if not isinstance(url, str):
        raise _checks.wrong("url", f"url must be a string, not {type(url).__name__}.", code)
    if not url:
        raise _checks.wrong("url", "url is empty.", code)
    if not is_address(url):
        message = "url must be a link that begins with http:// or https://."
        raise _checks.wrong("url", message, code)


def check_name(name: Any) -> None:
    """Raise for a name of a file that is no text, or empty."""
    if name is None:
        return
    code = ResultCode.NOT_ALLOWED_FILE_TYPE
    if not isinstance(name, str):
        raise _checks.wrong("name", f"name must be a string, not {type(name).__name__}.", code)
    if not name:
        raise _checks.wrong("name", "name is empty: leave it out.", code)


def is_address(value: Any) -> bool:
    """Whether this is an address of the web."""
    return (
        isinstance(value, str)
        and _checks.is_whole(value)
        and re.match(r"https?://[^\s/]", value, re.IGNORECASE) is not None
    )


def own_name(file: Any) -> str | None:
    """The name of a path or of an opened file."""
    name = file if isinstance(file, (str, os.PathLike)) else getattr(file, "name", None)
    return Path(name).name if isinstance(name, (str, os.PathLike)) else None


def data_uri(file: Any, name: str | None) -> str:
    """A file as it goes out."""
    most, content = FILE_BYTES, b""
    if isinstance(file, str) and not file:
        raise _checks.wrong("file", "file is empty.", ResultCode.NOT_ALLOWED_FILE_EMPTY)
    try:
        given = nullcontext(file) if hasattr(file, "read") else None
        with given or (
            Path(file).open("rb") if isinstance(file, (str, os.PathLike)) else io.BytesIO(file)
        ) as stream:
            while part := stream.read(
                most.value + 1 - len(content)
            ):  # nothing, once there is a byte too many
                content += part
    except (OSError, TypeError, ValueError) as error:
        message = "file must be a path, bytes or a binary stream, and this one cannot be read."
        raise _checks.wrong("file", message, ResultCode.NOT_ALLOWED_FILE_EMPTY) from error
    if len(content) > most.value:
        raise _checks.wrong(
            "file", f"The file has more than {most.value} {most.unit}.", most.code, most.value
        )
    check_name(name)
    endings = [
        Path(one).suffix[1:].lower() for one in (name, own_name(file)) if isinstance(one, str)
    ]
    row = next(
        (FILE_TYPES[one] for one in endings if one in FILE_TYPES and FILE_TYPES[one].upload), None
    )
    if row is None:
        taken = tuple(row.extension for row in FILE_TYPES.values() if row.upload)
        message = (
            f"The extension of the name tells the type of a file: {', '.join(taken)}. "
            "Pass name= if it has none."
        )
        parameter = "name" if name or not endings else "file"
        raise _checks.wrong(parameter, message, ResultCode.NOT_ALLOWED_FILE_TYPE, allowed=taken)
    if not content:
        raise _checks.wrong("file", "The file is empty.", ResultCode.NOT_ALLOWED_FILE_EMPTY)
    return f"data:{row.media_type};base64,{base64.b64encode(content).decode()}"
