"""Writes the tables of the package from the extensions of the spec: one template a table, the rows as data."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jinja2
from openapi_python_client.strings import snake_case

from generator.parameters import parameters

if TYPE_CHECKING:
    from generator.document import Document

_TEMPLATES: Final = Path(__file__).parent / "templates" / "tables"

Row = dict[str, Any]


def write_tables(document: Document, directory: Path) -> None:
    """Write every table into the directory, which must not exist. Line breaks are left to the formatter."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - the output is Python, and every value passes through `literal` or `prose`
    )
    environment.filters.update(literal=_literal, prose=_prose)
    directory.mkdir()
    values = _values(document)
    for template in sorted(_TEMPLATES.glob("*.py.jinja")):
        text = environment.get_template(template.name).render(values)
        (directory / template.name.removesuffix(".jinja")).write_text(text, encoding="utf-8", newline="\n")


def _values(document: Document) -> dict[str, Any]:
    data = document.data
    return {
        "codes": [{**row, "since": date.fromisoformat(row["since"])} for row in data["x-result-codes"]],
        "retry_classes": data["x-retry-classes"],
        "timeout_classes": data["x-timeout-classes"],
        "operations": [_operation(path, item, data["x-common-codes"]) for path, item in data["paths"].items()],
        "statuses": [_plain(row) for row in data["x-delivery-statuses"]],
        "reasons": {row["name"]: row["meaning"] for row in data["x-rejection-reasons"]},
        "kinds": [_viber_kind(row) for row in data["x-viber-kinds"]],
        "missing_codes": data["x-missing-codes"],
        "limits": [_limit(row, document) for row in data["x-limits"]],
        "parameters": parameters(document),
        "file_types": [_plain(row) for row in data["x-file-types"]],
    }


def _operation(path: str, item: Row, common: list[int]) -> Row:
    row: Row = item["x-operation"]
    return {
        "module": row["module"],
        "method": row["method"],
        "path": path,
        "endpoint": f"{row['module']}.{snake_case(item['post']['operationId'])}",
        "retry": row["retry"],
        "timeout": row["timeout"],
        "takes_data": row["takes_data"],
        "creates": row["creates"],
        "codes": frozenset([*row["codes"], *common]),
    }


def _viber_kind(row: Row) -> Row:
    return {
        "kind": row["kind"],
        "meaning": row["meaning"],
        **{key: tuple(row["when"][key]) for key in ("all", "any", "none")},
        **{key: tuple(row[key]) for key in ("required", "together", "ignored")},
        "file": row["file"],
        "file_code": row["file_code"],
        "caption_limit": row["caption_limit"],
        "rate": row["rate"],
        "transactional_allowed": row["transactional"]["allowed"],
        "transactional_code": row["transactional"]["code"],
    }


def _limit(row: Row, document: Document) -> Row:
    return {
        "name": row["name"],
        "value": document.resolve(row["at"]) if "at" in row else row["value"],
        "unit": row["unit"],
        "code": row["code"],
        "meaning": row["meaning"],
        "source": row["source"],
    }


def _plain(row: Row) -> Row:
    return {key: value for key, value in row.items() if not key.startswith("x-")}


def _literal(value: object) -> str:
    """A Python expression for a value; sets in order, so that the same data makes the same bytes."""
    if isinstance(value, frozenset):
        return f"frozenset({{{', '.join(map(_literal, sorted(value)))}}})" if value else "frozenset()"
    if isinstance(value, date):
        return f"date({value.year}, {value.month}, {value.day})"
    return repr(value)


def _prose(text: str) -> str:
    """Text for a docstring: wrapped, and with nothing in it that would end the docstring or escape anything."""
    safe = " ".join(text.split()).replace("\\", "\\\\").replace('"', "'")
    return "\n".join(textwrap.wrap(safe, 108, break_long_words=False))
