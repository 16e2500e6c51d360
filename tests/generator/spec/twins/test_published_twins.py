"""Every way of a request is published, with the same meaning as the one in openapi.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from generator.spec.twins.whole_document import add_twins, read_whole_document
from generator.spec.yaml_reader import read_document
from tests.generator.spec.twins.short_spec import BRACKETS, FORM, JSON
from tests.openapi import ROOT, SPEC, WHOLE, WRITTEN, resolved

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

TWINS: Final = [path for path in SPEC["paths"] if path != "/message/sendmulti.json"]


def content_of(path: str) -> dict[str, Any]:
    content: dict[str, Any] = resolved(SPEC["paths"][path]["post"]["requestBody"])["content"]
    return content


def meaning(schema: dict[str, Any]) -> Any:
    """What a schema allows, written out, with a list as the object of its items that a form has."""
    schema = {**resolved(schema), **{key: schema[key] for key in schema if key != "$ref"}}
    allowed: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "properties":
            allowed[key] = {name: meaning(each) for name, each in value.items()}
        elif key in ("items", "additionalProperties"):
            allowed["values"] = meaning(value)
        elif key in ("minItems", "minProperties"):
            allowed["least"] = value
        elif key in ("maxItems", "maxProperties"):
            allowed["most"] = value
        elif key == "type":
            allowed[key] = "object" if value == "array" else value
        elif key not in ("description", "propertyNames") and not key.startswith("x-"):
            allowed[key] = value
    return allowed


def test_what_is_published_is_what_the_hand_written_one_becomes() -> None:
    assert read_whole_document(ROOT / "openapi.yaml", "openapi.yaml").data == SPEC


def test_the_hand_written_one_has_no_twins() -> None:
    for path, item in WRITTEN["paths"].items():
        assert set(item) == {"x-operation", "post"}, path
        assert "security" not in item["post"], path
    for name, item in WRITTEN["webhooks"].items():
        assert item["post"]["requestBody"]["content"][FORM] == {}, name
    names = WRITTEN["components"]["schemas"]
    assert [name for name in names if name.endswith("Form")] == []


@pytest.mark.parametrize("path", TWINS)
def test_the_form_says_the_same_as_json(path: str) -> None:
    content = content_of(path)
    json_schema, form_schema = content[JSON]["schema"], content[FORM]["schema"]
    form = meaning(form_schema)
    assert form["properties"].pop("token") == meaning({"$ref": "#/components/schemas/Token"})
    assert form == meaning(json_schema)
    assert resolved(form_schema).get("x-any-of") == resolved(json_schema).get("x-any-of")


@pytest.mark.parametrize("path", TWINS)
def test_the_query_says_the_same_as_json(path: str) -> None:
    schema = meaning(content_of(path)[JSON]["schema"])
    parameters = [resolved(each) for each in SPEC["paths"][path]["get"]["parameters"]]
    found = {each["name"]: meaning(each["schema"]) for each in parameters}
    assert found == schema["properties"]
    required = {each["name"] for each in parameters if each.get("required")}
    assert required == set(schema.get("required", ()))
    assert all(each["description"] for each in parameters)


@pytest.mark.parametrize("path", TWINS)
def test_what_has_fields_or_items_is_written_in_brackets(path: str) -> None:
    content = content_of(path)
    properties = resolved(content[JSON]["schema"])["properties"]
    kinds = {name: resolved(each).get("type") for name, each in properties.items()}
    nested = {name for name, kind in kinds.items() if kind in ("array", "object")}
    assert content[FORM].get("encoding", {}) == dict.fromkeys(nested, BRACKETS)
    for each in map(resolved, SPEC["paths"][path]["get"]["parameters"]):
        style = {key: each[key] for key in BRACKETS if key in each}
        assert style == (BRACKETS if each["name"] in nested else {}), each["name"]


@pytest.mark.parametrize("name", SPEC["webhooks"])
def test_the_form_of_a_webhook_says_the_same_as_its_json(name: str) -> None:
    content = SPEC["webhooks"][name]["post"]["requestBody"]["content"]
    assert content[FORM]["schema"] == content[JSON]["schema"]
    assert content[FORM]["encoding"] == {"data": BRACKETS}
    expected = dict(content[JSON]["examples"])
    for example, described in content[JSON]["examples"].items():
        if isinstance(described["value"]["data"], list):
            del expected[example]
    assert content[FORM]["examples"] == expected


@pytest.mark.parametrize("published", [WHOLE, ROOT / "tests/generator/fixtures/small.yaml"])
def test_a_document_that_is_whole_stays_as_it_is(published: Path) -> None:
    document = read_document(published, published.name)
    assert add_twins(document).data == document.data
