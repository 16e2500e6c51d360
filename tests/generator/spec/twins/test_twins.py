"""What a short spec says once is made for every way of a request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.generator.spec.twins.short_spec import BRACKETS, FORM, SMALL, whole

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout


def test_the_get_of_a_post(tmp_path: Path) -> None:
    item = whole(SMALL, tmp_path).data["paths"]["/user/limits.json"]
    assert list(item) == ["post", "get"]
    assert item["get"] == {
        "operationId": "userLimitsGet",
        "tags": ["user"],
        "summary": "Limits (GET)",
        "description": "As the POST form.",
        "parameters": [
            {
                "name": "where",
                "in": "query",
                "description": "Where.",
                **BRACKETS,
                "schema": {"type": "object"},
            },
            {
                "name": "names",
                "in": "query",
                "required": True,
                "description": "In brackets.",
                **BRACKETS,
                "schema": {"$ref": "#/components/schemas/NumberedNames"},
                "example": {"0": "a"},
            },
            {"$ref": "#/components/parameters/Page"},
            {
                "name": "size",
                "in": "query",
                "description": "How large.",
                "schema": {"type": "integer", "default": 3},
            },
            {
                "name": "sequence_id",
                "in": "query",
                "description": "Its number.",
                "schema": {"type": "string"},
            },
        ],
        "responses": {"200": {"description": "Limits."}},
    }
    keys = ["operationId", "tags", "summary", "description", "parameters", "responses"]
    assert list(item["get"]) == keys


def test_the_form_of_a_post(tmp_path: Path) -> None:
    data = whole(SMALL, tmp_path).data
    post = data["paths"]["/user/limits.json"]["post"]
    assert post["security"] == [{"query": []}, {}]
    assert post["requestBody"]["content"][FORM] == {
        "schema": {"$ref": "#/components/schemas/LimitsForm"},
        "encoding": {"names": BRACKETS, "where": BRACKETS},
        "examples": {"one": {"value": {"names": {"0": "a"}}}},
    }
    schemas = data["components"]["schemas"]
    assert schemas["LimitsForm"] == {
        "type": "object",
        "x-any-of": ["names", "page"],
        "required": ["names"],
        "description": "As JSON.",
        "properties": {
            "token": {"$ref": "#/components/schemas/Token"},
            "sequence_id": {"type": "string", "description": "Its number."},
            "names": {"$ref": "#/components/schemas/NumberedNames"},
            "page": {"type": "integer", "description": "The page.", "x-assumption": "A-01"},
            "where": {"type": "object", "description": "Where."},
            "size": {
                "type": "integer",
                "default": 3,
                "description": "How large.",
                "x-codes": {"type": 300},
            },
        },
    }
    assert list(schemas) == [
        "LimitsRequest",
        "Names",
        "Token",
        "NumberedNames",
        "LimitsForm",
        "Change",
        "Limits",
        "Answer",
    ]


def test_methods_may_share_a_request(tmp_path: Path) -> None:
    data = whole(SMALL, tmp_path).data
    first, second = data["paths"].values()
    assert second["get"]["parameters"] == first["get"]["parameters"]
    assert second["get"]["description"] == "In the query."
    form = data["components"]["requestBodies"]["Limits"]["content"][FORM]
    assert form["schema"] == {"$ref": "#/components/schemas/LimitsForm"}


def test_a_list_and_a_part(tmp_path: Path) -> None:
    schemas = whole(SMALL, tmp_path).data["components"]["schemas"]
    assert schemas["NumberedNames"] == {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 9,
        "propertyNames": {"pattern": "^[0-9]{1,9}$"},
        "additionalProperties": {"type": "string", "maxLength": 5},
        "description": "By number.",
    }
    assert schemas["Answer"] == {
        "type": "object",
        "required": ["code", "result"],
        "description": "An answer.",
        "properties": {"code": {"type": "integer"}, "result": {"type": "string"}},
    }


def test_a_part_may_be_one_of_several(tmp_path: Path) -> None:
    shared = "{$ref: '#/components/schemas/Shared'}"
    several = f"allOf: [{shared}, {{$ref: '#/components/schemas/Token'}}, {shared}]"
    text = SMALL.replace(f"allOf: [{shared}]", several)
    answer = whole(text, tmp_path).data["components"]["schemas"]["Answer"]
    assert answer["allOf"] == [{"$ref": "#/components/schemas/Token"}]
    assert list(answer["properties"]) == answer["required"] == ["code", "result"]


def test_the_form_of_a_webhook(tmp_path: Path) -> None:
    post = whole(SMALL, tmp_path).data["webhooks"]["CHANGED"]["post"]
    form = post["requestBody"]["content"][FORM]
    assert form == {
        "schema": {"$ref": "#/components/schemas/Change"},
        "encoding": {"data": BRACKETS, "whose": BRACKETS},
        "examples": {"one": {"value": {"id": "a", "data": {"names": "b"}}}},
    }
    assert list(form) == ["schema", "encoding", "examples"]


def test_a_form_of_a_webhook_that_says_something_stays_as_it_is(tmp_path: Path) -> None:
    end = "\n      responses: {'200': {description: Taken.}}"
    form = "          application/x-www-form-urlencoded: "
    assert f"{form}{{}}{end}" in SMALL
    text = SMALL.replace(f"{form}{{}}{end}", f"{form}{{schema: {{type: object}}}}{end}")
    post = whole(text, tmp_path).data["webhooks"]["CHANGED"]["post"]
    assert post["requestBody"]["content"][FORM] == {"schema": {"type": "object"}}


def test_a_schema_may_say_itself_what_its_part_says(tmp_path: Path) -> None:
    text = SMALL.replace("        result: {type: string}", "        code: {type: string}")
    answer = whole(text, tmp_path).data["components"]["schemas"]["Answer"]
    assert answer["properties"] == {"code": {"type": "string"}}


def test_nothing_is_left_of_what_was_said_for_twins_alone(tmp_path: Path) -> None:
    text = json.dumps(whole(SMALL, tmp_path).data)
    for hint in ("x-get-", "x-form-", "x-query-", "x-list", "x-part"):
        assert hint not in text


def test_tables_stand_in_front_of_the_paths(tmp_path: Path) -> None:
    text = SMALL.replace("x-help-url: https://example.com/\n", "")
    text = text.replace("\ncomponents:\n", "\ntags: []\ncomponents:\n")
    data = whole(f"{text}x-help-url: https://example.com/\n", tmp_path).data
    assert list(data)[-5:] == ["x-help-url", "paths", "webhooks", "tags", "components"]


def test_what_is_written_out_is_not_made(tmp_path: Path) -> None:
    text = SMALL.replace("      summary: Limits\n", "      security: []\n")
    own = "    get: {operationId: own, responses: {'200': {description: Own.}}}\n"
    text = text.replace("  /user/others.json:\n", f"{own}  /user/others.json:\n")
    item = whole(text, tmp_path).data["paths"]["/user/limits.json"]
    assert item["post"]["security"] == []
    assert item["get"] == {"operationId": "own", "responses": {"200": {"description": "Own."}}}
