"""Gathers the classes of the results from x-results.

Which fields they have, and how each is read from an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.package.properties import in_python, properties

if TYPE_CHECKING:
    from generator.package.properties import Property
    from generator.spec.yaml_reader import Document

#: The type in Python of what each reader of the package reads.
_TYPES: Final = {
    "text": "str",
    "number": "int",
    "money": "Decimal",
    "flag": "bool",
    "time": "dt.datetime",
    "day": "dt.date",
    "code": "ResultCode | int",
}
#: What a class has besides the fields of its schemas, and the names that its code needs: a field of
#: such a name would stand for it.
OWN: Final = frozenset(
    "extra final delivered from_row columns cls self row rows rest found known dt field dataclass "  # noqa: SIM905
    "property classmethod staticmethod str int bool list tuple dict map".split()
)
#: The reader of a type in JSON, unless x-format names one. Every number with a point is money.
_READERS: Final = {"string": "text", "integer": "number", "number": "money"}


def modules(document: Document) -> dict[str, list[dict[str, Any]]]:
    """The classes by module."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in document.data["x-results"]:
        found.setdefault(row["module"], []).append(_class(document, row))
    return found


def fields(document: Document, row: dict[str, Any]) -> dict[str, Property]:
    """The properties that a class is made from, by their names in JSON.

    The first schema that has one counts.
    """
    found: dict[str, Property] = {}
    for schema in row["schemas"]:
        for source in properties(document, schema):
            found.setdefault(source.name, source)
    return found


def reader(source: Property) -> str | None:
    """What reads the values of a property; None if it is a row, or nothing that can be read."""
    named = source.keyword("x-format")
    return "text" if named == "status" else named or _READERS.get(source.type.removesuffix("|null"))


def python_name(wire: str, names: dict[str, str]) -> str:
    """As openapi-python-client has it, what is no name in Python gets a prefix."""
    return names.get(wire, wire if wire.isidentifier() else f"is_{wire}")


def _class(document: Document, row: dict[str, Any]) -> dict[str, Any]:
    found, first = fields(document, row), row.get("first", [])
    order = [
        *first,
        *(name for name in found if name not in first and name not in row.get("without", [])),
    ]
    made = [_field(document, row, found[name]) for name in order]
    alone = document.value(("components", "schemas", row["schemas"][0])).get("description", "")
    return {
        "name": row["name"],
        "source": row["source"],
        "meaning": row.get("meaning") or in_python(alone),
        "fields": made,
        "without": row.get("without", []),
        "many": row.get("many", False),
        "has_status": any(found[name].keyword("x-format") == "status" for name in order),
        "has_code": any(field["reader"] == "code" for field in made),
    }


def _field(document: Document, row: dict[str, Any], source: Property) -> dict[str, Any]:
    by_schema = {
        schema: other["name"] for other in document.data["x-results"] for schema in other["schemas"]
    }
    nested = next(
        (by_schema[schema] for schema in source.alternatives if schema in by_schema), None
    )
    kind = None if nested else reader(source)
    sure = source.name in [*row["keys"], *row.get("always", [])]
    private = source.keyword("x-private") is not None
    options = [*(() if sure else ["default=None"]), *(["repr=False"] if private else ())]
    default = f" = field({', '.join(options)})" if private else "" if sure else " = None"
    return {
        "wire": source.name,
        "name": python_name(source.name, row.get("names", {})),
        "reader": kind,
        "nested": nested,
        "type": (nested or _TYPES[kind or "text"]) + ("" if sure else " | None"),
        "default": "" if row.get("many") else default,
        "otherwise": ' or ""'
        if sure
        else " or None"
        if source.keyword("x-empty") is not None
        else "",
        "key": source.name in row["keys"],
        "private": private,
        "doc": in_python(source.keyword("description") or ""),
    }
