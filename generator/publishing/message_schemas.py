"""JSON Schemas (2020-12) of every request, answer and webhook, each complete in a file of its own.

They are stricter than the spec: what its tables say of a message as a whole is said here. A code
and its name have to be a pair of the table, and one that the method answers at this place; a status
is one of the table; a day exists; and what is required or forbidden only together, only by some
kinds of message or only on success, is. That is for those who check what they recorded; a client
has to survive the code that the service adds tomorrow, and reads with the spec.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.editions.json_view import elsewhere
from generator.output.errors import GeneratorError
from generator.publishing import existing_times
from generator.publishing.answer_rules import REASON, STATUS, AnswerRules
from generator.publishing.send_rules import SendRules
from generator.spec.model.annotations import read_annotations
from generator.spec.model.parameters import SEND_REQUEST
from generator.spec.model.schemas import schema_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.spec.document import JsonObject
    from generator.spec.model.annotations import Annotations
    from generator.spec.model.messages import Content
    from generator.spec.model.operations import Operation
    from generator.spec.model.spec import Spec

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ONE_LINE: Final = "OneLine"
#: `$` of some engines lets a line break stand behind it.
_DEFINITION_OF_ONE_LINE: Final = {
    "description": "A text without a line break at its end.",
    "not": {"pattern": r"[\n\r]$"},
}


def message_schemas(spec: Spec, base: str) -> dict[str, JsonObject]:
    """The schemas by name of file, such as ``message.send.request.json``.

    `base` is where they are published.
    """
    schemas: dict[str, JsonObject] = {}
    for operation in spec.operations:
        if operation.request is not None and operation.request.json is not None:
            message = _Message(spec, None)
            schemas |= _file(base, operation, "request", message.of(operation.request.json))
        message = _Message(spec, AnswerRules(spec, operation))
        schemas |= _file(base, operation, "answer", message.of(operation.answer.json))
    for webhook in spec.webhooks.calls:
        if webhook.request is not None and webhook.request.json is not None:
            message = _Message(spec, None, is_webhook=True)
            name = f"webhook.{webhook.name}.json"
            schema = message.of(webhook.request.json)
            schemas |= _titled(base, name, f"The webhook {webhook.name}", schema)
    return schemas


def _file(base: str, operation: Operation, kind: str, message: JsonObject) -> dict[str, JsonObject]:
    name = f"{operation.module}.{operation.method}.{kind}.json"
    return _titled(base, name, f"The {kind} of {operation.name}", message)


def _titled(base: str, name: str, title: str, message: JsonObject) -> dict[str, JsonObject]:
    head = {"$schema": _DIALECT, "$id": f"{base}{name}"}
    return {name: {**head, "title": title, **message}}


class _Message:
    """The schema of a message, written without the extensions of OpenAPI."""

    def __init__(self, spec: Spec, answer: AnswerRules | None, *, is_webhook: bool = False) -> None:
        self._spec = spec
        self._answer = answer
        self._is_webhook = is_webhook

    def of(self, content: Content) -> JsonObject:
        """The schema, with the definitions that it needs, in the order of the spec."""
        message: JsonObject = self._written(content.schema.json)
        definitions: dict[str, JsonObject] = {}
        for name, schema in self._spec.schemas.by_name.items():
            definitions[name] = self._definition(name, schema.json)
        if self._answer is None:
            rules = SendRules(self._spec)
            request = definitions[SEND_REQUEST]
            request["allOf"] = [*request.get("allOf", ()), *rules.rules]
            own = rules.definitions
        else:
            own = self._answer.definitions
        own |= {**existing_times.DEFINITIONS, _ONE_LINE: _DEFINITION_OF_ONE_LINE}
        taken = sorted(own.keys() & definitions)
        if taken:
            raise GeneratorError(f"the name {taken[0]} is taken: the JSON Schemas define it")
        definitions |= own
        needed = _needed(message, definitions)
        message["$defs"] = {name: each for name, each in definitions.items() if name in needed}
        return message

    def _definition(self, name: str, json: JsonObject) -> JsonObject:
        definition: JsonObject = self._written(json)
        if self._is_webhook and read_annotations(json).format == "webhook_status":
            definition["enum"] = self._words_of_statuses()
        if self._answer is None:
            return definition
        if name == STATUS:
            definition["enum"] = [status.name for status in self._spec.statuses]
        if name == REASON:
            reasons = [reason.name for reason in self._spec.rejection_reasons]
            definition["enum"] = ["", *reasons]
        rules = self._answer.of(name, self._spec.schemas.by_name[name])
        if rules:
            definition["allOf"] = [*definition.get("allOf", ()), *rules]
        return definition

    def _words_of_statuses(self) -> list[str]:
        words = [each.word for each in self._spec.webhooks.statuses]
        names = [status.name for status in self._spec.statuses]
        return list(dict.fromkeys([*words, *names]))

    def _written(self, schema: Any) -> Any:
        """A schema of the spec as one of plain JSON Schema, its references local."""
        if isinstance(schema, list):
            return [self._written(item) for item in schema]
        if isinstance(schema, dict):
            return self._object(schema)
        return schema

    def _object(self, schema: JsonObject) -> JsonObject:
        written: JsonObject = {}
        for key, value in schema.items():
            if not key.startswith("x-"):
                written |= self._keyword(key, value)
        annotations = read_annotations(schema)
        for rule in _rules(schema, annotations):
            _add(written, rule)
        if self._answer is not None or self._is_webhook:
            _close(written, annotations)
        return written

    def _keyword(self, key: str, value: Any) -> JsonObject:
        if key == "$ref":
            return {key: f"#/$defs/{schema_name(value)}"}
        if key == "const" and value is None:
            return {"type": "null"}
        if key == "properties":
            return {key: {name: self._written(each) for name, each in value.items()}}
        if key == "description":
            return {key: elsewhere(value)}
        return {key: self._written(value)}


def _rules(schema: JsonObject, annotations: Annotations) -> Iterator[JsonObject]:
    """What the extensions say, and what not all engines take from a pattern."""
    times = existing_times.rule_of(schema, annotations)
    if times is not None:
        yield times
    if schema.get("pattern", "").endswith("$"):
        yield {"$ref": f"#/$defs/{_ONE_LINE}"}
    if _is_map_with_entries(schema):
        # What has a name of its own is none of them.
        yield {"not": {"propertyNames": {"enum": list(schema["properties"])}}}
    if annotations.any_of:
        yield {"anyOf": [{"required": [name]} for name in annotations.any_of]}
    if annotations.either:
        groups = [_some_given(group) for group in annotations.either]
        yield {"oneOf": groups}


def _is_map_with_entries(schema: JsonObject) -> bool:
    """Whether there has to be something under a key of the caller's choice, beside named ones."""
    is_map = isinstance(schema.get("additionalProperties"), dict)
    return is_map and "properties" in schema and schema.get("minProperties") == 1


def _add(schema: JsonObject, rule: JsonObject) -> None:
    """Add a rule to a schema, beside its keywords if they leave room for it."""
    if "$ref" in rule or rule.keys() & schema.keys():
        schema["allOf"] = [*schema.get("allOf", ()), rule]
    else:
        schema |= rule


def _some_given(names: tuple[str, ...]) -> JsonObject:
    given = [_given(name) for name in names]
    return {"anyOf": given} if len(given) > 1 else given[0]


def _given(name: str) -> JsonObject:
    return {"properties": {name: {"not": {"const": ""}}}, "required": [name]}


def _close(schema: JsonObject, annotations: Annotations) -> None:
    """Take only the values of an answer that are known, where the spec leaves them open."""
    if schema.get("type") == "object" and "properties" not in schema:
        # A service in PHP writes a map with the keys 0, 1, 2, … as a list (A-43).
        schema |= {"type": ["object", "array"], "items": schema["additionalProperties"]}
    if annotations.known:
        schema["enum"] = list(annotations.known)
    if annotations.format == "flag":
        schema["enum"] = [0, 1]
    elif schema.get("type") == "integer" and "minimum" not in schema:
        # Numbers of things begin at 1, unless 0 stands for none; others count something.
        is_number = schema.get("format") == "int64" and not annotations.zero_is_empty
        schema["minimum"] = 1 if is_number else 0


def _needed(message: JsonObject, definitions: Mapping[str, JsonObject]) -> set[str]:
    """The definitions that a message refers to, directly or through others."""
    needed: set[str] = set()
    waiting = list(_references(message))
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting.extend(_references(definitions[name]))
    return needed


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        pointer = value.get("$ref")
        if isinstance(pointer, str):
            yield pointer.removeprefix("#/$defs/")
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
