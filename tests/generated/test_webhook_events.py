"""The classes of events read what the service calls back with, and nothing makes them raise."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from turbosms_api.tables.statuses import DELIVERY_STATUSES
from turbosms_api.tables.webhook_types import (
    WEBHOOK_REPEATS,
    WEBHOOK_STATUSES,
    WEBHOOK_TYPES,
)
from turbosms_api.webhook_events import (
    ButtonClick,
    DeliveryReport,
    IncomingMessage,
    read_event,
    status_of_word,
)

KYIV = ZoneInfo("Europe/Kyiv")
AT = dt.datetime(2026, 11, 28, 12, 0, 3, tzinfo=KYIV)
REPORT = {"message_id": "f83f8868", "status": "DELIVRD", "dlr_date": "2026-11-28 12:00:03"}
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
KEYS = st.sampled_from(
    [
        "message_id",
        "status",
        "dlr_date",
        "id",
        "chat_id",
        "added",
        "message",
        "file_id",
        "click_time",
    ]
)


def test_the_tables() -> None:
    assert WEBHOOK_REPEATS == (1, 3, 5, 10, 15, 20, 30, 60, 120)
    assert set(WEBHOOK_STATUSES.values()) <= set(DELIVERY_STATUSES)
    events = {name: each.event for name, each in WEBHOOK_TYPES.items() if each.event}
    assert events == {
        "DLR_SMS_API": "DeliveryReport",
        "DLR_VIBER_API": "DeliveryReport",
        "DLR_VIBER_SESSION": "DeliveryReport",
        "INBOX_VIBER_SESSION": "IncomingMessage",
        "VIBER_BUTTON_CLICK": "ButtonClick",
    }


@pytest.mark.parametrize(
    ("webhook_type", "channel"), [("DLR_SMS_API", "sms"), ("DLR_VIBER_API", "viber")]
)
def test_a_delivery_report(webhook_type: str, channel: str) -> None:
    event = read_event(webhook_type, REPORT)
    assert isinstance(event, DeliveryReport)
    assert (event.type, event.channel) == (webhook_type, channel)
    assert (event.message_id, event.status, event.raw_status) == (
        "f83f8868",
        "Delivered",
        "DELIVRD",
    )
    assert event.at == AT
    assert event.final
    assert event.delivered
    assert event.raw == REPORT


def test_a_report_on_a_message_of_a_chat() -> None:
    event = read_event("DLR_VIBER_SESSION", {"message_id": 31, "status": "Sent"})
    assert isinstance(event, DeliveryReport)
    assert (event.message_id, event.channel, event.at) == ("31", "viber", None)
    assert not event.final


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("DELIVRD", "Delivered"),
        ("UNDELIV", "Undelivered"),
        ("REJECTD", "Rejected"),
        ("EXPIRED", "Expired"),
        ("READ", "Read"),
        ("Sent", "Sent"),
        ("Accepted", "Accepted"),
        ("In Queue", "Queued"),
        ("In Process", "Queued"),
        ("delivrd", "Delivered"),
        ("UNKNOWN", "Unknown"),
        *((name, name) for name in DELIVERY_STATUSES),
    ],
)
def test_words_of_statuses(word: str, status: str) -> None:
    assert status_of_word(word) == status


def test_an_unknown_word_is_kept() -> None:
    event = read_event("DLR_SMS_API", {**REPORT, "status": "BUFFERED"})
    assert isinstance(event, DeliveryReport)
    assert (event.status, event.raw_status) == ("BUFFERED", "BUFFERED")
    assert not event.final
    assert not event.delivered


def test_what_is_not_known_is_in_raw() -> None:
    event = read_event("DLR_SMS_API", {**REPORT, "error": "034"})
    assert isinstance(event, DeliveryReport)
    assert event.raw["error"] == "034"


def test_an_incoming_message() -> None:
    data = {
        "id": 32,
        "chat_id": "1234",
        "added": "2026-11-28 12:00:03",
        "message": "Thank you",
        "file_id": 0,
        "file_url": "",
        "session_id": 12,
    }
    event = read_event("INBOX_VIBER_SESSION", data)
    assert isinstance(event, IncomingMessage)
    assert (event.id, event.chat_id, event.added) == (32, 1234, AT)
    assert (event.message, event.file_id, event.file_url) == ("Thank you", None, None)
    assert "Thank you" not in repr(event)


def test_a_click() -> None:
    data = {"message_id": "f83f8868", "click_time": "2026-11-28 12:00:03"}
    event = read_event("VIBER_BUTTON_CLICK", data)
    assert isinstance(event, ButtonClick)
    assert (event.message_id, event.at) == ("f83f8868", AT)


@pytest.mark.parametrize("webhook_type", ["DLR_SMS_SQL", "DLR_SMS_SOAP", "DLR_SMS_SMPP", "NEW", ""])
def test_types_that_are_not_described(webhook_type: str) -> None:
    assert read_event(webhook_type, REPORT) is None


@pytest.mark.parametrize("data", [{}, {"message_id": "1"}, {"status": "Sent"}, [], None, "x"])
def test_what_is_no_report(data: Any) -> None:
    assert read_event("DLR_SMS_API", data) is None


@settings(max_examples=examples(60, 20_000))
@given(st.sampled_from(sorted(WEBHOOK_TYPES)), ANY_JSON | st.dictionaries(KEYS, ANY_JSON))
def test_nothing_raises(webhook_type: str, data: Any) -> None:
    event = read_event(webhook_type, data)
    assert event is None or event.raw is data
