"""OpenAPI 3.1 → 3.0, by rule: what 3.0 can say in other words is said so, the rest is left out.

Left out are only `propertyNames`, the summary of `info`, the identifier of the licence, and links,
whose bodies readers of 3.0 take for texts. So are webhooks, of which the description says so.
Everything else that this module does not know stops it: a keyword that 3.0 would misread must not
pass unnoticed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from generator.editions.webhooks import without_webhooks
from generator.output.errors import GeneratorError
from generator.spec.checks.keywords import IN_BOTH_VERSIONS, LEFT_OUT_OF_3_0

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import JsonObject

_VERSION: Final = "3.0.3"
_ABOUT_WEBHOOKS: Final = "**Webhooks.**"
_WITHOUT_WEBHOOKS: Final = (
    "**Webhooks** are left out of this edition, since OpenAPI 3.0 has no words for them: "
    "the edition in OpenAPI 3.1 describes them.\n"
)


def to_3_0(spec: JsonObject) -> JsonObject:
    """The same description in OpenAPI 3.0; the spec itself is left as it is.

    Raises:
        GeneratorError: the spec says something that this conversion does not know.
    """
    converted: JsonObject = _outside(without_webhooks(spec))
    converted["openapi"] = _VERSION
    _open_to_null(converted)
    info = converted["info"]
    info.pop("summary", None)
    if "webhooks" in spec:
        info["description"] = _about(info.get("description", ""))
    identifier = info.get("license", {}).pop("identifier", None)
    if identifier:
        info["license"]["url"] = f"https://spdx.org/licenses/{identifier}.html"
    return converted


def _about(description: str) -> str:
    """What the spec says of itself, with a word on what is left out."""
    paragraphs = description.strip().split("\n\n")
    kept = [each for each in paragraphs if not each.startswith(_ABOUT_WEBHOOKS)]
    return "\n\n".join([*kept, _WITHOUT_WEBHOOKS])


def _outside(value: Any) -> Any:
    """Everything around the schemas, which is the same in both versions."""
    if isinstance(value, list):
        return [_outside(item) for item in value]
    if not isinstance(value, dict):
        return value
    converted: JsonObject = {}
    for key, item in value.items():
        if key in ("example", "examples") or key.startswith("x-"):
            converted[key] = item
        elif key == "schema":
            converted[key] = _schema(item)
        elif key == "schemas":
            converted[key] = _named_schemas(item)
        elif key != "links":
            converted[key] = _outside(item)
    return converted


def _named_schemas(schemas: JsonObject) -> JsonObject:
    return {name: _schema(schema) for name, schema in schemas.items()}


def _schema(schema: Any) -> Any:
    if isinstance(schema, bool):
        return schema
    converted: JsonObject = {}
    for key, value in schema.items():
        if key == "const":
            converted |= _constant(value)
        elif key not in LEFT_OUT_OF_3_0:
            converted[key] = _keyword(key, value)
    return _reference(_nullable(converted))


def _constant(value: Any) -> JsonObject:
    if value is None:
        # Validators of 3.0 want a type beside nullable. No string has these lengths. An enum with
        # null alone would be shorter, but there are readers to whom it is an empty one.
        return {"type": "string", "minLength": 1, "maxLength": 0, "nullable": True}
    return {"enum": [value]}


def _keyword(key: str, value: Any) -> Any:
    """The value of a keyword that 3.0 has too; GeneratorError for any other."""
    if key == "properties":
        return _named_schemas(value)
    if key in ("items", "additionalProperties", "not"):
        return _schema(value)
    if key in ("allOf", "anyOf", "oneOf"):
        return [_schema(item) for item in value]
    if key in IN_BOTH_VERSIONS or key.startswith("x-") or key == "$ref":
        return value
    message = f"OpenAPI 3.0 has no {key!r}, and the conversion does not know what to say instead"
    raise GeneratorError(message)


def _nullable(schema: JsonObject) -> JsonObject:
    """Null as 3.0 has it: by `nullable`, where 3.1 has a type of that name."""
    types = schema.get("type")
    if isinstance(types, list):
        others = [each for each in types if each != "null"]
        if len(others) != 1:
            raise GeneratorError(f"OpenAPI 3.0 has no type {types}: write anyOf")
        schema["type"] = others[0]
        if "null" in types:
            schema["nullable"] = True
    for key in ("anyOf", "oneOf"):
        options = schema.get(key, [])
        others = [option for option in options if option != {"type": "null"}]
        if len(others) == len(options):
            continue
        if len(others) == 1:  # no choice any more: generators of code know the nullable reference
            del schema[key]
            schema |= {"allOf": others, "nullable": True}
        else:
            schema[key] = [*others, _schema({"const": None})]
    return schema


def _open_to_null(converted: JsonObject) -> None:
    """Let what nullable references lead to be null itself: validators of 3.0 want that too."""
    objects = list(_objects(converted))
    pointers = [each.get("$ref") for each in objects]
    uses = Counter(pointer for pointer in pointers if isinstance(pointer, str))
    schemas = converted.get("components", {}).get("schemas", {})
    for each in objects:
        if not (each.get("nullable") and "allOf" in each):
            continue
        reference = each["allOf"][0]
        schema = schemas[_schema_name(reference)]
        # 3.0.3: null is added to the type that stands beside it, so one has to.
        if "type" not in schema:
            message = f"only what has a type can be null, and {reference['$ref']} has none"
            raise GeneratorError(f"in OpenAPI 3.0 {message}")
        each["type"] = schema["type"]
        if uses[reference["$ref"]] > 1:  # elsewhere it must not be null
            reference["$ref"] += "OrNull"
            schema = dict(schema)
            schemas[_schema_name(reference)] = schema
        schema["nullable"] = True


def _schema_name(reference: JsonObject) -> str:
    name: str = reference["$ref"].rpartition("/")[2]
    return name


def _reference(schema: JsonObject) -> JsonObject:
    """In 3.0 a reference hides what stands beside it."""
    if "$ref" not in schema or len(schema) == 1:
        return schema
    if "allOf" in schema:
        raise GeneratorError("a schema has both $ref and allOf: put the reference into allOf")
    return {"allOf": [{"$ref": schema.pop("$ref")}], **schema}


def _objects(value: Any) -> Iterator[JsonObject]:
    """Every object of JSON, outer ones first."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)
