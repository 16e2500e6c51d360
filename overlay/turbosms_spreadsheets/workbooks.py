"""Reads Excel and LibreOffice workbooks with python-calamine, an extra; recognises other formats
that are not text.
"""

from __future__ import annotations

import io
import zipfile
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from turbosms_languages import Text, _
from turbosms_spreadsheets.columns import Row, cell_text
from turbosms_spreadsheets.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from turbosms_spreadsheets.table_files import TableFile

_ZIP: Final = b"PK\x03\x04"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS: Final = (
    (b"%pdf", _("a PDF document")),
    (b"\x1f\x8b", _("a gzip archive")),
    (b"{\\rtf", _("an RTF document")),
    (b"<!doctype", _("a web page")),
    (b"<html", _("a web page")),
    (b"<table", _("a web page")),
    (b"<?xml", _("an XML document")),
)
"""The beginnings of other formats that tables are often mistaken for, in lower case."""
_AS_CSV: Final = _("Save it as CSV.")
_LARGE: Final = 50_000_000
_MOST_TIMES_SMALLER: Final = 200
"""As which a large part of a workbook is packed: sheets are, a few dozen times."""


def is_workbook(file: TableFile) -> bool:
    """Whether it is a workbook.

    Raises:
        TableError: it is something else that is not text.
    """
    if _workbook_kind(file) is not None:
        return True
    what = _other_format(file)
    if what is not None:
        raise TableError(
            _("{name} is {what}, not a table. {as_csv}", name=file.name, what=what, as_csv=_AS_CSV)
        )
    return False


def format_besides_text(file: TableFile) -> Text | None:
    """What a file is that is no plain text, such as a PDF document; None if it may be text."""
    return _workbook_kind(file) or _other_format(file)


def _workbook_kind(file: TableFile) -> Text | None:
    is_packed = file.beginning.startswith((_COMPOUND, _ZIP))
    if is_packed and not file.stream.seekable():
        file.stream = io.BufferedReader(io.BytesIO(file.stream.read()))
    return _kind_of(file) if is_packed else None


def _other_format(file: TableFile) -> Text | None:
    if file.beginning.startswith(_ZIP):
        return _("a ZIP archive")
    start = file.beginning.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, what in _OTHERS:
        if start.startswith(mark):
            return what
    return None


def workbook_rows(file: TableFile, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield the rows of the first visible sheet.

    Args:
        tell: called with a sentence, if there are several sheets.

    Raises:
        TableError: python-calamine is not installed, or cannot read this workbook.
    """
    kind = _kind_of(file) or _("an Excel workbook")
    if find_spec("python_calamine") is None:
        raise TableError(
            _(
                "{name} is {kind}: run pip install 'turbosms-client[excel]' to read it, or save "
                "it as CSV.",
                name=file.name,
                kind=kind,
            )
        )
    import python_calamine  # noqa: PLC0415

    content = io.BytesIO(file.stream.read())
    try:
        book = python_calamine.load_workbook(content)
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
        ]
        names = visible or book.sheet_names
        if len(names) > 1:
            tell(
                _(
                    "{name} has {count} sheets; reading the first, {names!r}.",
                    name=file.name,
                    count=len(names),
                    names=names[0],
                )
            )
        sheet = book.get_sheet_by_name(names[0])
        for line, cells in enumerate(sheet.iter_rows(), 1):
            yield Row(line, [*map(cell_text, cells)])
    except python_calamine.PasswordError:
        raise TableError(
            _("{name} is protected by a password. Save it without one, or as CSV.", name=file.name)
        ) from None
    except (python_calamine.CalamineError, IndexError):
        raise TableError(
            _(
                "{name} looks like {kind}, but cannot be read as one. {as_csv}",
                name=file.name,
                kind=kind,
                as_csv=_AS_CSV,
            )
        ) from None


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    """Whether so much repetition is packed into it that it can only be meant to do harm."""
    return part.file_size > max(_LARGE, part.compress_size * _MOST_TIMES_SMALLER)


def _kind_of(file: TableFile) -> Text | None:
    """Say what kind of workbook this is; None if it is not one.

    Raises:
        TableError: what is packed in it is many times as large as it may be.
    """
    if file.beginning.startswith(_COMPOUND):
        return _("an Excel workbook (an old one, or one with a password)")
    try:
        with zipfile.ZipFile(file.stream) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            is_bomb = any(map(_is_bomb, parts))
    except (zipfile.BadZipFile, OSError, ValueError):
        names = set()
        is_bomb = False
    finally:
        file.stream.seek(0)
    if is_bomb:
        raise TableError(
            _(
                "{name} would take far more memory than its size: it is no workbook of a "
                "spreadsheet program. {as_csv}",
                name=file.name,
                as_csv=_AS_CSV,
            )
        )
    if any(name.startswith("xl/") for name in names):
        return _("an Excel workbook")
    if "content.xml" in names:
        return _("a LibreOffice workbook")
    return None
