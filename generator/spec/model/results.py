"""The classes that methods answer with, and how each of their fields is read from an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.spec.document import Document, JsonObject, Location
    from generator.spec.model.schemas import Property, Schemas

_TABLE: Final = "x-results"
#: What reads a value of a type in JSON. Every number with a point is money.
_READERS: Final = {"string": "text", "integer": "number", "number": "money"}


@dataclass(frozen=True, kw_only=True)
class ResultField:
    """A field of a class."""

    name: str
    """Its name in Python."""
    property: Property
    """What it is in JSON."""
    reader: str | None
    """`text`, `number`, `money`, `flag`, `time`, `day`, `code` or `webhook_status`."""
    held_class: str | None
    """The class of the object that it holds."""
    is_key: bool
    """Whether an entry without it cannot be used."""
    is_always_there: bool
    """Whether it is never None."""


@dataclass(frozen=True, kw_only=True)
class ResultClass:
    """A class that methods answer with."""

    location: Location
    name: str
    module: str
    source: str
    meaning: str | None
    """What it stands for; None where the first of its schemas says that."""
    schemas: tuple[str, ...]
    properties: Mapping[str, Property]
    """The properties of its schemas; of those with the same name, the first."""
    fields: tuple[ResultField, ...]
    dropped: tuple[str, ...]
    """The properties that become no field."""
    comes_in_thousands: bool
    named_properties: Mapping[str, tuple[str, ...]]
    """The properties that each option of the table names, by its key."""

    @property
    def has_status(self) -> bool:
        return any(each.property.schema.annotations.format == "status" for each in self.fields)

    @property
    def has_code(self) -> bool:
        return any(each.reader == "code" for each in self.fields)


def read_results(document: Document, schemas: Schemas) -> tuple[ResultClass, ...]:
    """The classes, in the order of the table."""
    table = document.data[_TABLE]
    class_of_schema: dict[str, str] = {}
    for entry in table:
        for schema in entry["schemas"]:
            class_of_schema[schema] = entry["name"]
    classes: list[ResultClass] = []
    for index, entry in enumerate(table):
        classes.append(_class(entry, (_TABLE, index), schemas, class_of_schema))
    return tuple(classes)


def reader(described: Property) -> str | None:
    """What reads the values of a property; None if it is an object, or nothing that can be read."""
    schema = described.schema
    if schema.annotations.format == "status":
        return "text"
    if schema.annotations.format is not None:
        return schema.annotations.format
    return _READERS.get(schema.type_name.removesuffix("|null"))


def _class(
    entry: JsonObject, location: Location, schemas: Schemas, class_of_schema: Mapping[str, str]
) -> ResultClass:
    properties = first_properties(entry["schemas"], schemas)
    options = ("keys", "first", "names", "without", "always")
    return ResultClass(
        location=location,
        name=entry["name"],
        module=entry["module"],
        source=entry["source"],
        meaning=entry.get("meaning"),
        schemas=tuple(entry["schemas"]),
        properties=properties,
        fields=read_fields(entry, properties, class_of_schema),
        dropped=tuple(entry.get("without", ())),
        comes_in_thousands=entry.get("many", False),
        named_properties={option: tuple(entry.get(option, ())) for option in options},
    )


def first_properties(names: Iterable[str], schemas: Schemas) -> dict[str, Property]:
    """The properties of several schemas; of those with the same name, the first."""
    properties: dict[str, Property] = {}
    for name in names:
        for each in schemas.properties(name):
            properties.setdefault(each.name, each)
    return properties


def read_fields(
    entry: JsonObject, properties: Mapping[str, Property], class_of_schema: Mapping[str, str]
) -> tuple[ResultField, ...]:
    """The fields of a class, by the options of its row in a table."""
    order = dict.fromkeys([*entry.get("first", ()), *properties])
    names = entry.get("names", {})
    dropped = entry.get("without", ())
    fields: list[ResultField] = []
    for name in order:
        if name not in properties or name in dropped:
            continue
        described = properties[name]
        held_class = _held_class(described, class_of_schema)
        is_key = name in entry["keys"]
        fields.append(
            ResultField(
                name=names.get(name, _python_name(name)),
                property=described,
                reader=reader(described) if held_class is None else None,
                held_class=held_class,
                is_key=is_key,
                is_always_there=is_key or name in entry.get("always", ()),
            )
        )
    return tuple(fields)


def _held_class(described: Property, class_of_schema: Mapping[str, str]) -> str | None:
    for alternative in described.schema.any_of:
        name = alternative.reference
        if name is not None and name in class_of_schema:
            return class_of_schema[name]
    return None


def _python_name(name: str) -> str:
    """As openapi-python-client has it, what is no name in Python gets a prefix."""
    return name if name.isidentifier() else f"is_{name}"
