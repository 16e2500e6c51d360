"""Signed requests for tests are as the service's: every receiver takes them."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from jsonschema import Draft202012Validator

from tests.openapi import SPEC
from tests.webhooks.calls import SECRET, login, report, signed
from turbosms_testing import webhook_request
from turbosms_webhooks import DeliveryReport, WebhookError, WebhookReceiver

pytestmark = pytest.mark.checkout

RECEIVER = WebhookReceiver(SECRET, basic_auth=("shop", "password"))
SHOP = ("shop", "password")
Format = Literal["json", "form"]
FORMATS: list[Format] = ["json", "form"]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", SPEC["webhooks"])
def test_every_type_in_both_formats(name: str, format_: Format) -> None:
    content = SPEC["webhooks"][name]["post"]["requestBody"]["content"]["application/json"]
    data = next(iter(content["examples"].values()))["value"]["data"]
    request = webhook_request(name, data, secret=SECRET, format=format_, login=SHOP)
    callback = RECEIVER.parse(request.body, request.content_type, request.authorization)
    assert (callback.type, callback.attempt) == (name, 1)
    assert callback.sent_at is not None
    if format_ == "json":
        schema = {**content["schema"], "components": SPEC["components"]}
        assert list(Draft202012Validator(schema).iter_errors(dict(callback.raw))) == []
        assert callback.raw["data"] == data


@pytest.mark.parametrize("format_", FORMATS)
def test_several_events(format_: Format) -> None:
    data = [report("Sent", "a"), report("DELIVRD", "b")]
    request = webhook_request("DLR_SMS_API", data, secret=SECRET, format=format_)
    events = WebhookReceiver(SECRET).parse(request.body, request.content_type).events
    ids = [event.message_id for event in events if isinstance(event, DeliveryReport)]
    assert ids == ["a", "b"]


def test_a_repeat_has_the_same_id() -> None:
    again: dict[str, Any] = {"secret": SECRET, "event_id": "event-1"}
    request = webhook_request("DLR_SMS_API", report(), attempt=2, **again)
    callback = WebhookReceiver(SECRET).parse(request.body)
    assert (callback.id, callback.attempt) == ("event-1", 2)
    assert callback.raw["signature"] == signed("event-1")


def test_each_has_an_id_of_its_own() -> None:
    bodies = {webhook_request("X", {}, secret=SECRET).body for _ in range(5)}
    assert len({WebhookReceiver(SECRET).parse(body).id for body in bodies}) == 5


def test_headers() -> None:
    assert webhook_request("X", {}, secret=SECRET).headers == {"Content-Type": "application/json"}
    request = webhook_request("X", {}, secret=SECRET, login=SHOP)
    assert request.headers["Authorization"] == login(*SHOP)
    assert login(*SHOP) not in repr(request)


def test_another_secret_is_refused() -> None:
    request = webhook_request("X", {}, secret="other")
    with pytest.raises(WebhookError, match="another secret"):
        WebhookReceiver(SECRET).parse(request.body)
