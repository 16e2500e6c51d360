"""What was sent, where it is and what is left: the documented answers to reads, and odd ones."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from tests.kit.answers import accepted, envelope
from tests.kit.facts import documented_answer
from turbosms_client import APIError, InvalidParameterError, ProtocolError, ResultCode

if TYPE_CHECKING:
    from tests.kit.clients import AnyClient
    from tests.kit.service import Service

A, B = "380501111111", "380502222222"
IDS = [
    "2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba",
    "f83f8868-5e46-c6cf-e4fb-615e5a293754",
    "c51f4301-5e3c-78c9-134b-d1ce1e56a9ff",
]
KYIV = ZoneInfo("Europe/Kyiv")


@pytest.mark.parametrize(
    ("amount", "read"),
    [(b"12345.67", "12345.67"), (b"0.1", "0.10"), (b"5", "5.00"), (b'"7.10"', "7.10")],
)
def test_money_is_exact(ask: AnyClient, service: Service, amount: bytes, read: str) -> None:
    service.answers(
        b'{"response_code":0,"response_status":"OK","response_result":{"balance":%s}}' % amount
    )
    assert ask.user.balance() == Decimal(read)
    assert str(ask.user.balance()) == read


@pytest.mark.parametrize(
    "result", [None, {}, [], {"balance": None}, {"balance": "much"}, {"balance": True}, "x"]
)
def test_a_balance_that_cannot_be_read(ask: AnyClient, service: Service, result: Any) -> None:
    service.answers(envelope(0, result))
    with pytest.raises(ProtocolError, match="balance"):
        ask.user.balance()


def test_the_documented_status(ask: AnyClient, service: Service) -> None:
    service.answers(documented_answer("message/status"))
    made = ask.message.status(list(reversed(IDS)))
    assert list(made) == list(reversed(IDS))
    unknown, read, queued = (made[number] for number in IDS)
    assert service.bodies == [{"messages": list(reversed(IDS))}]
    assert (unknown.code, unknown.status, unknown.final, unknown.delivered) == (
        414,
        None,
        True,
        False,
    )
    assert (read.code, read.status, read.type, read.final, read.delivered) == (
        0,
        "Read",
        "viber",
        True,
        True,
    )
    assert read.sent == dt.datetime(2020, 1, 29, 10, 19, 21, tzinfo=KYIV)
    assert read.click_time == dt.datetime(2020, 1, 29, 10, 22, 54, tzinfo=KYIV)
    assert (read.recipient, read.rejected_status) == ("recipient_2", None)
    assert (queued.status, queued.type, queued.sent, queued.final) == ("Queued", "sms", None, False)


def test_the_documented_details(ask: AnyClient, service: Service) -> None:
    service.answers(documented_answer("message/details"))
    found: list[Any] = [*ask.message.details(IDS).values()]
    unknown, hybrid, viber = found
    assert (unknown.code, unknown.sms, unknown.viber, unknown.final, unknown.price) == (
        414,
        None,
        None,
        True,
        None,
    )
    assert hybrid.sms.price == Decimal("0.34")
    assert (hybrid.sms.segments, hybrid.sms.ttl, hybrid.sms.text) == (
        1,
        86400,
        "TurboSMS welcomes you to SMS!",
    )
    assert (hybrid.viber.status, hybrid.viber.rejected_status) == (
        "Rejected",
        "SRVC_NOT_VIBER_USER",
    )
    assert (hybrid.viber.file_id, hybrid.viber.is_transactional) == (None, False)
    assert (hybrid.final, hybrid.delivered, hybrid.price, hybrid.deciding) == (
        True,
        True,
        Decimal("0.34"),
        hybrid.sms,
    )
    assert viber.viber.start == dt.datetime(2022, 1, 28, 12, 0, tzinfo=KYIV)
    assert (viber.viber.is_transactional, viber.viber.price, viber.delivered) == (
        True,
        Decimal("0.36"),
        True,
    )


@pytest.mark.parametrize(
    ("channel", "status", "awaits"),
    [
        ("viber", "Rejected", True),
        ("viber", "Expired", True),
        ("viber", "Cancelled", False),
        ("viber", "Delivered", False),
        ("viber", "Sent", False),
        ("sms", "Undelivered", False),
    ],
)
def test_an_sms_may_follow_a_failed_viber_message(
    ask: AnyClient, service: Service, channel: str, status: str, awaits: bool
) -> None:
    known = {"message_id": "a", "response_code": 0, "response_status": "OK"}
    service.answers(envelope(0, [{**known, "type": channel, "status": status}]))
    assert ask.message.status("a")["a"].awaits_sms is awaits
    alone = {"viber": None, "sms": None, channel: {"status": status}}
    service.answers(envelope(0, [{**known, **alone}]))
    assert ask.message.details("a")["a"].awaits_sms is awaits
    both = {"viber": {"status": status}, "sms": {"status": "Queued"}}
    service.answers(envelope(0, [{**known, **both}]))
    assert not ask.message.details("a")["a"].awaits_sms


def test_ids_come_from_a_report_a_list_or_one(ask: AnyClient, service: Service) -> None:
    service.answers(accepted(A, B))
    report = ask.message.send([A, B], text="x")
    service.answers(envelope(0, []))
    for messages in (report, report.message_ids, f"id-{A}", iter([f"id-{A}", f"id-{A}"])):
        ask.message.status(messages)
    asked = [body["messages"] for body in service.bodies[1:]]
    assert asked == [[f"id-{A}", f"id-{B}"], [f"id-{A}", f"id-{B}"], [f"id-{A}"], [f"id-{A}"]]


@pytest.mark.parametrize("messages", [[], "", None, 5, [5], [""], "\ud800", ["a", "\udfff"]])
def test_no_ids(ask: AnyClient, messages: Any) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        ask.message.details(messages)
    assert (caught.value.parameter, caught.value.code) == ("messages", 300)


def test_an_unknown_status_and_extra_fields_are_kept(ask: AnyClient, service: Service) -> None:
    row = {
        "message_id": "a",
        "response_code": 0,
        "response_status": "OK",
        "status": "Teleported",
        "colour": "red",
    }
    service.answers(envelope(0, [row]))
    status = ask.message.status("a")["a"]
    assert (status.status, status.final, status.delivered, status.extra) == (
        "Teleported",
        False,
        False,
        {"colour": "red"},
    )


def test_missing_fields_are_empty(ask: AnyClient, service: Service) -> None:
    half = {
        "status": "Delivered",
        "price": "0.34",
        "segments": "2",
        "updated": "",
        "ttl": "long",
        "colour": "red",
    }
    service.answers(
        envelope(0, [{"message_id": "a", "response_code": "0", "sms": half, "viber": []}])
    )
    details: Any = ask.message.details("a")["a"]
    assert (details.code, details.viber, details.delivered) == (ResultCode.OK, None, True)
    assert (details.sms.price, details.sms.segments, details.sms.updated) == (
        Decimal("0.34"),
        2,
        None,
    )
    assert (details.sms.text, details.sms.ttl, details.sms.extra) == (None, None, {"colour": "red"})
    service.answers(envelope(0, [{"message_id": "a", "response_code": 0}]))
    assert ask.message.status("a")["a"].status is None


@pytest.mark.parametrize(
    "odd",
    [
        None,
        5,
        [],
        {},
        {"message_id": None, "response_code": 0},
        {"message_id": "b"},
        {"message_id": "b", "response_code": "OK"},
        {"message_id": "b", "response_code": 0, "sms": "x", "viber": 5},
    ],
)
def test_an_unreadable_row_loses_no_other(ask: AnyClient, service: Service, odd: Any) -> None:
    service.answers(
        envelope(0, [odd, {"message_id": "a", "response_code": 0, "sms": None, "viber": None}])
    )
    assert list(ask.message.details(["b", "a"])) == ["a"]


@pytest.mark.parametrize("result", [None, [], {}, "x"])
def test_no_rows(ask: AnyClient, service: Service, result: Any) -> None:
    service.answers(envelope(0, result))
    assert ask.message.status(["a"]) == {}


def test_rows_count_under_any_overall_code(ask: AnyClient, service: Service) -> None:
    service.answers(
        envelope(414, [{"message_id": "A", "response_code": 414}], "NOT_ALLOWED_MESSAGE_ID")
    )
    assert ask.message.status(["a"])["a"].code == 414
    service.answers(envelope(307, None, "INVALID_MESSAGE_ID"))
    with pytest.raises(APIError) as caught:
        ask.message.status(["a"])
    assert caught.value.code == 307
