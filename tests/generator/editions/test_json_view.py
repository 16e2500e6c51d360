"""The client is generated from a view of the spec.

POST with JSON, nothing else, and still valid OpenAPI.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.openapi import SPEC

pytestmark = pytest.mark.checkout


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    return SPEC


@pytest.fixture(scope="module")
def view() -> dict[str, Any]:
    from generator.editions.json_view import post_json_view  # noqa: PLC0415

    before = copy.deepcopy(SPEC)
    made = post_json_view(SPEC)
    assert before == SPEC, "the spec itself is left as it is"
    return made


def test_the_view_is_valid_openapi(view: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(view).iter_errors()] == []


def test_the_view_has_every_operation_as_post_with_json(view: dict[str, Any]) -> None:
    assert set(view["paths"]) == set(SPEC["paths"])
    for path, item in view["paths"].items():
        assert set(item) == {"post"}, path
        assert "security" not in item["post"]
        assert item["post"]["operationId"] == SPEC["paths"][path]["post"]["operationId"]


def test_the_view_says_where_the_rest_is(view: dict[str, Any]) -> None:
    assert view["info"]["description"].startswith(SPEC["info"]["description"].splitlines()[0])
    assert "The whole spec has the rest." in view["info"]["description"]
    # Of the ways that the view does not have, it does not speak.
    assert "brackets" in SPEC["info"]["description"]
    assert "`Authorization: Basic" in SPEC["info"]["description"]
    assert "brackets" not in view["info"]["description"]
    assert "Basic" not in view["info"]["description"]
    assert "told apart by the code alone" in view["info"]["description"]
    assert len(view["info"]["description"]) < 0.6 * len(SPEC["info"]["description"])
    code = "ResultCode"
    assert "`x-result-codes` lists" in SPEC["components"]["schemas"][code]["description"]
    assert (
        "`x-result-codes` of the whole spec lists"
        in view["components"]["schemas"][code]["description"]
    )


def test_the_view_has_neither_forms_nor_links_nor_extensions(view: dict[str, Any]) -> None:
    text = json.dumps(view)
    for gone in (
        "x-www-form-urlencoded",
        "deepObject",
        '"links"',
        '"token"',
        'Form"',
        "Indexed",
        "x-codes",
    ):
        assert gone not in text, gone
    assert {key for key in text.split('"') if key.startswith("x-")} == {"x-enum-varnames"}


def test_the_view_has_no_defaults(view: dict[str, Any]) -> None:
    """A generated client would send them with every request."""
    assert '"default"' in json.dumps(SPEC)
    assert '"default"' not in json.dumps(view)


def test_what_is_called_default_is_no_default() -> None:
    from generator.editions.json_view import post_json_view  # noqa: PLC0415

    changed = copy.deepcopy(SPEC)
    parameters = changed["components"]["schemas"]["SmsParameters"]
    parameters["properties"]["default"] = {"type": "string", "default": "x"}
    parameters["example"] = {"default": "y"}
    changed["paths"]["/user/ping.json"]["post"]["responses"]["default"] = {"description": "z"}
    view = post_json_view(changed)
    assert view["components"]["schemas"]["SmsParameters"]["example"] == {"default": "y"}
    properties = view["components"]["schemas"]["SmsParameters"]["properties"]
    assert properties["default"] == {"type": "string"}
    assert "default" in view["paths"]["/user/ping.json"]["post"]["responses"]


def test_the_view_keeps_every_schema_that_it_refers_to(view: dict[str, Any]) -> None:
    kept, all_of_them = set(view["components"]["schemas"]), set(SPEC["components"]["schemas"])
    assert {"SendRequest", "SendResponse", "SendRow", "ResultCode", "Flag"} <= kept < all_of_them
    for name in kept:
        assert (
            "properties" not in view["components"]["schemas"][name]
            or "token" not in (view["components"]["schemas"][name]["properties"])
        )


def test_the_view_has_one_place_for_the_token(view: dict[str, Any]) -> None:
    assert len(view["security"]) == 1
    assert set(view["components"]["securitySchemes"]) == set(view["security"][0])
    (scheme,) = view["components"]["securitySchemes"].values()
    assert scheme["scheme"] == "bearer"


def test_every_model_has_the_name_of_a_schema(view: dict[str, Any]) -> None:
    # An inline object would get a name made of all the names around it.
    import turbosms_api.models  # noqa: PLC0415

    schemas = view["components"]["schemas"]
    objects = {
        name for name, schema in schemas.items() if schema["type"] == "object" or "enum" in schema
    }
    assert set(turbosms_api.models.__all__) == objects


def test_what_nothing_ever_referred_to_stays() -> None:
    from generator.editions.json_view import post_json_view  # noqa: PLC0415

    form = {"schema": {"$ref": "#/components/schemas/Form"}}
    answers = {"200": {"description": "Fine"}}
    spec = {
        "info": {},
        "paths": {
            "/a": {
                "post": {"responses": answers},
                "get": {"parameters": [form], "responses": answers},
            }
        },
        "components": {
            "schemas": {
                "Form": {"properties": {"field": {"$ref": "#/components/schemas/Field"}}},
                "Field": {"type": "string"},
                "Documentation": {"type": "integer"},
            }
        },
    }
    assert set(post_json_view(spec)["components"]["schemas"]) == {"Documentation"}
