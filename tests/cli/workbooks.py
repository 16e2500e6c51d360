"""Workbooks as Excel and LibreOffice write them, no larger than they have to be."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Rows = Sequence[Sequence[str | float]]

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'
_OPEN_XML: Final = "http://schemas.openxmlformats.org"
_MAIN: Final = f"{_OPEN_XML}/spreadsheetml/2006/main"
_LINKS: Final = f"{_OPEN_XML}/officeDocument/2006/relationships"
_PACKAGE: Final = f"{_OPEN_XML}/package/2006"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"


def xlsx(sheets: Mapping[str, Rows], *, hidden: Sequence[str] = (), first_row: int = 1) -> bytes:
    """A workbook of Excel."""
    numbered = [*enumerate(sheets, 1)]
    states = dict.fromkeys(hidden, ' state="hidden"')
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{sheet_id}" r:id="rId{sheet_id}"'
        f"{states.get(name, '')}/>"
        for sheet_id, name in numbered
    )
    links = "".join(
        f'<Relationship Id="rId{sheet_id}" Type="{_LINKS}/worksheet" '
        f'Target="worksheets/sheet{sheet_id}.xml"/>'
        for sheet_id, _ in numbered
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{sheet_id}.xml" '
        f'ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        for sheet_id, _ in numbered
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        f'ContentType="{_SHEET_TYPE}.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{links}</Relationships>",
    }
    for sheet_id, name in numbered:
        rows = "".join(_xlsx_row(line, cells) for line, cells in enumerate(sheets[name], first_row))
        parts[f"xl/worksheets/sheet{sheet_id}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        )
    return _zipped({name: f"{_HEAD}{part}" for name, part in parts.items()})


def ods(rows: Rows) -> bytes:
    """A workbook of LibreOffice."""
    body = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>" for cells in rows
    )
    content = (
        f'{_HEAD}<office:document-content xmlns:office="{_OASIS}:office:1.0" '
        f'xmlns:table="{_OASIS}:table:1.0" xmlns:text="{_OASIS}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="One">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return _zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": f"{_HEAD}<manifest:manifest "
            f'xmlns:manifest="{_OASIS}:manifest:1.0"/>',
        }
    )


def _xlsx_row(line: int, cells: Sequence[str | float]) -> str:
    written = "".join(
        _xlsx_cell(f"{chr(ord('A') + column)}{line}", cell) for column, cell in enumerate(cells)
    )
    return f'<row r="{line}">{written}</row>'


def _xlsx_cell(place: str, cell: str | float) -> str:
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'


def _ods_cell(cell: str | float) -> str:
    if isinstance(cell, str):
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(cell)}</text:p></table:table-cell>"
        )
    return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'


def _zipped(parts: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()
