"""Writes the classes of the results, each with the code that reads it from an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.package.rendering import render
from generator.package.wording import in_python

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.model.results import ResultClass, ResultField
    from generator.spec.model.spec import Spec

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


@dataclass(frozen=True, kw_only=True)
class FieldCode:
    """What the template writes for a field."""

    wire: str
    name: str
    type: str
    default: str
    """What follows the type: nothing, or an equals sign and a value."""
    reader: str | None
    nested: str | None
    otherwise: str
    """What follows the call of the reader, for a value that it read as None or 0."""
    key: bool
    private: bool
    doc: str


@dataclass(frozen=True, kw_only=True)
class ClassCode:
    """What the template writes for a class."""

    name: str
    source: str
    meaning: str
    fields: tuple[FieldCode, ...]
    without: tuple[str, ...]
    many: bool
    has_status: bool
    has_code: bool


def write_results(spec: Spec, package: Path) -> None:
    """Write `reading.py`, and the package `results`, which must not exist."""
    render("reading.py.jinja", package / "reading.py", {})
    modules: dict[str, list[ClassCode]] = {}
    for result in spec.results:
        modules.setdefault(result.module, []).append(_class(spec, result))
    directory = package / "results"
    directory.mkdir()
    render("results/__init__.py.jinja", directory / "__init__.py", {"modules": modules})
    for name, classes in modules.items():
        values = {"module": name, "classes": classes}
        render("results/module.py.jinja", directory / f"{name}.py", values)


def _class(spec: Spec, result: ResultClass) -> ClassCode:
    described = spec.schemas.by_name[result.schemas[0]]
    return ClassCode(
        name=result.name,
        source=result.source,
        meaning=result.meaning or in_python(described.description),
        fields=tuple(_field(each, result) for each in result.fields),
        without=result.dropped,
        many=result.comes_in_thousands,
        has_status=result.has_status,
        has_code=result.has_code,
    )


def _field(field: ResultField, result: ResultClass) -> FieldCode:
    schema = field.property.schema
    value_type = field.held_class or _TYPES[field.reader or "text"]
    return FieldCode(
        wire=field.property.name,
        name=field.name,
        type=value_type if field.is_always_there else f"{value_type} | None",
        default="" if result.comes_in_thousands else _default(field),
        reader=field.reader,
        nested=field.held_class,
        otherwise=_otherwise(field),
        key=field.is_key,
        private=schema.annotations.is_private,
        doc=in_python(schema.description),
    )


def _default(field: ResultField) -> str:
    is_private = field.property.schema.annotations.is_private
    if is_private and field.is_always_there:
        return " = field(repr=False)"
    if is_private:
        return " = field(default=None, repr=False)"
    if field.is_always_there:
        return ""
    return " = None"


def _otherwise(field: ResultField) -> str:
    if field.is_always_there:
        return ' or ""'
    if field.property.schema.annotations.zero_is_empty:
        return " or None"
    return ""
