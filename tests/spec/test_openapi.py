"""openapi.yaml is OpenAPI, complete, and of a shape that known consumers of OpenAPI 3.1 accept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from ruamel.yaml import YAML

from tests.kit.json_values import walk
from tests.openapi import ROOT, SPEC, WRITTEN, resolved

pytestmark = pytest.mark.checkout

#: The methods of the documentation.
METHODS = {
    "message": {"ping", "send", "sendmulti", "details", "status"},
    "chat": {"ping", "senders", "recipients", "sessions", "messages", "send"},
    "user": {"ping", "balance"},
    "file": {"ping", "add", "details"},
}
#: Its data nests deeper than OpenAPI can say for forms and queries.
JSON_ONLY = "/message/sendmulti.json"


@pytest.mark.parametrize("spec", [SPEC, WRITTEN], ids=["published", "written"])
def test_the_spec_is_valid_openapi(spec: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(spec).iter_errors()] == []


def test_old_and_new_readers_of_yaml_agree() -> None:
    # PyYAML reads YAML 1.1, where NO is false and 12:30 a number; ruamel.yaml reads 1.2.
    assert YAML(typ="safe", pure=True).load((ROOT / "openapi.yaml").read_bytes()) == WRITTEN


def test_every_documented_method_is_there() -> None:
    paths = {
        f"/{module}/{method}.json" for module, methods in METHODS.items() for method in methods
    }
    assert set(SPEC["paths"]) == paths


def test_every_operation_has_post_and_get() -> None:
    for path, item in SPEC["paths"].items():
        verbs = {"post"} if path == JSON_ONLY else {"post", "get"}
        assert {
            verb for verb in item if verb in {"get", "post", "put", "patch", "delete"}
        } == verbs, path


def test_operations_are_named_and_tagged_after_their_path() -> None:
    for path, item in SPEC["paths"].items():
        module, method = path.removesuffix(".json").strip("/").split("/")
        name = "messageSendMulti" if path == JSON_ONLY else f"{module}{method.capitalize()}"
        for verb, suffix in (("post", ""), ("get", "Get")):
            if verb in item:
                assert item[verb]["operationId"] == name + suffix
                assert item[verb]["tags"] == [module]


def test_posts_take_json_and_forms() -> None:
    for path, item in SPEC["paths"].items():
        forms = set() if path == JSON_ONLY else {"application/x-www-form-urlencoded"}
        assert set(_body(item)["content"]) == {"application/json"} | forms, path


def test_every_transport_has_the_same_parameters() -> None:
    for path, item in SPEC["paths"].items():
        if path == JSON_ONLY:
            continue
        content = _body(item)["content"]
        json = _properties(content["application/json"]["schema"])
        form = _properties(content["application/x-www-form-urlencoded"]["schema"])
        query = {resolved(parameter)["name"] for parameter in item["get"].get("parameters", [])}
        assert form == json | {"token"}, path
        assert query == json, path


def test_every_request_can_have_a_sequence_id() -> None:
    for path, item in SPEC["paths"].items():
        schema = _body(item)["content"]["application/json"]["schema"]
        assert "sequence_id" in _properties(schema), path
        if path == JSON_ONLY:
            schema = resolved(schema)["additionalProperties"]
            assert "sequence_id" in _properties(schema), path


def test_the_token_has_four_places() -> None:
    all_schemes = SPEC["components"]["securitySchemes"]
    # The other one is that of webhooks.
    schemes = [scheme for name, scheme in all_schemes.items() if name != "webhookLogin"]
    places = {
        (scheme["type"], scheme.get("scheme"), scheme.get("in"), scheme.get("name"))
        for scheme in schemes
    }
    assert places == {
        ("http", "bearer", None, None),
        ("apiKey", None, "header", "Authorization"),
        ("apiKey", None, "query", "token"),
    }
    # Each alone is enough; the fourth place is the form field, which the test of the transports
    # finds.
    assert all(len(requirement) == 1 for requirement in SPEC["security"])
    assert len(SPEC["security"]) == 3


def test_only_what_takes_a_form_admits_a_token_elsewhere() -> None:
    """OpenAPI has no security scheme for a form field: `{}` is all that it can say."""
    for path, item in SPEC["paths"].items():
        for verb in ("post", "get"):
            operation = item.get(verb, {})
            content = resolved(operation.get("requestBody", {})).get("content", {})
            if "application/x-www-form-urlencoded" in content:
                assert operation["security"] == [*SPEC["security"], {}], path
            else:
                assert "security" not in operation, path


def test_defaults_are_those_of_the_documentation() -> None:
    """None stands in `viber`: filled in there, it would win over the value for all channels."""
    found = {place: value for place, value in walk(SPEC["paths"]) if place[-1:] == ("default",)}
    found |= {
        place: value
        for place, value in walk(SPEC["components"])
        if place[-1:] == ("default",) and place[-2] != "properties"
    }
    parameters = SPEC["paths"]["/message/send.json"]["get"]["parameters"]
    (index,) = (index for index, each in enumerate(parameters) if each.get("name") == "ttl")
    assert found == {
        ("/message/send.json", "get", "parameters", index, "schema", "default"): 3600,
        ("schemas", "SendRequest", "properties", "ttl", "default"): 3600,
        ("schemas", "SendForm", "properties", "ttl", "default"): 3600,
        ("schemas", "PageRows", "default"): 30,
    }


@pytest.mark.parametrize(
    ("text", "is_time"),
    [
        ("2026-11-30", True),
        ("2026-11-30 10:00", True),
        ("2026-11-30T23:59:59.123456+02:00", True),
        ("2026-11-30 00:00Z", True),
        ("2026-00-30", False),
        ("2026-13-01", False),
        ("2026-11-00", False),
        ("2026-11-32", False),
        ("2026-11-30 24:00", False),
        ("2026-11-30 10:60", False),
        ("2026-11-30 10:00:60", False),
        ("2026-11-30 10:00+24:00", False),
        ("2026-11-30 10:00+02:60", False),
        ("2026-11-30 1\u0660:00", False),
        ("\u0662\u0660\u0662\u0666-11-30", False),
        ("2026-11-30 10", False),
    ],
)
def test_what_can_be_a_start_time(text: str, is_time: bool) -> None:
    pattern = SPEC["components"]["schemas"]["StartTime"]["pattern"]
    assert (re.search(pattern, text) is not None) is is_time


def test_digits_are_those_of_ascii() -> None:
    """`\\d` means any digit of Unicode to some validators."""
    for place, value in walk(SPEC):
        if place[-1:] == ("pattern",):
            assert "\\d" not in value, place


def test_the_service_always_answers_200_with_an_envelope() -> None:
    for path, item in SPEC["paths"].items():
        for verb in ("post", "get"):
            if verb not in item:
                continue
            assert set(item[verb]["responses"]) == {"200"}, path
            content = resolved(item[verb]["responses"]["200"])["content"]
            assert set(content) == {"application/json"}
            envelope = resolved(content["application/json"]["schema"])
            assert set(envelope["properties"]) == {
                "response_code",
                "response_status",
                "response_result",
            }
            assert set(envelope["required"]) == set(envelope["properties"])


def test_get_and_post_answer_the_same() -> None:
    for path, item in SPEC["paths"].items():
        if "get" in item:
            assert item["get"]["responses"] == item["post"]["responses"], path


def test_codes_and_statuses_are_open_on_the_wire() -> None:
    for name, schema in SPEC["components"]["schemas"].items():
        for key in ("response_code", "response_status", "status", "rejected_status"):
            if key in schema.get("properties", {}):
                assert "enum" not in resolved(schema["properties"][key]), f"{name}.{key}"


def test_the_shape_is_what_every_consumer_accepts() -> None:
    for place, value in walk(SPEC["components"]["schemas"]):
        if place[-1:] == ("type",) and place[-2:-1] != ("properties",):
            alone = value == "null" and "anyOf" not in place and "oneOf" not in place
            assert not alone, f"a bare null at {place}"
        if place[-1:] == ("format",):
            assert value not in {"date-time", "date"}, (
                f"no time of the service is RFC 3339: {place}"
            )


def test_everything_public_is_described() -> None:
    for path, item in SPEC["paths"].items():
        for verb in ("post", "get"):
            if verb in item:
                assert item[verb]["summary"], path
                assert item[verb]["description"], path
    for name, schema in SPEC["components"]["schemas"].items():
        assert schema.get("description"), name
        for key, value in schema.get("properties", {}).items():
            assert value.get("description") or resolved(value).get("description"), f"{name}.{key}"


def _body(item: dict[str, Any]) -> dict[str, Any]:
    return resolved(item["post"]["requestBody"])


def _properties(schema: dict[str, Any]) -> set[str]:
    schema = resolved(schema)
    names = set(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        names |= _properties(part)
    return names
