"""The model says what the spec says, and where that stands; nothing after it digs in the spec."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

import pytest

from generator.spec.model.schemas import Schema
from generator.spec.validation import read_spec
from tests.openapi import ROOT, SPEC, TEXT
from tests.unchecked_models import model_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.model.spec import Spec

pytestmark = pytest.mark.checkout


@pytest.fixture(scope="module")
def model() -> Spec:
    return read_spec(ROOT / "openapi.yaml", "openapi.yaml")


def parts(value: Any) -> Iterator[Any]:
    """Every dataclass of the model."""
    if dataclasses.is_dataclass(value):
        yield value
        for field in dataclasses.fields(value):
            if field.name not in ("document", "json"):
                yield from parts(getattr(value, field.name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from parts(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from parts(item)


def test_every_part_is_frozen_and_stands_in_the_document(model: Spec) -> None:
    located = 0
    for part in parts(model):
        assert type(part).__dataclass_params__.frozen, type(part)
        if hasattr(part, "location"):
            located += 1
            assert model.document.has(part.location), part.location
    assert located > 1000


def test_a_problem_has_the_line_of_its_part(model: Spec) -> None:
    lines = TEXT.splitlines()
    for code in model.codes:
        line = model.document.line(code.location)
        assert lines[line - 1].startswith(f"  - {{code: {code.code}, ")
    (limit,) = [each for each in model.limits if each.name == "session_hours"]
    line = model.document.problem(limit.location, "").line
    assert lines[line - 1].startswith("  - {name: session_hours, ")


def test_a_field_of_a_class_is_that_of_its_schemas(model: Spec) -> None:
    (details,) = [each for each in model.results if each.name == "ChannelDetails"]
    (price,) = [each for each in details.fields if each.name == "price"]
    assert (price.reader, price.held_class, price.is_always_there) == ("money", None, False)
    assert price.property.owner == "ViberDetails"
    assert "price" in TEXT.splitlines()[model.document.line(price.property.location) - 1]


def test_a_reference_is_read_with_what_stands_beside_it() -> None:
    schemas = model_of(
        {
            **SPEC,
            "components": {
                **SPEC["components"],
                "schemas": {
                    **SPEC["components"]["schemas"],
                    "Inner": {
                        "type": "string",
                        "description": "Inner.",
                        "maxLength": 5,
                        "x-codes": {"type": 300},
                        "x-private": True,
                    },
                    "Outer": {"$ref": "#/components/schemas/Inner", "description": "Outer."},
                    "Outermost": {"$ref": "#/components/schemas/Outer", "x-codes": {"type": 304}},
                },
            },
        }
    ).schemas
    resolved = schemas.resolve(schemas.by_name["Outermost"])
    assert (resolved.reference, resolved.description) == (None, "Outer.")
    assert (resolved.types, resolved.max_length) == (("string",), 5)
    assert resolved.annotations.codes == {"type": 304}
    assert resolved.annotations.is_private
    assert resolved.location == ("components", "schemas", "Outermost")


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ({"type": "integer", "enum": [0, 1]}, "flag"),
        ({"type": "integer", "enum": [0, 2]}, "integer"),
        ({"type": ["string", "null"]}, "string|null"),
        ({}, "any type"),
    ],
)
def test_the_name_of_a_type(schema: Any, name: str) -> None:
    types = schema.get("type", ())
    described = Schema(
        json=schema,
        location=(),
        types=(types,) if isinstance(types, str) else tuple(types),
        enum=tuple(schema["enum"]) if "enum" in schema else None,
    )
    assert described.type_name == name


@pytest.mark.parametrize("stage", ["editions", "lint", "output", "package", "publishing"])
def test_no_stage_after_the_model_reads_an_extension(stage: str) -> None:
    digging = re.compile(r"""\[["']x-|get\(["']x-""")
    sources = ROOT / "generator" / stage
    for file in sorted([*sources.rglob("*.py"), *sources.rglob("*.jinja")]):
        assert not digging.search(file.read_text("utf-8")), file
