"""The table of result codes in three forms: for programs, for spreadsheets and for people.

People get it in two languages, everybody else gets both meanings.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from generator.editions.serialization import to_json
from generator.publishing.markdown import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.spec.model.result_codes import ResultCode
    from generator.spec.model.spec import Spec

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA: Final = ("=", "+", "-", "@")


@dataclass(frozen=True)
class _Page:
    """What people read the table by: heads, the columns below them after the code, words."""

    title: str
    heads: Sequence[str]
    columns: Sequence[str]
    words: Mapping[str, str]


_REST: Final = ("since", "outcome", "scope", "actor", "repeat")
_ENGLISH: Final = _Page(
    title="Result codes of TurboSMS",
    heads=("code", "name", "meaning", *_REST),
    columns=("name", "meaning", *_REST),
    words={},
)
#: The values of the columns are those that programs get, except for yes and no.
_UKRAINIAN: Final = _Page(
    title="Коди результатів TurboSMS",
    heads=(
        "код",
        "назва",
        "значення",
        "відколи",
        "результат (outcome)",
        "де стоїть (scope)",
        "хто має діяти (actor)",
        "чи допоможе повтор",
    ),
    columns=("name", "meaning_uk", *_REST),
    words={"yes": "так", "no": "ні"},
)

#: The values of a code by the names of their columns.
_Columns: TypeAlias = dict[str, Any]


def code_tables(spec: Spec) -> dict[str, bytes]:
    """The files by name."""
    table = [_columns(spec, code) for code in spec.codes]
    return {
        "result-codes.json": to_json(table),
        "result-codes.csv": _csv(table).encode(),
        "result-codes.md": _markdown(_ENGLISH, table).encode(),
        "result-codes.uk.md": _markdown(_UKRAINIAN, table).encode(),
    }


def _columns(spec: Spec, code: ResultCode) -> _Columns:
    return {
        "code": code.code,
        "name": code.name,
        "meaning": code.meaning,
        "meaning_uk": code.meaning_uk,
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


def _markdown(page: _Page, table: list[_Columns]) -> str:
    lines = [f"# {page.title}", "", _line(page.heads), _line("---" for _ in page.heads)]
    for columns in table:
        cells = [
            cell(page.words.get(_text(columns[name]), _text(columns[name])))
            for name in page.columns
        ]
        lines.append(_line([f"[{columns['code']}]({columns['url']})", *cells]))
    return "\n".join([*lines, ""])


def _texts(columns: _Columns) -> list[str]:
    return [_text(value) for value in columns.values()]


def _text(value: str | float) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
