"""The table of result codes in three forms: for programs, for spreadsheets and for people."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

from generator.editions.files import to_json
from generator.publishing.markdown import cell

_COLUMNS: Final = ("code", "name", "meaning", "since", "outcome", "scope", "actor", "repeat", "url")

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA: Final = ("=", "+", "-", "@")


def code_tables(spec: dict[str, Any]) -> dict[str, bytes]:
    """The three files by name."""
    rows = [
        {**row, "url": f"{spec['x-help-url']}codes/#code-{row['code']}"}
        for row in spec["x-result-codes"]
    ]
    rows = [{column: row[column] for column in _COLUMNS} for row in rows]
    return {
        "result-codes.json": to_json(rows),
        "result-codes.csv": _csv(rows).encode(),
        "result-codes.md": _markdown(rows).encode(),
    }


def _csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)  # ends its lines as RFC 4180 has it
    writer.writerow(_COLUMNS)
    writer.writerows([_inert(text) for text in _plain(row)] for row in rows)
    return text.getvalue()


def _inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _markdown(rows: list[dict[str, Any]]) -> str:
    columns = _COLUMNS[:-1]
    lines = ["# Result codes of TurboSMS", "", _line(columns), _line("---" for _ in columns)]
    for row in rows:
        code, *others = _plain(row)[:-1]
        lines.append(_line([f"[{code}]({row['url']})", *map(cell, others)]))
    return "\n".join([*lines, ""])


def _plain(row: dict[str, Any]) -> list[str]:
    return [
        {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        for value in row.values()
    ]


def _line(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"
