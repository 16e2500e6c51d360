"""Whatever is sent is refused with a reason, or read, in bounded memory."""

from __future__ import annotations

import gzip
import json
import pickle
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.webhooks.calls import SECRET, as_form, as_json, call, signed
from tests.webhooks.inboxes import handled
from turbosms_webhooks import DeliveryReport, UnknownEvent, WebhookError, WebhookReceiver

if TYPE_CHECKING:
    from turbosms_webhooks import WebhookInbox

pytestmark = pytest.mark.one_interpreter

RECEIVER = WebhookReceiver(SECRET, basic_auth=None)
REASONS = {"malformed", "no_id", "no_signature", "bad_signature"}
MOST_BYTES = 40_000_000
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)
NAMES = st.sampled_from(["id", "signature", "type", "date", "try", "data", "more"])


def outcome(body: bytes, content_type: str | None = None) -> str:
    try:
        callback = RECEIVER.parse(body, content_type)
    except WebhookError as error:
        return error.reason
    assert callback.events
    return "read"


@settings(max_examples=examples(100, 30_000))
@given(st.binary(max_size=300), st.none() | st.text(max_size=30))
def test_any_bytes(body: bytes, content_type: str | None) -> None:
    assert outcome(body, content_type) in REASONS


@settings(max_examples=examples(40, 30_000))
@given(st.dictionaries(NAMES, ANY_JSON))
def test_any_fields(fields: dict[str, Any]) -> None:
    assert outcome(json.dumps(fields).encode()) in REASONS


@settings(max_examples=examples(50, 30_000))
@given(st.sampled_from(["DLR_SMS_API", "INBOX_VIBER_SESSION", "VIBER_BUTTON_CLICK", "?"]), ANY_JSON)
def test_any_data_under_a_right_signature(webhook_type: str, data: Any) -> None:
    fields = {**call(), "type": webhook_type, "data": data}
    assert outcome(json.dumps(fields).encode()) in ("read", "malformed")


@settings(max_examples=examples(75, 20_000))
@given(NAMES, ANY_JSON)
def test_any_value_of_one_field(name: str, value: Any) -> None:
    assert outcome(json.dumps({**call(), name: value}).encode()) in {*REASONS, "read"}


DEEP_JSON = as_json(call())[:-1] + b', "x": ' + b"[" * 17 + b"]" * 17 + b"}"
HOSTILE = {
    "larger than any": as_json(call(data={"text": "x" * (1024 * 1024)})),
    "ten megabytes": b"{" + b" " * 10_000_000 + b"}",
    "nested without end": b'{"a":' * 9_000 + b"1" + b"}" * 9_000,
    "arrays without end": b'{"a":' + b"[" * 9_000,
    "a level too many": DEEP_JSON,
    "too many items": b'{"a": [' + b"0," * 400_000 + b"0]}",
    "too many objects": b'{"a": [' + b"{}," * 300_000 + b"{}]}",
    "too many fields": b"a=1&" * 200_000,
    "brackets without end": b"id" + b"[a]" * 300_000 + b"=1",
    "a number of a million digits": b'{"id": ' + b"9" * 1_000_000 + b"}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_too_large_is_malformed_and_memory_is_bounded(name: str) -> None:
    tracemalloc.start()
    try:
        assert outcome(HOSTILE[name]) == "malformed"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MOST_BYTES


def test_the_largest_that_is_taken() -> None:
    """As many reports as one call may have, and memory is bounded with them, too."""
    data = [{"message_id": str(index), "status": "Sent"} for index in range(4_990)]
    tracemalloc.start()
    try:
        assert len(RECEIVER.parse(as_json(call(data=data))).events) == 4_990
        assert len(RECEIVER.parse(as_form(call(data=data))).events) == 4_990
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MOST_BYTES


def test_numbers_that_are_none() -> None:
    body = as_json(call())[:-1] + b', "x": NaN, "y": Infinity, "z": 1e999}'
    assert outcome(body) == "read"


@pytest.mark.parametrize(
    "body",
    [
        as_json(call()).decode().encode("utf-16"),
        as_json(call()).decode().encode("utf-32"),
        gzip.compress(as_json(call()), mtime=0),
        b"[" + as_json(call()) + b"]",
        b"--x\r\nContent-Disposition: form-data; name=id\r\n\r\nevent-1\r\n--x--",
        as_json(call()) + as_json(call()),
        b"\0" + as_json(call()),
    ],
)
def test_other_encodings_are_refused(body: bytes) -> None:
    assert outcome(body) in ("malformed", "no_id")


@pytest.mark.parametrize(
    "time",
    [
        "2026-03-29 03:30:00",
        "2026-10-25 03:30:00",
        "0000-00-00 00:00:00",
        "0001-01-01 00:00:00",
        "9999-12-31 23:59:59",
        "2026-02-30 12:00:00",
        "2026-11-28T12:00:03+99:99",
        "1e999",
        "",
        None,
        10**30,
        [],
    ],
)
@pytest.mark.parametrize("write", [as_json, as_form])
def test_times_that_there_are_not_and_those_that_there_are_twice(write: Any, time: Any) -> None:
    """Whatever is made of it can be shown, compared and stored."""
    data = {"message_id": "1", "status": "DELIVRD", "dlr_date": time}
    callback = RECEIVER.parse(write({**call(data=data), "date": time}))
    (event,) = callback.events
    assert isinstance(event, DeliveryReport)
    assert repr(callback)
    assert pickle.loads(pickle.dumps(callback)) == callback
    for moment in (callback.sent_at, event.at):
        assert moment is None or moment.isoformat()


@pytest.mark.parametrize("number", [10**30, -(10**4_000), 1e308, 5e-324, 2**63, -(2**63) - 1])
def test_numbers_of_any_size(inbox: WebhookInbox, number: float) -> None:
    data = {"id": number, "chat_id": number, "message_id": number, "status": number}
    for webhook_type in ("INBOX_VIBER_SESSION", "DLR_VIBER_SESSION", "VIBER_BUTTON_CLICK"):
        body = as_json(call(webhook_type, data, type=webhook_type))
        assert inbox.accept(body) == 200
    assert [event.raw for event in handled(inbox)] == [data] * 3


def test_half_a_character_is_kept() -> None:
    body = as_json(call(data={"text": "\ud800"}, type="\udfff"))
    (event,) = RECEIVER.parse(body).events
    assert isinstance(event, UnknownEvent)
    assert event.raw == {"text": "\ud800"}


@pytest.mark.parametrize("data", [None, 5, "x", [], {}, [[]], [None], {"0": "x"}])
def test_data_of_a_wrong_type_is_an_unknown_event(data: Any) -> None:
    for event in RECEIVER.parse(as_json({**call(), "data": data})).events:
        assert isinstance(event, UnknownEvent)


def test_a_body_that_says_two_things_counts_as_the_last() -> None:
    body = b'{"id": "2", ' + as_json(call())[1:]
    assert RECEIVER.parse(body).id == "event-1"
    again = f"id=2&id=1&signature={signed('1')}".encode()
    assert RECEIVER.parse(again).id == "1"
