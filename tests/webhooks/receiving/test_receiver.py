"""The receiver takes the calls of the service in all forms, and nothing that is not signed."""

from __future__ import annotations

import datetime as dt
import hashlib
import pickle
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.webhooks.calls import (
    FORM,
    JSON,
    MESSAGE,
    OTHER_MESSAGE,
    SECRET,
    as_form,
    as_json,
    call,
    login,
    report,
    signed,
)
from turbosms_webhooks import (
    ButtonClick,
    DeliveryReport,
    IncomingMessage,
    UnknownEvent,
    WebhookError,
    WebhookReceiver,
)

RECEIVER = WebhookReceiver(SECRET)
FORMS = [pytest.param(as_json, JSON, id="json"), pytest.param(as_form, FORM, id="form")]


def reason(receiver: WebhookReceiver, body: bytes, *headers: str | None) -> str:
    with pytest.raises(WebhookError) as refused:
        receiver.parse(body, *headers)
    return refused.value.reason


@pytest.mark.parametrize(("write", "content_type"), FORMS)
def test_a_call_is_read(write: Any, content_type: str) -> None:
    callback = RECEIVER.parse(write({**call("event-1"), "try": 3}), content_type)
    assert (callback.id, callback.type, callback.attempt) == ("event-1", "DLR_SMS_API", 3)
    kyiv = ZoneInfo("Europe/Kyiv")
    assert callback.sent_at == dt.datetime(2026, 11, 28, 12, 0, 5, tzinfo=kyiv)
    (event,) = callback.events
    assert isinstance(event, DeliveryReport)
    assert (event.channel, event.message_id, event.status) == ("sms", MESSAGE, "Delivered")
    assert (event.raw_status, event.final) == ("DELIVRD", True)
    assert callback.raw["id"] == "event-1"


@pytest.mark.parametrize(("write", "content_type"), FORMS)
def test_data_may_be_an_array(write: Any, content_type: str) -> None:
    data = [report("Sent"), report("UNDELIV", OTHER_MESSAGE)]
    first, second = RECEIVER.parse(write(call(data=data)), content_type).events
    assert isinstance(first, DeliveryReport)
    assert isinstance(second, DeliveryReport)
    assert (first.message_id, first.status) == (MESSAGE, "Sent")
    assert (second.message_id, second.status) == (OTHER_MESSAGE, "Undelivered")


@pytest.mark.parametrize(("write", "content_type"), FORMS)
@pytest.mark.parametrize(
    ("webhook_type", "data", "kind"),
    [
        ("DLR_VIBER_API", report("READ"), DeliveryReport),
        ("DLR_VIBER_SESSION", {"message_id": 31, "status": "DELIVRD"}, DeliveryReport),
        ("INBOX_VIBER_SESSION", {"id": 32, "chat_id": 1, "message": "Hi"}, IncomingMessage),
        ("VIBER_BUTTON_CLICK", {"message_id": MESSAGE}, ButtonClick),
        ("DLR_SMS_SMPP", report(), UnknownEvent),
        ("SOMETHING_NEW", {"a": {"b": "c"}}, UnknownEvent),
        ("DLR_SMS_API", {"text": "no report"}, UnknownEvent),
    ],
)
def test_every_type(
    write: Any, content_type: str, webhook_type: str, data: dict[str, Any], kind: type
) -> None:
    callback = RECEIVER.parse(write(call(data=data, type=webhook_type)), content_type)
    (event,) = callback.events
    assert type(event) is kind
    assert event.type == webhook_type
    assert {key: str(value) for key, value in data.items()} == {
        key: str(value) for key, value in event.raw.items()
    }


@pytest.mark.parametrize(
    "content_type", [None, "", "text/plain", JSON, FORM, "application/json; charset=utf-8", "\0"]
)
def test_the_body_says_what_it_is(content_type: str | None) -> None:
    """Others read JSON only, or believe the header."""
    assert RECEIVER.parse(as_json(call()), content_type).id == "event-1"
    if content_type is None or "json" not in content_type:
        assert RECEIVER.parse(as_form(call()), content_type).id == "event-1"


def test_json_with_a_byte_order_mark_and_spaces() -> None:
    assert RECEIVER.parse(b"\xef\xbb\xbf \n" + as_json(call()) + b"\n", JSON).id == "event-1"


def test_a_number_as_id_is_its_digits() -> None:
    body = as_json({**call("123"), "id": 123})
    assert RECEIVER.parse(body).id == "123"


class TestSignatures:
    def test_secret_and_id(self) -> None:
        assert RECEIVER.parse(as_json(call())).signature_order == "secret+id"

    def test_id_and_secret_is_taken_too_and_told(self) -> None:
        """Who takes one order alone may refuse a whole campaign."""
        turned = hashlib.sha1(f"event-1{SECRET}".encode()).hexdigest()
        callback = RECEIVER.parse(as_json(call(signature=turned)))
        assert callback.signature_order == "id+secret"

    def test_capital_digits(self) -> None:
        body = as_json(call(signature=signed("event-1").upper()))
        assert RECEIVER.parse(body).signature_order == "secret+id"

    def test_one_of_several_secrets(self) -> None:
        receiver = WebhookReceiver(["new", SECRET])
        assert receiver.parse(as_json(call())).secret_index == 1
        by_new = as_json(call(signature=signed("event-1", "new")))
        assert receiver.parse(by_new).secret_index == 0

    def test_sign_is_public_and_by_the_first(self) -> None:
        assert WebhookReceiver([SECRET, "old"]).sign("event-1") == signed("event-1")

    @pytest.mark.parametrize(
        "signature",
        [
            signed("event-2"),
            signed("event-1", "other"),
            signed("event-1")[:-1],
            hashlib.sha256(f"{SECRET}event-1".encode()).hexdigest(),
            "\N{CYRILLIC SMALL LETTER A}" * 40,
            "x",
        ],
    )
    def test_wrong_ones(self, signature: str) -> None:
        assert reason(RECEIVER, as_json(call(signature=signature))) == "bad_signature"

    def test_other_letters_in_secret_and_id(self) -> None:
        secret = "\N{CYRILLIC SMALL LETTER YI}" * 3
        fields = call("\N{CYRILLIC SMALL LETTER ZHE}-1")
        fields["signature"] = signed(fields["id"], secret)
        assert WebhookReceiver(secret).parse(as_form(fields)).id == fields["id"]


class TestReasons:
    """One word for each, so that a wrong secret is not taken for a wrong body."""

    @pytest.mark.parametrize("body", [b"", b"   ", b"null", b"[]", b"{", b"{]}", b"text", b"\xff"])
    def test_malformed(self, body: bytes) -> None:
        assert reason(RECEIVER, body) == "malformed"

    def test_a_form_that_is_declared_as_json(self) -> None:
        assert reason(RECEIVER, b"abc=1", JSON) == "malformed"

    @pytest.mark.parametrize("event_id", [None, "", 1.5, True, [], {}, "x" * 256, "a\nb", "\ud800"])
    def test_no_id(self, event_id: Any) -> None:
        fields = {**call(), "id": event_id}
        assert reason(RECEIVER, as_json(fields)) == "no_id"

    @pytest.mark.parametrize("signature", [None, "", "  ", 5, [], {"a": 1}])
    def test_no_signature(self, signature: Any) -> None:
        fields = {**call(), "signature": signature}
        assert reason(RECEIVER, as_json(fields)) == "no_signature"

    def test_they_survive_pickling(self) -> None:
        error = pickle.loads(pickle.dumps(WebhookError("no_id")))
        assert error.reason == "no_id"


class TestBasicAuth:
    receiver = WebhookReceiver(SECRET, basic_auth=("shop", "pass:word"))

    @pytest.mark.parametrize("name", ["Basic", "basic", "BASIC"])
    def test_right(self, name: str) -> None:
        header = login("shop", "pass:word").replace("Basic", name)
        assert self.receiver.parse(as_json(call()), JSON, header).id == "event-1"

    @pytest.mark.parametrize(
        "header",
        [
            None,
            "",
            "Basic",
            "Basic !!!",
            "Basic \N{CYRILLIC SMALL LETTER A}",
            "Bearer x",
            login("shop", "other"),
            login("other", "pass:word"),
            login("shop", "pass"),
        ],
    )
    def test_wrong(self, header: str | None) -> None:
        assert reason(self.receiver, as_json(call()), JSON, header) == "basic_auth"

    def test_the_signature_is_needed_all_the_same(self) -> None:
        body = as_json(call(signature="x"))
        assert reason(self.receiver, body, JSON, login("shop", "pass:word")) == "bad_signature"

    def test_none_is_asked_for_without_one(self) -> None:
        assert RECEIVER.parse(as_json(call()), JSON, "Basic nonsense").id == "event-1"


@pytest.mark.parametrize("attempt", [0, -1, "x", None, [], 10**30])
def test_a_strange_number_of_the_attempt_is_none(attempt: Any) -> None:
    assert RECEIVER.parse(as_json({**call(), "try": attempt})).attempt is None
