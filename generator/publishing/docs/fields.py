"""The fields of a message as rows: type, limits, codes, and the fields inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMAS: Final = "#/components/schemas/"
_CASES: Final = {"missing": "missing", "type": "of a wrong type", "limit": "outside its limits"}
_RANGES: Final = (
    ("minLength", "maxLength", "character"),
    ("minItems", "maxItems", "item"),
    ("minProperties", "maxProperties", "key"),
    ("minimum", "maximum", ""),
)


class Type(NamedTuple):
    """A part of what is said of a type: words, and the schema that they name if they do."""

    text: str
    schema: str | None = None


class Field(NamedTuple):
    """A field, a form field or a query parameter."""

    anchor: str
    name: str
    type: tuple[Type, ...]
    required: bool
    description: str
    limits: tuple[str, ...]
    patterns: tuple[str, ...]
    codes: tuple[tuple[int, str], ...]
    notes: tuple[str, ...]
    nested: tuple[Field, ...]


class Fields:
    """Makes the rows of any schema of one spec."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self._schemas: dict[str, Any] = spec["components"]["schemas"]

    def of(self, schema: dict[str, Any], anchor: str, *, deep: bool = True) -> tuple[Field, ...]:
        """The fields of an object.

        With `deep` those of the objects in it too, otherwise their schema is only named.
        """
        return tuple(self._of(schema, anchor, frozenset() if deep else None))

    def one(
        self,
        name: str,
        schema: dict[str, Any],
        anchor: str,
        *,
        required: bool = False,
        deep: bool = True,
    ) -> Field:
        """The row of a parameter that stands alone."""
        return self._field(name, schema, anchor, frozenset() if deep else None, required=required)

    def properties(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The properties of an object, of everything that it is composed of too, as they stand."""
        whole = self.resolve(schema)
        found: dict[str, Any] = {}
        for part in whole.get("allOf", ()):
            found.update(self.properties(part))
        return {**found, **whole.get("properties", {})}

    def resolve(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The schema that is meant, with what stands beside the reference to it."""
        while (name := name_of(schema)) is not None:
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            schema = {**self._schemas[name], **beside}
        return schema

    def type(self, schema: dict[str, Any]) -> tuple[Type, ...]:
        """A type in words, with the names of schemas."""
        return tuple(self._type(schema))

    def limits(self, schema: dict[str, Any]) -> tuple[str, ...]:
        """What else holds for the value, in words."""
        return tuple(_limits(self.resolve(schema)))

    def _of(
        self, schema: dict[str, Any], anchor: str, inside: frozenset[str] | None
    ) -> Iterator[Field]:
        required = set(self.resolve(schema).get("required", ()))
        for name, item in self.properties(schema).items():
            yield self._field(name, item, f"{anchor}-{name}", inside, required=name in required)

    def _field(
        self,
        name: str,
        schema: dict[str, Any],
        anchor: str,
        inside: frozenset[str] | None,
        *,
        required: bool,
    ) -> Field:
        whole = self.resolve(schema)
        return Field(
            anchor=anchor,
            name=name,
            type=self.type(schema),
            required=required,
            description=whole.get("description", ""),
            limits=self.limits(schema),
            # The pattern of a schema with a name stands there once, and not at each of its many
            # fields.
            patterns=tuple(patterns(schema)),
            codes=tuple(_codes(whole)),
            notes=(
                *_conditions(whole),
                *_conditions(self.resolve(whole.get("items", {}))),
                *_notes(whole),
            ),
            nested=() if inside is None else tuple(self._nested(schema, anchor, inside)),
        )

    def _nested(
        self, schema: dict[str, Any], anchor: str, inside: frozenset[str]
    ) -> Iterator[Field]:
        """The fields of the object that the value is, or holds one or many of."""
        name = name_of(schema)
        if name is not None:
            if name in inside:  # it holds itself: it is named, and not repeated without end
                return
            inside |= {name}
        whole = self.resolve(schema)
        if self.properties(whole):
            yield from self._of(whole, anchor, inside)
            return
        for part in _parts(whole):
            yield from self._nested(part, anchor, inside)

    def _type(self, schema: dict[str, Any]) -> Iterator[Type]:
        name = name_of(schema)
        whole = self.resolve(schema)
        if name is not None:
            items = f"array of {_words(self.resolve(whole['items']))}" if "items" in whole else None
            yield Type(items or _words(whole))
            yield Type(name, name)
        elif "anyOf" in whole:
            for index, option in enumerate(whole["anyOf"]):
                yield from [Type("or")] * bool(index)
                yield from self._type(option)
        elif "items" in whole:
            yield Type("array of")
            yield from self._type(whole["items"])
            yield from [Type("or null")] * ("null" in whole["type"])
        elif isinstance(whole.get("additionalProperties"), dict):
            yield Type("object of")
            yield from self._type(whole["additionalProperties"])
        else:
            yield Type(_words(whole))


def name_of(schema: dict[str, Any]) -> str | None:
    """The name of the schema that this one refers to."""
    pointer = schema.get("$ref")
    return pointer.removeprefix(_SCHEMAS) if isinstance(pointer, str) else None


def patterns(schema: dict[str, Any]) -> Iterator[str]:
    """The regular expressions that a value, or the keys of an object, have to match."""
    for place in (schema, schema.get("propertyNames", {})):
        if "pattern" in place:
            yield place["pattern"]


def _parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from schema.get("anyOf", ())
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield schema[key]


def _words(schema: dict[str, Any]) -> str:
    if "const" in schema:
        return "null" if schema["const"] is None else str(schema["const"])
    kind = schema.get("type", "object")
    return kind if isinstance(kind, str) else " or ".join(kind)


def _limits(schema: dict[str, Any]) -> Iterator[str]:
    for low, high, unit in _RANGES:
        yield from _range(schema.get(low), schema.get(high), unit)
    if "enum" in schema:
        yield " or ".join(str(value) for value in schema["enum"])


def _range(low: float | None, high: float | None, unit: str) -> Iterator[str]:
    if low is None and high is None:
        return
    last = low if high is None else high
    units = f" {unit}{'' if last == 1 else 's'}" if unit else ""
    if high is None:
        yield f"at least {low}{units}"
    elif low is None:
        yield f"at most {high}{units}"
    else:
        yield f"{low} to {high}{units}"


def _codes(schema: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Each code once, with the cases in which it is the answer."""
    cases = schema.get("x-codes", {})
    for code in dict.fromkeys(cases.values()):
        yield (
            code,
            "if " + " or ".join(_CASES[case] for case, found in cases.items() if found == code),
        )


def _conditions(schema: dict[str, Any]) -> Iterator[str]:
    """What holds for an object, or for each of a list, as a whole."""
    if "x-any-of" in schema:
        yield f"one of {', '.join(schema['x-any-of'])} is required"
    if "x-on-success" in schema:
        yield f"in rows with a code of success: {', '.join(schema['x-on-success'])}"


def _notes(schema: dict[str, Any]) -> Iterator[str]:
    if "x-synonym" in schema:
        yield f"another name for {schema['x-synonym']}"
    if "x-private" in schema:
        yield "personal data"
    yield from assumptions(schema)


def assumptions(row: dict[str, Any]) -> list[str]:
    """What is written where the service's documentation leaves the point open.

    The numbers of the assumptions.
    """
    found = row.get("x-assumption", [])
    return [f"assumption {number}" for number in ([found] if isinstance(found, str) else found)]
