"""The webhooks of the spec: what is certain about them, written down a second time."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.openapi import SPEC

pytestmark = pytest.mark.checkout

SECRET = "sandbox-secret"
TYPES = {
    "DLR_SMS_API": "sms",
    "DLR_VIBER_API": "viber",
    "DLR_VIBER_SESSION": "viber",
    "INBOX_VIBER_SESSION": "viber",
    "VIBER_BUTTON_CLICK": "viber",
}
OTHER_INTERFACES = {"DLR_SMS_SQL": "sql", "DLR_SMS_SOAP": "soap", "DLR_SMS_SMPP": "smpp"}
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def content(name: str, media_type: str) -> dict[str, Any]:
    body: dict[str, Any] = SPEC["webhooks"][name]["post"]["requestBody"]
    part: dict[str, Any] = body["content"][media_type]
    return part


def examples() -> list[dict[str, Any]]:
    values: list[dict[str, Any]] = []
    for name in SPEC["webhooks"]:
        for media_type in (JSON, FORM):
            values += [each["value"] for each in content(name, media_type)["examples"].values()]
    return values


def accepts(schema: str, value: Any) -> bool:
    reference = {"$ref": f"#/components/schemas/{schema}", "components": SPEC["components"]}
    return bool(Draft202012Validator(reference).is_valid(value))


def test_there_is_one_for_each_type_of_the_http_api() -> None:
    rows = {row["name"]: row for row in SPEC["x-webhook-types"]}
    assert list(SPEC["webhooks"]) == list(TYPES)
    assert {name: rows[name]["channel"] for name in TYPES} == TYPES
    assert {rows[name]["interface"] for name in TYPES} == {"http"}
    others = {name: row["interface"] for name, row in rows.items() if row["event"] is None}
    assert others == OTHER_INTERFACES


def test_the_repeats_are_those_of_the_service() -> None:
    assert SPEC["x-webhook-repeats"] == [1, 3, 5, 10, 15, 20, 30, 60, 120]


def test_a_call_asks_for_no_token_and_for_status_200() -> None:
    for item in SPEC["webhooks"].values():
        assert list(item) == ["post"]
        assert item["post"]["security"] == [{}, {"webhookLogin": []}]
        assert list(item["post"]["responses"]) == ["200"]


def test_examples_are_signed_with_secret_and_id() -> None:
    for value in examples():
        expected = hashlib.sha1((SECRET + value["id"]).encode()).hexdigest()
        assert value["signature"] == expected


def test_every_example_has_an_id_of_its_own() -> None:
    data_of_id: dict[str, Any] = {}
    for value in examples():
        assert data_of_id.setdefault(value["id"], value["data"]) == value["data"]
    assert len(data_of_id) == 6


def test_forms_have_the_fields_of_json() -> None:
    for name in SPEC["webhooks"]:
        form = content(name, FORM)
        assert form["schema"] == content(name, JSON)["schema"]
        assert form["encoding"] == {"data": {"style": "deepObject", "explode": True}}


def test_times_are_those_of_kyiv() -> None:
    assert accepts("WebhookDate", "2026-11-28 12:00:05")
    assert not accepts("WebhookDate", "2026-11-28T12:00:05+02:00")


def test_what_an_id_is() -> None:
    assert accepts("WebhookEventId", "5f1c0a52-0001")
    assert not accepts("WebhookEventId", "")
    assert not accepts("WebhookEventId", "x" * 256)


@pytest.mark.parametrize("name", TYPES)
def test_every_field_around_the_data_is_required(name: str) -> None:
    schema = content(name, JSON)["schema"]["$ref"].rpartition("/")[2]
    (value, *_) = [each["value"] for each in content(name, JSON)["examples"].values()]
    assert set(value) == {"id", "signature", "type", "date", "try", "data"}
    assert accepts(schema, value)
    assert accepts(schema, {**value, "data": [value["data"], value["data"]]})
    for key in value:
        assert not accepts(schema, {k: v for k, v in value.items() if k != key})
    assert not accepts(schema, {**value, "type": "DLR_SMS_SQL"})
    assert not accepts(schema, {**value, "data": []})
