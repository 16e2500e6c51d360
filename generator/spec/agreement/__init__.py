"""Checks what no schema can say: that the parts of the spec agree with one another."""

from __future__ import annotations

from itertools import chain, pairwise
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from generator.package.parameters import SEND, TYPES, sources
from generator.package.results import OWN, fields, python_name, reader

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from generator.package.properties import Property
    from generator.spec.problems import Problem
    from generator.spec.yaml_reader import Document, Location


def problems(document: Document) -> Iterator[Problem]:
    """Every disagreement in a document that satisfies the schema of the extensions."""
    return chain.from_iterable(check(document) for check in _CHECKS)


def _result_codes(document: Document) -> Iterator[Problem]:
    table = "x-result-codes"
    yield from _duplicates(document, table, "code")
    yield from _duplicates(document, table, "name")
    rows = document.data[table]
    for index, (row, following) in enumerate(pairwise(rows)):
        if following["code"] < row["code"]:
            yield document.problem(
                (table, index + 1), f"code {following['code']} stands after {row['code']}"
            )


def _known_codes(document: Document) -> Iterator[Problem]:
    known = {row["code"] for row in document.data["x-result-codes"]}
    for location, code in _named_codes(document):
        if code not in known:
            yield document.problem(location, f"code {code} is not in x-result-codes")


def _named_codes(document: Document) -> Iterator[tuple[Location, int]]:
    """Every place outside x-result-codes that names a result code."""
    data = document.data
    yield from _items(("x-common-codes",), data["x-common-codes"])
    yield from _items(("x-missing-codes",), data["x-missing-codes"])
    yield from _codes_of_rows(data)
    for path, item in data["paths"].items():
        place: Location = ("paths", path, "x-operation", "codes")
        yield from _items(place, item["x-operation"]["codes"])
    for location, value in document.walk():
        if location[-1:] == ("x-codes",):
            yield from _items(location, value)


def _codes_of_rows(data: dict[str, Any]) -> Iterator[tuple[Location, int]]:
    for table, key in (("x-limits", "code"), ("x-viber-kinds", "file_code")):
        for index, row in enumerate(data[table]):
            if row[key] is not None:
                yield (table, index, key), row[key]
    for index, row in enumerate(data["x-viber-kinds"]):
        if row["transactional"]["code"] is not None:
            yield ("x-viber-kinds", index, "transactional", "code"), row["transactional"]["code"]


def _operations(document: Document) -> Iterator[Problem]:
    for path, item in document.data["paths"].items():
        yield from _operation_row(document, path, item["x-operation"])
        yield from _post(document, path, item)


def _operation_row(document: Document, path: str, row: dict[str, Any]) -> Iterator[Problem]:
    data = document.data
    place: Location = ("paths", path, "x-operation")
    if path != f"/{row['module']}/{row['method']}.json":
        yield document.problem(
            place, f"module {row['module']} and method {row['method']} are not those of {path}"
        )
    for key, table in (("retry", "x-retry-classes"), ("timeout", "x-timeout-classes")):
        if row[key] not in data[table]:
            yield document.problem((*place, key), f"{key} {row[key]} is not in {table}")
    for index, code in enumerate(row["codes"]):
        if code in data["x-common-codes"]:
            yield document.problem(
                (*place, "codes", index), f"code {code} is in x-common-codes already"
            )


def _post(document: Document, path: str, item: dict[str, Any]) -> Iterator[Problem]:
    if "post" not in item:
        yield document.problem(("paths", path), f"{path} has no post")
        return
    body = item["post"].get("requestBody", {})
    if "$ref" in body:
        body = document.resolve(body["$ref"])
    if body and "application/json" not in body["content"]:
        yield document.problem(
            ("paths", path, "post", "requestBody"), f"post of {path} takes no application/json"
        )


def _operation_ids(document: Document) -> Iterator[Problem]:
    seen: dict[str, Location] = {}
    for path, item in document.data["paths"].items():
        for verb, operation in item.items():
            if not isinstance(operation, dict) or verb.startswith("x-"):
                continue
            place: Location = ("paths", path, verb, "operationId")
            name = operation.get("operationId")
            if name is None:
                yield document.problem(place, f"{verb} of {path} has no operationId")
            elif name in seen:
                yield document.problem(
                    place, f"operationId {name} is taken; first on line {document.line(seen[name])}"
                )
            seen.setdefault(str(name), place)
    for location, value in document.walk():
        if "links" in location and location[-1] == "operationId" and value not in seen:
            yield document.problem(location, f"no operation is called {value}")


def _statuses(document: Document) -> Iterator[Problem]:
    yield from _duplicates(document, "x-delivery-statuses", "name")
    yield from _duplicates(document, "x-rejection-reasons", "name")
    yield from _duplicates(document, "x-file-types", "extension")
    for index, row in enumerate(document.data["x-delivery-statuses"]):
        if row["delivered"] and not row["final"]:
            yield document.problem(
                ("x-delivery-statuses", index), f"{row['name']} is delivered, but not final"
            )


def _limits(document: Document) -> Iterator[Problem]:
    table = "x-limits"
    yield from _duplicates(document, table, "name")
    for index, row in enumerate(document.data[table]):
        if iskeyword(row["name"].upper()) or row["name"].upper() in {"LIMITS", "FINAL"}:
            yield document.problem(
                (table, index), f"{row['name']} cannot be the name of a constant"
            )
        if "at" not in row:
            continue
        try:
            value = document.resolve(row["at"])
        except LookupError:
            yield document.problem((table, index, "at"), f"{row['at']} points nowhere")
            continue
        if isinstance(value, bool) or not isinstance(value, int):
            yield document.problem(
                (table, index, "at"), f"{row['at']} is not a whole number but {value!r:.40}"
            )


def _viber_kinds(document: Document) -> Iterator[Problem]:
    table = "x-viber-kinds"
    yield from _duplicates(document, table, "kind")
    data = document.data
    known = set(data["components"]["schemas"].get("ViberParameters", {}).get("properties", {}))
    limits = [row["name"] for row in data["x-limits"]]
    for index, row in enumerate(data[table]):
        for keys in (
            ("when", "all"),
            ("when", "any"),
            ("when", "none"),
            ("required",),
            ("together",),
            ("ignored",),
        ):
            place: Location = (table, index, *keys)
            for position, name in enumerate(document.value(place)):
                if name not in known:
                    yield document.problem(
                        (*place, position), f"ViberParameters has no property {name}"
                    )
        prefix = row["caption_limit"]
        if prefix is not None and not any(name.startswith(f"{prefix}_") for name in limits):
            yield document.problem(
                (table, index, "caption_limit"), f"no row of x-limits starts with {prefix}_"
            )
        if (row["file_code"] is None) != (row["file"] in {"none", "any"}):
            yield document.problem(
                (table, index, "file_code"), f"file {row['file']} and file_code do not agree"
            )
        if row["transactional"]["allowed"] != (row["transactional"]["code"] is None):
            yield document.problem(
                (table, index, "transactional"), "a code stands exactly where it is not allowed"
            )


def _send_parameters(document: Document) -> Iterator[Problem]:
    schemas = document.data["components"]["schemas"]
    for schema in SEND:
        if "properties" not in schemas.get(schema, {}):
            yield document.problem(
                ("components", "schemas"), f"there is no schema {schema} with properties"
            )
            return
    for name, found in sources(document).items():
        if found[0].type not in TYPES:
            yield document.problem(
                found[0].location, f"nothing in Python is of the type of {name}, {found[0].type}"
            )
        if iskeyword(name) or name in OWN or not name.isidentifier():
            yield document.problem(
                found[0].location, f"{name} cannot be the name of a parameter in Python"
            )
        for key, values in (
            ("type", [source.type for source in found]),
            ("minimum", [source.keyword("minimum") for source in found]),
            ("maximum", [source.keyword("maximum") for source in found]),
            ("x-codes", [source.keyword("x-codes") for source in found]),
        ):
            if any(value != values[0] for value in values):
                where = ", ".join(source.schema for source in found)
                yield document.problem(
                    found[-1].location, f"{key} of {name} differs between {where}"
                )


def _synonyms(document: Document) -> Iterator[Problem]:
    for location, value in document.walk():
        if location[-1:] == ("x-synonym",) and value not in document.value(location[:-2]):
            yield document.problem(location, f"there is no {value} beside {location[-2]}")


def _alternatives(document: Document) -> Iterator[Problem]:
    for location, value in document.walk():
        if location[-1:] in (("x-any-of",), ("x-on-success",)):
            known = document.value(location[:-1]).get("properties", {})
            for index, name in enumerate(value):
                if name not in known:
                    yield document.problem(
                        (*location, index), f"there is no property {name} beside it"
                    )


def _results(document: Document) -> Iterator[Problem]:
    table = "x-results"
    yield from _duplicates(document, table, "name")
    modules = {item["x-operation"]["module"] for item in document.data["paths"].values()}
    taken: dict[str, dict[str, Any]] = {}
    for index, row in enumerate(document.data[table]):
        if row["module"] not in modules:
            yield document.problem(
                (table, index, "module"), f"no path is of the module {row['module']}"
            )
        for position, schema in enumerate(row["schemas"]):
            place: Location = (table, index, "schemas", position)
            if "properties" not in document.data["components"]["schemas"].get(schema, {}):
                yield document.problem(place, f"there is no schema {schema} with properties")
            elif taken.setdefault(schema, row) is not row:
                yield document.problem(place, f"{schema} belongs to {taken[schema]['name']}")
            else:
                continue
            return
    for index, row in enumerate(document.data[table]):
        yield from _fields(
            document,
            row,
            (table, index),
            {schema for schema in taken if taken[schema]["module"] == row["module"]},
        )


def _fields(
    document: Document, row: dict[str, Any], place: Location, classes: set[str]
) -> Iterator[Problem]:
    """What is wrong with the fields of one class of the results.

    The classes that it can hold are of its module.
    """
    found = fields(document, row)
    first_schema = document.data["components"]["schemas"][row["schemas"][0]]
    if "meaning" not in row and not first_schema.get("description"):
        yield document.problem(
            place, f"{row['name']} has no meaning, and {row['schemas'][0]} has no description"
        )
    yield from _names_of_fields(document, row, place, found)
    names: dict[str, str] = {}
    for name, source in found.items():
        if name in row.get("without", ()):
            continue
        ours = python_name(name, row.get("names", {}))
        if iskeyword(ours) or ours in OWN or names.setdefault(ours, name) != name:
            yield document.problem(
                source.location, f"{ours} cannot be the name of a field of {row['name']}"
            )
        complaint = _type_of_field(row, name, source, classes)
        if complaint is not None:
            yield document.problem(source.location, complaint)


def _names_of_fields(
    document: Document, row: dict[str, Any], place: Location, found: Container[str]
) -> Iterator[Problem]:
    """The fields that the row names and none of its schemas has."""
    for key in ("keys", "first", "names", "without", "always"):
        for name in row.get(key, ()):
            if name not in found:
                yield document.problem(
                    (*place, key), f"none of {', '.join(row['schemas'])} has {name}"
                )


def _type_of_field(
    row: dict[str, Any], name: str, source: Property, classes: set[str]
) -> str | None:
    """What is wrong with the type of a field, for what the row makes of it."""
    read_by = reader(source)
    if read_by is None and classes.isdisjoint(source.alternatives):
        return f"nothing reads a value of the type of {name}"
    if name in row["keys"] and read_by not in {"text", "number", "code"}:
        return f"{name} is no text or number, and so no key"
    if name in row.get("always", ()) and read_by != "text":
        return f"{name} is no text, which alone can be empty"
    return None


def _duplicates(document: Document, table: str, key: str) -> Iterator[Problem]:
    rows = document.data[table]
    first: dict[Any, int] = {}
    for index, row in enumerate(rows):
        value = row[key]
        if value in first:
            line = document.line((table, first[value]))
            yield document.problem(
                (table, index), f"{key} {value} stands here a second time; first on line {line}"
            )
        first.setdefault(value, index)


def _items(place: Location, values: dict[str, int] | list[int]) -> Iterator[tuple[Location, int]]:
    pairs: Iterable[tuple[str | int, int]] = (
        values.items() if isinstance(values, dict) else enumerate(values)
    )
    for key, value in pairs:
        yield (*place, key), value


_CHECKS: tuple[Callable[[Document], Iterable[Problem]], ...] = (
    _result_codes,
    _known_codes,
    _operation_ids,
    _operations,
    _statuses,
    _limits,
    _viber_kinds,
    _send_parameters,
    _synonyms,
    _alternatives,
    _results,
)
