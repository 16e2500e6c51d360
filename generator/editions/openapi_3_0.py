"""OpenAPI 3.1 → 3.0, by rule: what 3.0 can say in other words is said so, the rest is left out.

Left out are only `propertyNames`, the summary of `info` and the identifier of the licence.
Everything else that this module does not know stops it: a keyword that 3.0 would misread must not
pass unnoticed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from generator.spec.problems import GeneratorError

if TYPE_CHECKING:
    from collections.abc import Iterator

_VERSION: Final = "3.0.3"
SAME: Final = frozenset(
    "title description type format enum default example pattern minLength maxLength "  # noqa: SIM905
    "minimum maximum multipleOf minItems maxItems uniqueItems minProperties maxProperties "
    "required readOnly writeOnly deprecated".split()
)
LEFT_OUT: Final = frozenset({"propertyNames"})


def to_3_0(spec: dict[str, Any]) -> dict[str, Any]:
    """The same description in OpenAPI 3.0; the spec itself is left as it is.

    Raises:
        GeneratorError: the spec says something that this conversion does not know.
    """
    made: dict[str, Any] = _outside(spec)
    made["openapi"] = _VERSION
    _open_to_null(made)
    info = made["info"]
    info.pop("summary", None)
    if identifier := info.get("license", {}).pop("identifier", None):
        info["license"]["url"] = f"https://spdx.org/licenses/{identifier}.html"
    return made


def _outside(value: Any) -> Any:
    """Everything around the schemas, which is the same in both versions."""
    if isinstance(value, list):
        return [_outside(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for key, item in value.items():
        if key in ("example", "examples") or key.startswith("x-"):
            made[key] = item
        elif key == "schema":
            made[key] = _schema(item)
        elif key == "schemas":
            made[key] = {name: _schema(schema) for name, schema in item.items()}
        else:
            made[key] = _outside(item)
    return made


def _schema(schema: Any) -> Any:
    if isinstance(schema, bool):
        return schema
    made: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "const":
            made |= _constant(value)
        elif key not in LEFT_OUT:
            made[key] = _keyword(key, value)
    return _reference(_nullable(made))


def _constant(value: Any) -> dict[str, Any]:
    if value is None:
        # Validators of 3.0 want a type beside nullable; which one does not matter, since the enum
        # has null alone.
        return {"enum": [value], "type": "string", "nullable": True}
    return {"enum": [value]}


def _keyword(key: str, value: Any) -> Any:
    """The value of a keyword that 3.0 has too; GeneratorError for any other."""
    if key == "properties":
        return {name: _schema(item) for name, item in value.items()}
    if key in ("items", "additionalProperties", "not"):
        return _schema(value)
    if key in ("allOf", "anyOf", "oneOf"):
        return [_schema(item) for item in value]
    if key in SAME or key.startswith("x-") or key == "$ref":
        return value
    raise GeneratorError(
        f"OpenAPI 3.0 has no {key!r}, and the conversion does not know what to say instead"
    )


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = schema.get("type")
    if isinstance(kinds, list):
        schema["type"], *more = [kind for kind in kinds if kind != "null"] or [None]
        if more or schema["type"] is None:
            raise GeneratorError(f"OpenAPI 3.0 has no type {kinds}: write anyOf")
        if "null" in kinds:
            schema["nullable"] = True
    for key in ("anyOf", "oneOf"):
        kept = [item for item in schema.get(key, ()) if item != {"type": "null"}]
        if len(kept) == len(schema.get(key, ())):
            continue
        if len(kept) == 1:  # no choice any more: generators of code know the nullable reference
            del schema[key]
            schema |= {"allOf": kept, "nullable": True}
        else:
            schema[key] = [*kept, _schema({"const": None})]
    return schema


def _open_to_null(made: dict[str, Any]) -> None:
    """Let what nullable references lead to be null itself: validators of 3.0 want that too."""
    mappings = list(_mappings(made))
    uses = Counter(mapping["$ref"] for mapping in mappings if isinstance(mapping.get("$ref"), str))
    schemas = made.get("components", {}).get("schemas", {})
    for mapping in mappings:
        if not (mapping.get("nullable") and "allOf" in mapping):
            continue
        reference = mapping["allOf"][0]
        schema = schemas[reference["$ref"].rpartition("/")[2]]
        # 3.0.3: null is added to the type that stands beside it, so one has to.
        if "type" not in schema:
            raise GeneratorError(
                f"in OpenAPI 3.0 only what has a type can be null, and {reference['$ref']} has none"
            )
        mapping["type"] = schema["type"]
        if uses[reference["$ref"]] > 1:  # elsewhere it must not be null
            reference["$ref"] += "OrNull"
            schema = schemas[reference["$ref"].rpartition("/")[2]] = dict(schema)
        schema["nullable"] = True


def _reference(schema: dict[str, Any]) -> dict[str, Any]:
    """In 3.0 a reference hides what stands beside it."""
    if "$ref" not in schema or len(schema) == 1:
        return schema
    if "allOf" in schema:
        raise GeneratorError("a schema has both $ref and allOf: put the reference into allOf")
    return {"allOf": [{"$ref": schema.pop("$ref")}], **schema}


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _mappings(item)
