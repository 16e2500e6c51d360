"""The documentation page.

The whole spec in one HTML file that asks for nothing, neither files nor permissions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.publishing.docs import tables
from generator.publishing.docs.fields import Fields, patterns
from generator.publishing.docs.markup import Prose, breakable, json_html, line_html, links
from generator.publishing.docs.operations import Module, modules
from generator.publishing.docs.places import token_places
from generator.publishing.docs.shell import render

if TYPE_CHECKING:
    from collections.abc import Iterator

_STYLES = ("base.css", "layout.css", "docs.css", "cards.css", "codes.css", "print.css")
_SCRIPTS = ("copy.js", "choosers.js", "codes.js", "places.js", "search.js")


def page(data: dict[str, Any]) -> str:
    """The page for a spec of OpenAPI 3.1 as plain data; the same bytes for the same spec."""
    prose = Prose(links(data))
    known = frozenset(row["code"] for row in data["x-result-codes"])
    servers = [row["url"] for row in data["servers"]]
    filters = {
        "md": prose.block,
        "line": prose.inline,
        "plain": prose.plain,
        "json": lambda value: json_html(value, known),
        "curl": lambda line: line_html(line, servers),
        "breakable": breakable,
    }
    return render("docs.html.jinja", filters, _STYLES, _SCRIPTS, _values(data))


def _values(data: dict[str, Any]) -> dict[str, Any]:
    fields = Fields(data)
    made = modules(data)
    schemas = data["components"]["schemas"]
    return {
        "spec": data,
        "info": {
            "summary": "",
            "description": "",
            **data["info"],
            "contact": {"name": "", **data["info"].get("contact", {})},
            "license": {"name": "", **data["info"].get("license", {})},
        },
        "servers": [{"description": "", **row} for row in data["servers"]],
        "places": token_places(data),
        **_opening(data, made),
        **_envelope(data, fields),
        "modules": made,
        "codes": tables.codes(data),
        "legend": {column: tables.values(data, column) for column in tables.LEGEND},
        "statuses": tables.statuses(data),
        "status": schemas.get("DeliveryStatus", {}).get("description", ""),
        "reason": schemas.get("RejectionReason", {}).get("description", ""),
        "limits": tables.limits(data),
        "viber_kinds": tables.viber_kinds(data),
        "retry_classes": tables.retry_classes(data),
        "timeout_classes": tables.timeout_classes(data),
        "schemas": list(_schemas(data, fields)),
    }


def _opening(data: dict[str, Any], made: tuple[Module, ...]) -> dict[str, Any]:
    """What the page begins with: a call that creates something, and an answer that says it did."""
    done = {row["code"] for row in data["x-result-codes"] if row["outcome"] == "success"}
    for operation in (each for module in made for each in module.operations):
        answer = next((each for each in operation.answers if _code(each.value) in done), None)
        if operation.creates and operation.requests and answer:
            return {"first": operation, "done": answer}
    return {"first": None, "done": None}


def _code(answer: Any) -> int | None:
    return answer.get("response_code") if isinstance(answer, dict) else None


def _envelope(data: dict[str, Any], fields: Fields) -> dict[str, Any]:
    """What all answers have in common, and what each has in `response_result`."""
    found = [(fields.properties(schema), methods) for schema, methods in tables.answers(data)]
    common = {
        name: fields.resolve(schema)
        for name, schema in found[0][0].items()
        if name != "response_result"
    }
    results = [(properties["response_result"], methods) for properties, methods in found]
    return {
        "envelope": [(name, schema.get("description", "")) for name, schema in common.items()],
        "results": [
            (fields.type(schema), schema.get("description", ""), methods)
            for schema, methods in results
        ],
    }


def _schemas(data: dict[str, Any], fields: Fields) -> Iterator[dict[str, Any]]:
    """Every schema on its own: its type, limits and fields, whose objects are only named."""
    for name, schema in data["components"]["schemas"].items():
        anchor = f"schema-{name}"
        yield {
            "name": name,
            "anchor": anchor,
            "type": fields.type(schema),
            "limits": fields.limits(schema),
            "patterns": list(patterns(schema)),
            "description": schema.get("description", ""),
            "fields": fields.of(schema, anchor, deep=False),
        }
