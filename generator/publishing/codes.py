"""The table of result codes in three forms: for programs, for spreadsheets and for people."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from generator.editions.serialization import to_json
from generator.publishing.markdown import cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.spec.model.result_codes import ResultCode
    from generator.spec.model.spec import Spec

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA: Final = ("=", "+", "-", "@")

#: The values of a code by the names of their columns.
_Columns: TypeAlias = dict[str, Any]


def code_tables(spec: Spec) -> dict[str, bytes]:
    """The three files by name."""
    table = [_columns(spec, code) for code in spec.codes]
    return {
        "result-codes.json": to_json(table),
        "result-codes.csv": _csv(table).encode(),
        "result-codes.md": _markdown(table).encode(),
    }


def _columns(spec: Spec, code: ResultCode) -> _Columns:
    return {
        "code": code.code,
        "name": code.name,
        "meaning": code.meaning,
        "since": code.since.isoformat(),
        "outcome": code.outcome,
        "scope": code.scope,
        "actor": code.actor,
        "repeat": code.repeat,
        "url": f"{spec.help_url}codes/#code-{code.code}",
    }


def _csv(table: list[_Columns]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)  # ends its lines as RFC 4180 has it
    writer.writerow(table[0])
    for columns in table:
        writer.writerow([_inert(value) for value in _texts(columns)])
    return text.getvalue()


def _inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _markdown(table: list[_Columns]) -> str:
    *names, _url = table[0]
    lines = ["# Result codes of TurboSMS", "", _line(names), _line("---" for _ in names)]
    for columns in table:
        code, *texts, url = _texts(columns)
        cells = [cell(text) for text in texts]
        lines.append(_line([f"[{code}]({url})", *cells]))
    return "\n".join([*lines, ""])


def _texts(columns: _Columns) -> list[str]:
    return [_text(value) for value in columns.values()]


def _text(value: str | float) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
