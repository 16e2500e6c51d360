"""The editions in OpenAPI 3.0 are valid, and judge every message as those in 3.1 do."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import OpenAPIV30SpecValidator

from generator.editions.json_view import post_json_view
from generator.editions.openapi_3_0 import to_3_0
from generator.editions.webhooks import without_webhooks
from generator.output.errors import GeneratorError
from tests.kit.json_values import objects_in
from tests.openapi import SPEC

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.checkout

WITHOUT_WEBHOOKS = without_webhooks(SPEC)
NAMES = list(WITHOUT_WEBHOOKS["components"]["schemas"])


@cache
def old() -> dict[str, Any]:
    return to_3_0(SPEC)


@pytest.mark.parametrize("spec", [SPEC, post_json_view(SPEC)], ids=["full", "json"])
def test_it_is_valid_openapi_3_0(spec: dict[str, Any]) -> None:
    before = copy.deepcopy(spec)
    made = to_3_0(spec)
    assert [error.message for error in OpenAPIV30SpecValidator(made).iter_errors()] == []
    assert spec == before, "the spec itself is left as it is"


def test_nothing_is_left_out_but_what_3_0_cannot_say() -> None:
    text = json.dumps(WITHOUT_WEBHOOKS)
    assert old()["info"].keys() == SPEC["info"].keys() - {"summary"}
    assert old()["info"]["license"] == {"name": "MIT", "url": "https://spdx.org/licenses/MIT.html"}
    assert {name for name in SPEC if name.startswith("x-")} <= old().keys()
    assert old()["paths"].keys() == SPEC["paths"].keys()
    assert list(old()["components"]["schemas"]) == NAMES
    examples = [key for key in ("example", "examples") if f'"{key}":' in text]
    for key in examples:
        assert text.count(f'"{key}":') == json.dumps(old()).count(f'"{key}":')


def test_webhooks_are_left_out_with_a_word() -> None:
    made = old()
    only_theirs = {"SmsReportCallback", "WebhookReport", "WebhookStatus", "WebhookEventId"}
    assert "webhooks" not in made
    assert only_theirs <= SPEC["components"]["schemas"].keys()
    assert not only_theirs & made["components"]["schemas"].keys()
    assert "WebhookTaken" not in made["components"]["responses"]
    assert "webhookLogin" not in made["components"]["securitySchemes"]
    assert "webhook" not in {tag["name"] for tag in made["tags"]}
    assert "**Webhooks** are left out of this edition" in made["info"]["description"]
    assert "**Webhooks.**" not in made["info"]["description"]
    # What the methods need as well is still there.
    assert "KyivTime" in made["components"]["schemas"]


@cache
def validators(name: str) -> tuple[Draft202012Validator, OAS30Validator]:
    reference = {"$ref": f"#/components/schemas/{name}"}
    return (
        Draft202012Validator({**reference, "components": SPEC["components"]}),
        OAS30Validator({**reference, "components": old()["components"]}),
    )


def examples() -> Iterator[tuple[str, Any]]:
    for value in objects_in(WITHOUT_WEBHOOKS):
        if "examples" in value and "$ref" in value.get("schema", {}):
            name = value["schema"]["$ref"].rpartition("/")[2]
            yield from ((name, example["value"]) for example in value["examples"].values())


EXAMPLES = list(examples())
VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        0,
        1,
        2,
        -1,
        70,
        99999,
        1.5,
        True,
        "",
        "x" * 40,
        "380501234567",
        [],
        [None],
        {},
        {"a": {}},
    ]
)


@pytest.mark.parametrize(("name", "value"), EXAMPLES)
def test_examples_are_valid_in_both(name: str, value: Any) -> None:
    for validator in validators(name):
        assert [error.message for error in validator.iter_errors(value)] == []


@given(st.data())
def test_both_judge_changed_examples_alike(data: st.DataObject) -> None:
    name, value = data.draw(st.sampled_from(EXAMPLES))
    value = copy.deepcopy(value)
    inner = [mapping for mapping in objects_in(value) if mapping]
    if inner:
        mapping = data.draw(st.sampled_from(inner))
        key = data.draw(st.sampled_from(sorted(mapping)))
        if data.draw(st.booleans()):
            mapping[key] = data.draw(VALUES)
        else:
            del mapping[key]
    new, older = validators(name)
    assert new.is_valid(value) == older.is_valid(value)


@pytest.mark.parametrize("name", NAMES)
@given(value=VALUES)
def test_both_judge_any_value_alike(name: str, value: Any) -> None:
    if "propertyNames" in json.dumps(SPEC["components"]["schemas"][name]) and isinstance(
        value, dict
    ):
        return  # 3.0 cannot say it
    if old()["components"]["schemas"][name].get("nullable") and value is None:
        return  # null stands in the schema itself here, beside its only reference there
    new, older = validators(name)
    assert new.is_valid(value) == older.is_valid(value)


def document(schema: Any) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": {"A": schema, "B": {"type": "object"}}},
    }


def converted(schema: Any) -> Any:
    return to_3_0(document(schema))["components"]["schemas"]["A"]


B = {"$ref": "#/components/schemas/B"}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": ["string", "null"]}, {"type": "string", "nullable": True}),
        ({"type": ["string"]}, {"type": "string"}),
        ({"const": 5}, {"enum": [5]}),
        ({"const": None}, {"type": "string", "minLength": 1, "maxLength": 0, "nullable": True}),
        ({"anyOf": [B, {"type": "null"}]}, {"allOf": [B], "type": "object", "nullable": True}),
        (
            {"oneOf": [{"type": "string"}, B, {"type": "null"}]},
            {
                "oneOf": [
                    {"type": "string"},
                    B,
                    {"type": "string", "minLength": 1, "maxLength": 0, "nullable": True},
                ]
            },
        ),
        ({**B, "description": "d"}, {"allOf": [B], "description": "d"}),
        (B, B),
        ({"type": "object", "propertyNames": {"pattern": "x"}}, {"type": "object"}),
        (
            {"items": {"type": ["integer", "null"]}},
            {"items": {"type": "integer", "nullable": True}},
        ),
        ({"properties": {"const": {"const": 1}}}, {"properties": {"const": {"enum": [1]}}}),
        ({"additionalProperties": False}, {"additionalProperties": False}),
        ({"x-own": {"type": ["string", "null"]}, "example": {"const": 1}},) * 2,
    ],
)
def test_the_rules(schema: Any, expected: Any) -> None:
    assert converted(schema) == expected


@pytest.mark.parametrize(
    ("schema", "what"),
    [
        ({"if": {}, "then": {}}, "'if'"),
        ({"properties": {"a": {"prefixItems": []}}}, "'prefixItems'"),
        ({"type": ["string", "integer"]}, "write anyOf"),
        ({"type": ["null"]}, "write anyOf"),
        ({**B, "allOf": [{"type": "object"}]}, "both"),
    ],
)
def test_what_it_does_not_know_stops_it(schema: Any, what: str) -> None:
    with pytest.raises(GeneratorError, match=what):
        converted(schema)


def test_what_has_no_type_cannot_be_null() -> None:
    untyped = document({"anyOf": [B, {"type": "null"}]})
    untyped["components"]["schemas"]["B"] = {"allOf": [{"type": "object"}]}
    with pytest.raises(GeneratorError, match="only what has a type can be null"):
        to_3_0(untyped)


def test_a_schema_that_must_not_be_null_elsewhere_gets_a_twin() -> None:
    made = to_3_0(document({"properties": {"one": B, "other": {"anyOf": [B, {"type": "null"}]}}}))
    schemas = made["components"]["schemas"]
    assert schemas["B"] == {"type": "object"}
    assert schemas["BOrNull"] == {"type": "object", "nullable": True}
    reference = {"$ref": B["$ref"] + "OrNull"}
    assert schemas["A"]["properties"]["other"] == {
        "allOf": [reference],
        "type": "object",
        "nullable": True,
    }
    validator = OAS30Validator({"$ref": "#/components/schemas/A", "components": made["components"]})
    assert validator.is_valid({"one": {}, "other": None})
    assert not validator.is_valid({"one": None, "other": {}})
