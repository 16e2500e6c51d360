"""Which types of files can be uploaded."""

from __future__ import annotations

from typing import Final

from turbosms_api.tables.file_types import FILE_TYPES
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal

# other names under which programs know the types of the table.
_SYNONYMS: Final = {
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


def _extensions_by_media_type() -> dict[str, str]:
    """The first extension of a type in the table stands for the others (doc for dot)."""
    extensions: dict[str, str] = {}
    for file_type in FILE_TYPES.values():
        if file_type.upload:
            extensions.setdefault(file_type.media_type, file_type.extension)
    synonyms = {synonym: extensions[media_type] for synonym, media_type in _SYNONYMS.items()}
    return extensions | synonyms


_EXTENSIONS: Final = _extensions_by_media_type()


def extension_for(media_type: str) -> str:
    """The extension for a media type; 419 for a type that cannot be uploaded."""
    extension = _EXTENSIONS.get(media_type)
    if extension is None:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_TYPE)
    return extension


def check_extension(extension: str) -> None:
    """419 for an extension that cannot be uploaded."""
    file_type = FILE_TYPES.get(extension)
    if file_type is None or not file_type.upload:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_TYPE)
