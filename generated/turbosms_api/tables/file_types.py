"""The types of file that the service takes. Documentation: message/send and file/add."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class FileType(NamedTuple):
    """A type of file, known by the extension of its name."""

    extension: str
    """In small letters, without the dot."""
    media_type: str
    kind: Literal["document", "image"]
    upload: bool
    """Whether file/add takes it."""
    send: bool
    """Whether a Viber message can carry it."""


FILE_TYPES: Final[Mapping[str, FileType]] = MappingProxyType(
    {
        "doc": FileType(
            extension="doc",
            media_type="application/msword",
            kind="document",
            upload=True,
            send=True,
        ),
        "docx": FileType(
            extension="docx",
            media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            kind="document",
            upload=True,
            send=True,
        ),
        "rtf": FileType(
            extension="rtf",
            media_type="application/rtf",
            kind="document",
            upload=True,
            send=True,
        ),
        "dot": FileType(
            extension="dot",
            media_type="application/msword",
            kind="document",
            upload=True,
            send=True,
        ),
        "dotx": FileType(
            extension="dotx",
            media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.template",
            kind="document",
            upload=True,
            send=True,
        ),
        "odt": FileType(
            extension="odt",
            media_type="application/vnd.oasis.opendocument.text",
            kind="document",
            upload=True,
            send=True,
        ),
        "odf": FileType(
            extension="odf",
            media_type="application/vnd.oasis.opendocument.formula",
            kind="document",
            upload=True,
            send=True,
        ),
        "fodt": FileType(
            extension="fodt",
            media_type="application/vnd.oasis.opendocument.text-flat-xml",
            kind="document",
            upload=True,
            send=True,
        ),
        "txt": FileType(
            extension="txt",
            media_type="text/plain",
            kind="document",
            upload=True,
            send=True,
        ),
        "info": FileType(
            extension="info",
            media_type="text/plain",
            kind="document",
            upload=False,
            send=True,
        ),
        "pdf": FileType(
            extension="pdf",
            media_type="application/pdf",
            kind="document",
            upload=True,
            send=True,
        ),
        "xps": FileType(
            extension="xps",
            media_type="application/vnd.ms-xpsdocument",
            kind="document",
            upload=True,
            send=True,
        ),
        "pdax": FileType(
            extension="pdax",
            media_type="application/x-pdax",
            kind="document",
            upload=True,
            send=True,
        ),
        "eps": FileType(
            extension="eps",
            media_type="application/postscript",
            kind="document",
            upload=True,
            send=True,
        ),
        "xls": FileType(
            extension="xls",
            media_type="application/vnd.ms-excel",
            kind="document",
            upload=True,
            send=True,
        ),
        "xlsx": FileType(
            extension="xlsx",
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            kind="document",
            upload=True,
            send=True,
        ),
        "ods": FileType(
            extension="ods",
            media_type="application/vnd.oasis.opendocument.spreadsheet",
            kind="document",
            upload=True,
            send=True,
        ),
        "fods": FileType(
            extension="fods",
            media_type="application/vnd.oasis.opendocument.spreadsheet-flat-xml",
            kind="document",
            upload=True,
            send=True,
        ),
        "csv": FileType(
            extension="csv",
            media_type="text/csv",
            kind="document",
            upload=True,
            send=True,
        ),
        "xlsm": FileType(
            extension="xlsm",
            media_type="application/vnd.ms-excel.sheet.macroenabled.12",
            kind="document",
            upload=True,
            send=True,
        ),
        "xltx": FileType(
            extension="xltx",
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.template",
            kind="document",
            upload=True,
            send=True,
        ),
        "jpg": FileType(
            extension="jpg",
            media_type="image/jpeg",
            kind="image",
            upload=True,
            send=True,
        ),
        "jpeg": FileType(
            extension="jpeg",
            media_type="image/jpeg",
            kind="image",
            upload=True,
            send=True,
        ),
        "png": FileType(
            extension="png",
            media_type="image/png",
            kind="image",
            upload=True,
            send=True,
        ),
        "gif": FileType(
            extension="gif",
            media_type="image/gif",
            kind="image",
            upload=True,
            send=True,
        ),
    }
)
"""The types by extension."""
