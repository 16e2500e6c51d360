"""Writes the tables of the package from the extensions of the spec.

One template a table, the rows as data.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from openapi_python_client.strings import snake_case

from generator.package.parameters import others, parameters, request
from generator.package.rendering import TEMPLATES, render

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.yaml_reader import Document

Row = dict[str, Any]


def write_tables(document: Document, directory: Path) -> None:
    """Write every table into the directory, which must not exist.

    Line breaks are left to the formatter.
    """
    directory.mkdir()
    values = _values(document)
    for template in sorted(TEMPLATES.glob("tables/*.py.jinja")):
        render(f"tables/{template.name}", directory / template.name.removesuffix(".jinja"), values)


def _values(document: Document) -> dict[str, Any]:
    data = document.data
    return {
        "help_url": data["x-help-url"],
        "codes": [
            {**row, "since": date.fromisoformat(row["since"])} for row in data["x-result-codes"]
        ],
        "retry_classes": data["x-retry-classes"],
        "timeout_classes": data["x-timeout-classes"],
        "server": data["servers"][0]["url"],
        "operations": [_operation(document, path, item) for path, item in data["paths"].items()],
        "statuses": [_plain(row) for row in data["x-delivery-statuses"]],
        "reasons": {row["name"]: row["meaning"] for row in data["x-rejection-reasons"]},
        "kinds": [_viber_kind(row) for row in data["x-viber-kinds"]],
        "missing_codes": data["x-missing-codes"],
        "limits": [_limit(row, document) for row in data["x-limits"]],
        "parameters": parameters(document),
        "other_parameters": others(document),
        "file_types": [_plain(row) for row in data["x-file-types"]],
    }


def _operation(document: Document, path: str, item: Row) -> Row:
    row: Row = item["x-operation"]
    return {
        "module": row["module"],
        "method": row["method"],
        "path": path,
        "endpoint": f"{row['module']}.{snake_case(item['post']['operationId'])}",
        "request": request(document, item),
        "retry": row["retry"],
        "timeout": row["timeout"],
        "takes_data": row["takes_data"],
        "creates": row["creates"],
        "codes": frozenset([*row["codes"], *document.data["x-common-codes"]]),
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
