"""What the documentation says about messages, where no other test shows it.

See tests/contract/statements.yaml.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.kit.facts import documented_answer
from turbosms_api.tables.file_types import FILE_TYPES
from turbosms_api.tables.statuses import DELIVERY_STATUSES, REJECTION_REASONS

PHONE = "380678998668"
BUTTON = {"caption": "Track", "action": "https://example.com/1"}


def test_viber_is_promotional_unless_it_says_otherwise(api: Any) -> None:
    for number, flag in enumerate((None, 0, "yes", "true")):
        api.viber(text=f"Text {number}", is_transactional=flag)
    assert [message["channels"][0]["rate"] for message in api.shown()] == ["promotional"] * 4
    assert {message["channels"][0]["price"] for message in api.shown()} == {0.5}


def test_a_row_for_each_recipient_with_an_id_or_the_reason(api: Any) -> None:
    rows = api.sms(PHONE, "12", PHONE)["response_result"]
    assert [list(row) for row in rows] == [
        ["phone", "response_code", "message_id", "response_status"]
    ] * 3
    assert [(row["phone"], row["response_code"], row["response_status"]) for row in rows] == [
        (PHONE, 0, "OK"),
        ("12", 305, "INVALID_PHONE"),
        (PHONE, 407, "NOT_ALLOWED_RECIPIENT_DUPLICATE"),
    ]
    assert [row["message_id"] is None for row in rows] == [False, True, True]


def test_the_answers_within_sendmulti_are_those_of_send(api: Any) -> None:
    body = {"recipients": [PHONE, "12"], "sms": {"sender": "TurboSMS", "text": "Hello"}}
    alone = api.send(**body)
    inner = api.call(
        "message/sendmulti", {"a": body | {"text": "x", "sms": {"sender": "TurboSMS"}}}
    )
    one = inner["response_result"]["a"]
    assert list(one) == list(alone)
    assert [list(row) for row in one["response_result"]] == [
        list(row) for row in alone["response_result"]
    ]
    assert (one["response_code"], one["response_status"]) == (
        alone["response_code"],
        alone["response_status"],
    )


def test_details_and_their_fields(api: Any, ids: Any) -> None:
    (sms,) = api.details(*ids(api.sms()))
    (viber,) = api.details(*ids(api.viber(image_url="https://example.com/a.png", **BUTTON)))
    assert (
        list(sms)
        == list(viber)
        == ["message_id", "sms", "viber", "response_code", "response_status"]
    )
    assert (sms["viber"], viber["sms"]) == (None, None)
    _, documented, _ = documented_answer("message/details")["response_result"]
    assert sorted(sms["sms"]) == sorted(documented["sms"])
    assert sorted(viber["viber"]) == sorted(documented["viber"])
    assert {name: viber["viber"][name] for name in BUTTON} == BUTTON
    assert viber["viber"]["ttl"] == 3600
    assert (sms["sms"]["start"], viber["viber"]["start"]) == (None, None)
    assert (sms["sms"]["recipient"], sms["sms"]["sender"], sms["sms"]["text"]) == (
        PHONE,
        "TurboSMS",
        "Hello",
    )


def test_the_start_is_the_time_that_was_asked_for(api: Any, ids: Any) -> None:
    start = datetime.fromisoformat(api.advance(0)) + timedelta(hours=3)
    written = start.strftime("%Y-%m-%d %H:%M")
    answer = api.sms(start_time=written)
    assert answer["response_code"] == 800
    (details,) = api.details(*ids(answer))
    assert (details["sms"]["start"], details["sms"]["sent"]) == (f"{written}:00", None)


def test_segments_make_the_price(api: Any, ids: Any) -> None:
    (details,) = api.details(*ids(api.sms(text="ж" * 71)))
    assert (details["sms"]["segments"], details["sms"]["price"]) == (2, 0.68)


def test_status_and_its_fields(api: Any, ids: Any) -> None:
    (sms,), (viber,) = (api.status(*ids(answer)) for answer in (api.sms(), api.viber()))
    common = [
        "message_id",
        "recipient",
        "sent",
        "updated",
        "status",
        "type",
        "response_code",
        "response_status",
    ]
    assert sorted(sms) == sorted(common)
    assert sorted(viber) == sorted([*common, "rejected_status", "click_time"])
    assert (sms["type"], viber["type"], viber["rejected_status"], viber["click_time"]) == (
        "sms",
        "viber",
        "",
        None,
    )


def test_a_message_in_the_queue_was_not_sent_yet(api: Any, ids: Any) -> None:
    message_id = ids(api.sms(*(f"38067000000{i}" for i in range(6))))[0]
    assert (api.status(message_id)[0]["status"], api.status(message_id)[0]["sent"]) == (
        "Queued",
        None,
    )
    api.advance(10)
    assert api.status(message_id)[0]["sent"] is not None


def test_updated_is_the_time_of_the_last_status(api: Any, ids: Any) -> None:
    message_id = ids(api.viber("380003000001"))[0]
    seen = set()
    for _ in range(6):
        seen.add((api.status(message_id)[0]["status"], api.status(message_id)[0]["updated"]))
        api.advance(1)
    assert len(seen) == len({status for status, _ in seen}) == 3


def test_every_status_is_reached(api: Any, ids: Any) -> None:
    """Each of the eleven, by a recipient or at a moment that has it."""
    by_sms = ids(api.sms("380670000001", *(f"38000200000{i}" for i in range(1, 8))))
    by_viber = ids(
        api.viber("380670000001", *(f"38000100000{i}" for i in range(1, 5)), "380003000001")
    )
    seen: set[str] = set()
    for seconds in (0, 1, 1, 1, 3, 3600):
        api.advance(seconds)
        seen |= {row["status"] for row in api.status(*by_sms, *by_viber)}
    assert seen == set(DELIVERY_STATUSES)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_reason_of_a_rejection(api: Any, ids: Any, number: int) -> None:
    reason = list(REJECTION_REASONS)[number - 1]
    message_id = ids(api.viber(f"38000100000{number}"))[0]
    assert api.status(message_id)[0]["rejected_status"] == ""
    api.advance(60)
    assert (api.status(message_id)[0]["status"], api.status(message_id)[0]["rejected_status"]) == (
        "Rejected",
        reason,
    )


@pytest.mark.parametrize(
    "extension", [row.extension for row in FILE_TYPES.values() if row.send and row.upload]
)
def test_every_type_of_file_can_be_sent(api: Any, extension: str) -> None:
    """Documents under their name, images as images.

    Some types share a media type, and so an extension, here.
    """
    row = FILE_TYPES[extension]
    data = f"data:{row.media_type},{extension}"
    file_id = api.call("file/add", {"data": data})["response_result"]["id"]
    body: dict[str, Any] = {"sender": "TurboSMS", "file_id": file_id}
    if row.kind == "document":
        body["caption"] = f"name.{extension}"
    assert api.code("message/send", {"recipients": [PHONE], "viber": body}) == 801
    sent = api.shown()[0]["channels"][0]
    expected = (
        ("file", "transactional", 0.36)
        if row.kind == "document"
        else ("image_file", "promotional", 0.5)
    )
    assert (sent["kind"], sent["rate"], sent["price"]) == expected


def test_an_undelivered_message_ends_with_its_ttl(api: Any, ids: Any) -> None:
    message_id = ids(api.viber("380001000004", ttl=60))[0]
    api.advance(59)
    assert api.status(message_id)[0]["status"] == "Sent"
    api.advance(1)
    assert api.status(message_id)[0]["status"] == "Expired"


def test_the_image_is_shown(api: Any) -> None:
    api.viber(image_url="https://example.com/a.png", **BUTTON)
    assert api.shown()[0]["channels"][0]["image_url"] == "https://example.com/a.png"


def test_a_recipient_alone_is_an_array_too(api: Any) -> None:
    assert (
        api.send(recipients=PHONE, sms={"sender": "TurboSMS", "text": "Hello"})["response_code"]
        == 300
    )
    assert (
        api.send(recipients=[PHONE], sms={"sender": "TurboSMS", "text": "Hello"})["response_code"]
        == 801
    )


@pytest.mark.parametrize(
    ("value", "flash"), [(1, 1), ("1", 1), (0, 0), ("yes", 0), (True, 1), (2, 0), (None, 0)]
)
def test_flash_is_1_and_nothing_else(api: Any, value: Any, flash: int) -> None:
    api.sms(is_flash=value)
    assert api.shown()[0]["channels"][0]["is_flash"] == flash


@pytest.mark.parametrize(
    ("value", "counted"),
    [(1, True), ("1", True), (True, True), (0, False), ("on", False), (None, False)],
)
def test_clicks_are_counted_if_asked_for(api: Any, ids: Any, value: Any, counted: bool) -> None:
    message_id = ids(api.viber("380003000002", count_clicks=value, **BUTTON))[0]
    api.advance(60)
    assert (api.status(message_id)[0]["click_time"] is not None) is counted


def test_balance_takes_no_body(api: Any) -> None:
    assert api.call("user/balance")["response_result"] == {"balance": 10000.0}
