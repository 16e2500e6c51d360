"""The fields of a message: type, limits, codes, and the fields inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.spec.model.annotations import Annotations
    from generator.spec.model.messages import QueryParameter
    from generator.spec.model.schemas import Schema, Schemas

_CASES: Final = {"missing": "missing", "type": "of a wrong type", "limit": "outside its limits"}


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
    """Describes the fields of any schema of one spec."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def of(self, schema: Schema, anchor: str, *, deep: bool = True) -> tuple[Field, ...]:
        """The fields of an object.

        With `deep` those of the objects in it too, otherwise their schema is only named.
        """
        return tuple(self._of(schema, anchor, frozenset() if deep else None))

    def of_any_key(self, schema: Schema, anchor: str) -> tuple[Field, ...]:
        """The fields of an object; one more for all where the keys are the caller's own."""
        fields = self.of(schema, anchor)
        values = self._schemas.resolve(schema).values
        if values is None:
            return fields
        any_field = self._field("…", values, f"{anchor}-any", frozenset(), required=False)
        return (*fields, any_field)

    def only_in(self, schema: Schema, in_json: Schema | None, anchor: str) -> tuple[Field, ...]:
        """The fields of an object that are not the same in JSON."""
        fields_in_json = {} if in_json is None else self._schemas.all_properties(in_json)
        required = self._schemas.resolve(schema).required
        fields: list[Field] = []
        for name, described in self._schemas.all_properties(schema).items():
            is_the_same = name in fields_in_json and fields_in_json[name].json == described.json
            if not is_the_same:
                inner = f"{anchor}-{name}"
                is_required = name in required
                fields.append(
                    self._field(name, described, inner, frozenset(), required=is_required)
                )
        return tuple(fields)

    def of_query(self, parameters: Iterable[QueryParameter], anchor: str) -> tuple[Field, ...]:
        """The parameters of a GET, each by its own description."""
        fields: list[Field] = []
        for each in parameters:
            field = self._field(
                each.name, each.schema, f"{anchor}-{each.name}", None, required=each.is_required
            )
            fields.append(field._replace(description=each.description))
        return tuple(fields)

    def type(self, schema: Schema) -> tuple[Type, ...]:
        """A type in words, with the names of schemas."""
        return tuple(self._type(schema))

    def limits(self, schema: Schema) -> tuple[str, ...]:
        """What else holds for the value, in words."""
        return tuple(_limits(self._schemas.resolve(schema)))

    def _of(self, schema: Schema, anchor: str, inside: frozenset[str] | None) -> Iterator[Field]:
        required = self._schemas.resolve(schema).required
        for name, described in self._schemas.all_properties(schema).items():
            inner = f"{anchor}-{name}"
            yield self._field(name, described, inner, inside, required=name in required)

    def _field(
        self,
        name: str,
        schema: Schema,
        anchor: str,
        inside: frozenset[str] | None,
        *,
        required: bool,
    ) -> Field:
        """`inside` are the schemas that it stands in; None if nothing inside it is described."""
        resolved = self._schemas.resolve(schema)
        return Field(
            anchor=anchor,
            name=name,
            type=self.type(schema),
            required=required,
            description=resolved.description or "",
            limits=self.limits(schema),
            # The pattern of a schema with a name stands there once, and not at each of its many
            # fields.
            patterns=tuple(patterns(schema)),
            codes=tuple(_codes(resolved.annotations)),
            notes=self._notes(resolved),
            nested=() if inside is None else tuple(self._nested(schema, anchor, inside)),
        )

    def _notes(self, resolved: Schema) -> tuple[str, ...]:
        notes = list(_conditions(resolved.annotations))
        if resolved.items is not None:
            notes += _conditions(self._schemas.resolve(resolved.items).annotations)
        notes += _own_notes(resolved.annotations)
        return tuple(notes)

    def _nested(self, schema: Schema, anchor: str, inside: frozenset[str]) -> Iterator[Field]:
        """The fields of the object that the value is, or holds one or many of."""
        name = schema.reference
        if name is not None:
            if name in inside:  # it holds itself: it is named, and not repeated without end
                return
            inside |= {name}
        resolved = self._schemas.resolve(schema)
        if self._schemas.all_properties(resolved):
            yield from self._of(resolved, anchor, inside)
            return
        told: set[str] = set()
        for part in _parts(resolved):
            for field in self._nested(part, anchor, inside):
                # One object or an array of such: the fields are the same.
                if field.name not in told:
                    told.add(field.name)
                    yield field

    def _type(self, schema: Schema) -> Iterator[Type]:
        resolved = self._schemas.resolve(schema)
        if schema.reference is not None:
            yield Type(self._words_for_reference(resolved))
            yield Type(schema.reference, schema.reference)
        elif resolved.any_of:
            yield from self._type_of_options(resolved.any_of)
        elif resolved.items is not None:
            yield Type("array of")
            yield from self._type(resolved.items)
            if "null" in resolved.types:
                yield Type("or null")
        elif resolved.values is not None:
            yield Type("object of")
            yield from self._type(resolved.values)
        else:
            yield Type(_words(resolved))

    def _words_for_reference(self, resolved: Schema) -> str:
        if resolved.items is None:
            return _words(resolved)
        return f"array of {_words(self._schemas.resolve(resolved.items))}"

    def _type_of_options(self, options: tuple[Schema, ...]) -> Iterator[Type]:
        for index, option in enumerate(options):
            if index > 0:
                yield Type("or")
            yield from self._type(option)


def patterns(schema: Schema) -> Iterator[str]:
    """The regular expressions that a value, or the keys of an object, have to match."""
    for described in (schema, schema.keys):
        if described is not None and described.pattern is not None:
            yield described.pattern


def assumption_notes(assumptions: Iterable[str]) -> list[str]:
    """What is written where the service's documentation leaves the point open."""
    return [f"assumption {number}" for number in assumptions]


def _parts(schema: Schema) -> Iterator[Schema]:
    yield from schema.any_of
    for part in (schema.items, schema.values):
        if part is not None:
            yield part


def _words(schema: Schema) -> str:
    if schema.const is not None:
        return "null" if schema.const.value is None else str(schema.const.value)
    return " or ".join(schema.types) or "object"


def _limits(schema: Schema) -> Iterator[str]:
    yield from _range(schema.min_length, schema.max_length, "character")
    yield from _range(schema.min_items, schema.max_items, "item")
    yield from _range(schema.min_properties, schema.max_properties, "key")
    yield from _range(schema.minimum, schema.maximum, "")
    if schema.enum is not None:
        yield " or ".join(str(value) for value in schema.enum)


def _range(low: float | None, high: float | None, unit: str) -> Iterator[str]:
    if low is None and high is None:
        return
    last = low if high is None else high
    plural = "" if last == 1 else "s"
    units = f" {unit}{plural}" if unit else ""
    if high is None:
        yield f"at least {low}{units}"
    elif low is None:
        yield f"at most {high}{units}"
    else:
        yield f"{low} to {high}{units}"


def _codes(annotations: Annotations) -> Iterator[tuple[int, str]]:
    """Each code once, with the cases in which it is the answer."""
    cases_of_code: dict[int, list[str]] = {}
    for case, code in annotations.codes.items():
        cases_of_code.setdefault(code, []).append(_CASES[case])
    for code, cases in cases_of_code.items():
        yield code, f"if {' or '.join(cases)}"


def _conditions(annotations: Annotations) -> Iterator[str]:
    """What holds for an object, or for each of a list, as a whole."""
    if annotations.any_of:
        yield f"one of {', '.join(annotations.any_of)} is required"
    if annotations.on_success:
        yield f"in rows with a code of success: {', '.join(annotations.on_success)}"
    if annotations.null_on_failure:
        yield f"null in rows with a code of failure: {', '.join(annotations.null_on_failure)}"
    if annotations.either:
        yield f"either {' or '.join(', '.join(group) for group in annotations.either)}"


def _own_notes(annotations: Annotations) -> Iterator[str]:
    if annotations.synonym is not None:
        yield f"another name for {annotations.synonym}"
    for name, value in annotations.only_if.items():
        yield f"only with {name} {value}"
    if annotations.known:
        yield f"known values: {', '.join(annotations.known)}"
    if annotations.is_private:
        yield "personal data"
    yield from assumption_notes(annotations.assumptions)
