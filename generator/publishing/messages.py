"""JSON Schemas (2020-12) of every request and answer, each complete in a file of its own.

They are stricter than the spec: a code and its name have to be a pair of the table of result codes,
the code of the whole one that the method answers, a status is one of the table, times have their
form, and what is required only together, only by some kinds of message or only on success, is. That
is for those who check what they recorded; a client has to survive the code that the service adds
tomorrow, and reads with the spec.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.editions.json_view import elsewhere
from generator.package.parameters import SEND
from generator.publishing.needs import Needs

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMAS: Final = "#/components/schemas/"
_PAIR: Final = "ResultPair"
#: Schemas whose values are the names of a table, and what else they may be.
_TABLES: Final = {
    "DeliveryStatus": ("x-delivery-statuses",),
    "RejectionReason": ("x-rejection-reasons", ""),
}
_TIME: Final = r"^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})?$"


def message_schemas(spec: dict[str, Any], base: str) -> dict[str, dict[str, Any]]:
    """The schemas by name of file, such as ``message.send.request.json``.

    `base` is where they are published.
    """
    made = {}
    for item in spec["paths"].values():
        method = f"{item['x-operation']['module']}.{item['x-operation']['method']}"
        bodies = {
            "request": item["post"].get("requestBody"),
            "answer": item["post"]["responses"].get("200"),
        }
        for kind, body in bodies.items():
            if body is None:
                continue
            name, schema = f"{method}.{kind}.json", _json_schema(spec, body)
            codes = sorted({*spec["x-common-codes"], *item["x-operation"]["codes"]})
            made[name] = {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$id": f"{base}{name}",
                "title": f"The {kind} of {method.replace('.', '/')}",
                **_own(schema),
                **({"properties": {"response_code": {"enum": codes}}} if kind == "answer" else {}),
                "$defs": _definitions(spec, schema),
            }
    return made


def _json_schema(spec: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in body:
        _, _, section, name = body["$ref"].split("/")
        body = spec["components"][section][name]
    schema: dict[str, Any] = body["content"]["application/json"]["schema"]
    return schema


def _definitions(spec: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The schemas that a schema needs, directly or through others, in the order of the spec."""
    schemas, needed = spec["components"]["schemas"], set[str]()
    waiting = list(_references(schema))
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting.extend(_references(schemas[name]))
    made = {name: _own(schemas[name]) for name in schemas if name in needed}
    for name, definition in made.items():
        if name in _TABLES:
            table, *more = _TABLES[name]
            definition["enum"] = [*more, *(row["name"] for row in spec[table])]
        if names := schemas[name].get("x-on-success"):
            succeeded = {
                "enum": [
                    row["code"] for row in spec["x-result-codes"] if row["outcome"] == "success"
                ]
            }
            definition |= {
                "if": {"properties": {"response_code": succeeded}},
                "then": {"required": names},
            }
    if request := next(
        (definition for name, definition in made.items() if SEND.get(name) == ""), None
    ):
        needs = Needs(spec["x-viber-kinds"])
        request["allOf"] = [*request.get("allOf", ()), *needs.rules]
        made |= needs.definitions
    if any("response_code" in definition.get("properties", {}) for definition in made.values()):
        made[_PAIR] = _pair(spec["x-result-codes"])
    return made


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(pointer := value.get("$ref"), str):
            yield pointer.removeprefix(_SCHEMAS)
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _references(item)


def _own(schema: Any) -> Any:
    """A schema of the spec as one of plain JSON Schema.

    Its references local, without the extensions of OpenAPI.
    """
    if isinstance(schema, list):
        return [_own(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return _own_object(schema)


def _own_object(schema: dict[str, Any]) -> dict[str, Any]:
    if schema.get("const", 0) is None:
        schema = {**schema, "type": "null"}
        del schema["const"]
    made = {key: _own(value) for key, value in schema.items() if not key.startswith("x-")}
    if isinstance(made.get("description"), str):
        made["description"] = elsewhere(made["description"])
    if schema.get("x-format") == "time":
        made.setdefault("pattern", _TIME)
    if names := schema.get("x-any-of"):
        made["anyOf"] = [{"required": [name]} for name in names]
    if isinstance(pointer := schema.get("$ref"), str):
        made["$ref"] = f"#/$defs/{pointer.removeprefix(_SCHEMAS)}"
    if "response_code" in schema.get("properties", {}):
        made["allOf"] = [*made.get("allOf", ()), {"$ref": f"#/$defs/{_PAIR}"}]
    return made


def _pair(codes: list[dict[str, Any]]) -> dict[str, Any]:
    pairs = [
        {"response_code": {"const": row["code"]}, "response_status": {"const": row["name"]}}
        for row in codes
    ]
    return {
        "description": "A result code of the table, with its name.",
        "type": "object",
        "properties": {
            "response_code": {"enum": [row["code"] for row in codes]},
            "response_status": {"enum": [row["name"] for row in codes]},
        },
        "anyOf": [{"type": "object", "properties": pair} for pair in pairs],
    }
