"""Reads and checks a file for upload, and encodes it as the service expects it."""

from __future__ import annotations

import base64
import io
import os
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from turbosms_api.tables.file_types import FILE_TYPES, FileType
from turbosms_api.tables.limits import FILE_BYTES
from turbosms_api.tables.result_codes import ResultCode

from .._results.errors import invalid_parameter
from .._results.foreign_exceptions import was_raised_elsewhere
from . import checks

Content: TypeAlias = str | os.PathLike[str] | bytes | BinaryIO | None
"""A path, the content itself, or a binary stream; None for no file."""


def check_name(name: Any) -> None:
    """Raise for a file name that is empty or not a string."""
    if name is None:
        return
    code = ResultCode.NOT_ALLOWED_FILE_TYPE
    if not isinstance(name, str):
        raise invalid_parameter("name", f"name must be a string, not {type(name).__name__}.", code)
    if not name:
        raise checks.empty("name", code)


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
        raise invalid_parameter("file", "file is empty.", ResultCode.NOT_ALLOWED_FILE_EMPTY)
    content = _content_of(file)
    if len(content) > FILE_BYTES.value:
        message = f"The file has more than {FILE_BYTES.value} {FILE_BYTES.unit}."
        raise invalid_parameter("file", message, FILE_BYTES.code, limit=FILE_BYTES.value)
    check_name(name)
    file_type = _type_of(file, name)
    if not content:
        raise invalid_parameter("file", "The file is empty.", ResultCode.NOT_ALLOWED_FILE_EMPTY)
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
        raise invalid_parameter("file", message, ResultCode.NOT_ALLOWED_FILE_EMPTY) from error
    except (TypeError, ValueError) as error:
        message = (
            f"file must be a path, bytes or an open binary stream, not {type(file).__name__}; "
            "open files in binary mode, with 'rb'."
        )
        raise invalid_parameter("file", message, ResultCode.NOT_ALLOWED_FILE_EMPTY) from error


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
    raise invalid_parameter(parameter, message, code, allowed=allowed)
