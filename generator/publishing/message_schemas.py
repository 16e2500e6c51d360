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
from generator.publishing.needs import Needs
from generator.spec.model.annotations import read_annotations
from generator.spec.model.parameters import SEND_REQUEST
from generator.spec.model.schemas import schema_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.spec.document import JsonObject
    from generator.spec.model.annotations import Annotations
    from generator.spec.model.messages import Content
    from generator.spec.model.operations import Operation
    from generator.spec.model.result_codes import ResultCode
    from generator.spec.model.spec import Spec

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_PAIR: Final = "ResultPair"
#: The schemas whose values are the names of a table.
_STATUS: Final = "DeliveryStatus"
_REASON: Final = "RejectionReason"
_TIME: Final = r"^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})?$"


def message_schemas(spec: Spec, base: str) -> dict[str, JsonObject]:
    """The schemas by name of file, such as ``message.send.request.json``.

    `base` is where they are published.
    """
    schemas: dict[str, JsonObject] = {}
    for operation in spec.operations:
        request = operation.request.json if operation.request is not None else None
        for kind, content in (("request", request), ("answer", operation.answer.json)):
            if content is not None:
                name = f"{operation.module}.{operation.method}.{kind}.json"
                schemas[name] = {
                    "$schema": _DIALECT,
                    "$id": f"{base}{name}",
                    "title": f"The {kind} of {operation.name}",
                    **_message(spec, operation, kind, content),
                }
    return schemas


def _message(spec: Spec, operation: Operation, kind: str, content: Content) -> JsonObject:
    schema = content.schema.json
    message: JsonObject = _rewritten(schema)
    if kind == "answer":
        codes = sorted({*spec.common_codes, *operation.codes})
        message["properties"] = {"response_code": {"enum": codes}}
    message["$defs"] = _definitions(spec, schema)
    return message


def _definitions(spec: Spec, schema: JsonObject) -> dict[str, JsonObject]:
    """The schemas that a schema needs, directly or through others, in the order of the spec."""
    needed = _needed(spec, schema)
    definitions: dict[str, JsonObject] = {}
    for name, definition in spec.schemas.by_name.items():
        if name in needed:
            definitions[name] = _definition(spec, name, definition.json)
    if SEND_REQUEST in definitions:
        request = definitions[SEND_REQUEST]
        needs = Needs(spec.kinds)
        request["allOf"] = [*request.get("allOf", ()), *needs.rules]
        definitions |= needs.definitions
    if any(_has_code(definition) for definition in definitions.values()):
        definitions[_PAIR] = _pair(spec.codes)
    return definitions


def _needed(spec: Spec, schema: JsonObject) -> set[str]:
    needed: set[str] = set()
    waiting = list(_references(schema))
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting.extend(_references(spec.schemas.by_name[name].json))
    return needed


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        pointer = value.get("$ref")
        if isinstance(pointer, str):
            yield schema_name(pointer)
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _references(item)


def _definition(spec: Spec, name: str, schema: JsonObject) -> JsonObject:
    definition: JsonObject = _rewritten(schema)
    if name == _STATUS:
        definition["enum"] = [status.name for status in spec.statuses]
    if name == _REASON:
        definition["enum"] = ["", *(reason.name for reason in spec.rejection_reasons)]
    on_success = read_annotations(schema).on_success
    if on_success:
        succeeded = {"enum": [code.code for code in spec.codes if code.is_success]}
        definition["if"] = {"properties": {"response_code": succeeded}}
        definition["then"] = {"required": list(on_success)}
    return definition


def _rewritten(schema: Any) -> Any:
    """A schema of the spec as one of plain JSON Schema.

    Its references local, without the extensions of OpenAPI.
    """
    if isinstance(schema, list):
        return [_rewritten(item) for item in schema]
    if isinstance(schema, dict):
        return _rewritten_object(schema)
    return schema


def _rewritten_object(schema: JsonObject) -> JsonObject:
    rewritten: JsonObject = {}
    for key, value in schema.items():
        if not key.startswith("x-"):
            rewritten[key] = _rewritten(value)
    if schema.get("const", 0) is None:
        del rewritten["const"]
        rewritten["type"] = "null"
    if isinstance(rewritten.get("description"), str):
        rewritten["description"] = elsewhere(rewritten["description"])
    _add_annotations(rewritten, read_annotations(schema))
    pointer = schema.get("$ref")
    if isinstance(pointer, str):
        rewritten["$ref"] = f"#/$defs/{schema_name(pointer)}"
    if _has_code(schema):
        rewritten["allOf"] = [*rewritten.get("allOf", ()), {"$ref": f"#/$defs/{_PAIR}"}]
    return rewritten


def _add_annotations(schema: JsonObject, annotations: Annotations) -> None:
    """Say in JSON Schema what the extensions say."""
    if annotations.format == "time":
        schema.setdefault("pattern", _TIME)
    if annotations.any_of:
        schema["anyOf"] = [{"required": [name]} for name in annotations.any_of]


def _has_code(schema: JsonObject) -> bool:
    return "response_code" in schema.get("properties", {})


def _pair(codes: Sequence[ResultCode]) -> JsonObject:
    pairs: list[JsonObject] = []
    for code in codes:
        pair = {"response_code": {"const": code.code}, "response_status": {"const": code.name}}
        pairs.append({"type": "object", "properties": pair})
    return {
        "description": "A result code of the table, with its name.",
        "type": "object",
        "properties": {
            "response_code": {"enum": [code.code for code in codes]},
            "response_status": {"enum": [code.name for code in codes]},
        },
        "anyOf": pairs,
    }
