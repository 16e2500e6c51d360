"""Schemas and their properties, read through their references."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from generator.spec.model.annotations import Annotations, read_annotations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.spec.document import Document, JsonObject, Location

_COMPONENTS: Final = ("components", "schemas")
_POINTER: Final = "#/components/schemas/"

_Part = TypeVar("_Part", "Schema", Annotations)


@dataclass(frozen=True)
class Constant:
    """The one value that a schema allows."""

    value: Any


@dataclass(frozen=True, kw_only=True)
class Schema:
    """A schema. What it does not say is None, or empty."""

    json: JsonObject
    """As it stands in the spec, for those who write it in another dialect."""
    location: Location
    reference: str | None = None
    """The name of the schema that it refers to."""
    description: str | None = None
    types: tuple[str, ...] = ()
    enum: tuple[Any, ...] | None = None
    const: Constant | None = None
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    min_properties: int | None = None
    max_properties: int | None = None
    required: tuple[str, ...] = ()
    properties: Mapping[str, Schema] = field(default_factory=dict)
    items: Schema | None = None
    values: Schema | None = None
    """The schema of the values of an object whose keys are the caller's own."""
    keys: Schema | None = None
    """The schema of those keys."""
    all_of: tuple[Schema, ...] = ()
    any_of: tuple[Schema, ...] = ()
    annotations: Annotations = field(default_factory=Annotations)

    @property
    def type_name(self) -> str:
        """The JSON type; ``flag`` for a number that may be only 0 or 1, ``a|b`` for several."""
        if self.enum == (0, 1):
            return "flag"
        return "|".join(self.types) or "any type"


@dataclass(frozen=True)
class Property:
    """A property of a schema with a name."""

    owner: str
    """The name of that schema."""
    name: str
    schema: Schema
    """Its own, with what it refers to."""

    @property
    def location(self) -> Location:
        return self.schema.location


@dataclass(frozen=True)
class Schemas:
    """The schemas that have a name."""

    by_name: Mapping[str, Schema]

    def resolve(self, schema: Schema) -> Schema:
        """The schema that is meant, with what stands beside the reference to it."""
        if schema.reference is None:
            return schema
        meant = self.resolve(self.by_name[schema.reference])
        annotations = _over(schema.annotations, meant.annotations)
        return replace(_over(schema, meant), annotations=annotations, reference=None)

    def properties(self, name: str) -> tuple[Property, ...]:
        """The properties of a schema, in its order."""
        properties: list[Property] = []
        for key, schema in self.by_name[name].properties.items():
            properties.append(Property(name, key, self.resolve(schema)))
        return tuple(properties)

    def all_properties(self, schema: Schema) -> dict[str, Schema]:
        """Those of everything that it is composed of too, unresolved."""
        resolved = self.resolve(schema)
        properties: dict[str, Schema] = {}
        for part in resolved.all_of:
            properties.update(self.all_properties(part))
        properties.update(resolved.properties)
        return properties


def read_schemas(document: Document) -> Schemas:
    """All schemas of the spec."""
    named = document.data.get("components", {}).get("schemas", {})
    by_name: dict[str, Schema] = {}
    for name, json in named.items():
        by_name[name] = read_schema(json, (*_COMPONENTS, name))
    return Schemas(by_name)


def read_schema(json: Any, location: Location) -> Schema:
    """A schema with those inside of it; of a reference, what stands beside it."""
    if not isinstance(json, dict):  # true and false are schemas, too
        return Schema(json={}, location=location)
    return Schema(
        json=json,
        location=location,
        reference=_referred(json),
        description=json.get("description"),
        types=_types(json),
        enum=tuple(json["enum"]) if "enum" in json else None,
        const=Constant(json["const"]) if "const" in json else None,
        pattern=json.get("pattern"),
        minimum=json.get("minimum"),
        maximum=json.get("maximum"),
        min_length=json.get("minLength"),
        max_length=json.get("maxLength"),
        min_items=json.get("minItems"),
        max_items=json.get("maxItems"),
        min_properties=json.get("minProperties"),
        max_properties=json.get("maxProperties"),
        required=tuple(json.get("required", ())),
        properties=_named_inside(json, location),
        items=_inside(json, location, "items"),
        values=_inside(json, location, "additionalProperties"),
        keys=_inside(json, location, "propertyNames"),
        all_of=_several_inside(json, location, "allOf"),
        any_of=_several_inside(json, location, "anyOf"),
        annotations=read_annotations(json),
    )


def schema_name(pointer: str) -> str:
    """The name of the schema that a pointer leads to."""
    return pointer.removeprefix(_POINTER)


def _referred(json: JsonObject) -> str | None:
    pointer = json.get("$ref")
    return schema_name(pointer) if isinstance(pointer, str) else None


def _types(json: JsonObject) -> tuple[str, ...]:
    types = json.get("type", ())
    if isinstance(types, str):
        return (types,)
    return tuple(types)


def _inside(json: JsonObject, location: Location, key: str) -> Schema | None:
    """The schema at a keyword; true and false there are none."""
    if not isinstance(json.get(key), dict):
        return None
    return read_schema(json[key], (*location, key))


def _several_inside(json: JsonObject, location: Location, key: str) -> tuple[Schema, ...]:
    schemas: list[Schema] = []
    for index, item in enumerate(json.get(key, ())):
        schemas.append(read_schema(item, (*location, key, index)))
    return tuple(schemas)


def _named_inside(json: JsonObject, location: Location) -> dict[str, Schema]:
    schemas: dict[str, Schema] = {}
    for name, item in json.get("properties", {}).items():
        schemas[name] = read_schema(item, (*location, "properties", name))
    return schemas


def _over(upper: _Part, lower: _Part) -> _Part:
    """The upper one, where it says something; elsewhere the lower one."""
    unsaid: dict[str, Any] = {}
    for each in fields(upper):
        value = getattr(upper, each.name)
        if value is None or value is False or value in ((), {}):
            unsaid[each.name] = getattr(lower, each.name)
    return replace(upper, **unsaid)
