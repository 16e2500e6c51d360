"""What webhooks are told: the events of messages, chats and buttons, and the form of a call."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.debian import find
from tests.kit.processes import output
from tests.kit.receiver import SECRET
from turbosms_sandbox.webhooks import all_webhooks
from turbosms_sandbox.webhooks.requests import write_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.receiver import Receiver

pytestmark = pytest.mark.on_both

NUMBER = "380678998668"
BUTTON = {"caption": "Go", "action": "https://example.com/"}
SMS, VIBER, SESSION, INBOX, CLICK = (
    "DLR_SMS_API",
    "DLR_VIBER_API",
    "DLR_VIBER_SESSION",
    "INBOX_VIBER_SESSION",
    "VIBER_BUTTON_CLICK",
)


def words(receiver: Receiver) -> list[tuple[str, str]]:
    """Types and status words of what was told, in the order of events."""
    events = [(each.values["data"], each.summary) for each in receiver.take_once()]
    at = ("dlr_date", "click_time", "added")
    events.sort(key=lambda event: next(event[0][key] for key in at if key in event[0]))
    assert all(number == 1 for _, (_, _, number) in events)
    return [(kind, word) for _, (kind, word, _) in events]


def test_an_sms(api: Any, told: Receiver, ids: Any) -> None:
    (message,) = ids(api.sms(NUMBER))
    api.advance(10)
    calls = told.take_once()
    assert [each.summary for each in calls] == [
        (SMS, "Accepted", 1),
        (SMS, "Sent", 1),
        (SMS, "DELIVRD", 1),
    ]
    assert calls[-1].values == {
        "id": calls[-1].values["id"],
        "signature": calls[-1].values["signature"],
        "type": SMS,
        "date": "2026-02-25 08:13:23",
        "try": 1,
        "data": {"message_id": message, "status": "DELIVRD", "dlr_date": "2026-02-25 08:13:23"},
    }
    assert len({each.values["id"] for each in calls}) == 3
    assert all(each.is_signed for each in calls)
    assert calls[0].head.startswith(b"POST /hook HTTP/1.1\r\n")
    assert "authorization" not in calls[0].headers


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("380001000001", ["Sent", "REJECTD"]),
        ("380001000004", ["Sent", "EXPIRED"]),
        ("380003000001", ["Sent", "DELIVRD", "READ"]),
        (NUMBER, ["Sent", "DELIVRD"]),
    ],
)
def test_a_viber_message(api: Any, told: Receiver, number: str, expected: list[str]) -> None:
    api.viber(number, ttl=60)
    api.advance(100)
    assert words(told) == [(VIBER, word) for word in expected]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("380002000001", ["Accepted", "Sent", "UNDELIV"]),
        ("380002000002", ["Accepted", "Sent", "EXPIRED"]),
        ("380002000003", ["Accepted", "REJECTD"]),
        ("380002000004", ["Accepted", "Failed"]),
        ("380002000005", ["Accepted", "Sent", "Unknown"]),
        ("380002000006", ["Accepted", "Cancelled"]),
        ("380002000007", ["Accepted"]),
    ],
)
def test_each_end_of_an_sms(api: Any, told: Receiver, number: str, expected: list[str]) -> None:
    api.sms(number)
    api.advance(100)
    assert words(told) == [(SMS, word) for word in expected]


def test_a_hybrid_reports_on_both_channels(api: Any, told: Receiver, ids: Any) -> None:
    (message,) = ids(api.hybrid("380001000001"))
    api.advance(100)
    calls = told.take_once()
    assert {each.values["data"]["message_id"] for each in calls} == {message}
    assert [each.summary[:2] for each in calls] == [
        (VIBER, "Sent"),
        (VIBER, "REJECTD"),
        (SMS, "Accepted"),
        (SMS, "Sent"),
        (SMS, "DELIVRD"),
    ]


def test_a_deferred_message_is_queued_first(api: Any, told: Receiver) -> None:
    api.sms(NUMBER, start_time="2026-02-25 10:00:00")
    api.advance(60)
    assert words(told) == [(SMS, "In Queue")]
    api.advance(7200)
    assert words(told) == [(SMS, "Accepted"), (SMS, "Sent"), (SMS, "DELIVRD")]


def test_many_recipients_at_once(
    api: Any, told: Receiver, ids: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than happen in one step, and more than are told at a time."""
    monkeypatch.setattr(all_webhooks, "STEP", 7)
    sent = ids(api.sms(*(f"38050{number:07}" for number in range(30))))
    api.advance(100)
    reported = {each.values["data"]["message_id"] for each in told.take_once()}
    assert reported == set(sent)


def test_reading_and_clicking_as_planned(api: Any, told: Receiver) -> None:
    api.viber("380003000002", count_clicks=1, **BUTTON)
    api.advance(100)
    assert words(told) == [(VIBER, "Sent"), (VIBER, "DELIVRD"), (VIBER, "READ"), (CLICK, "")]


def test_a_click_that_nobody_counts_is_not_told(api: Any, told: Receiver) -> None:
    api.viber("380003000002", **BUTTON)
    api.advance(100)
    assert words(told) == [(VIBER, "Sent"), (VIBER, "DELIVRD"), (VIBER, "READ")]


@pytest.mark.parametrize("number", [NUMBER, "380003000002"])
def test_what_a_tester_does_is_told_once(api: Any, told: Receiver, ids: Any, number: str) -> None:
    """In place of what the recipient would have done on its own later."""
    (message,) = ids(api.viber(number, count_clicks=1, **BUTTON))
    api.advance(3)
    told.take()
    api.read(message)
    api.click(message)
    api.click(message)
    api.advance(100)
    calls = told.take_once()
    assert [each.summary[:2] for each in calls] == [(VIBER, "READ"), (CLICK, "")]
    assert calls[1].values["data"] == {
        "message_id": message,
        "click_time": "2026-02-25 08:13:23",
    }


def test_replies_and_session_messages(api: Any, told: Receiver) -> None:
    reply = api.reply(NUMBER, "Where is my order?")
    api.advance(0)
    (call,) = told.take_once()
    assert call.summary == (INBOX, "", 1)
    data = call.values["data"]
    assert (data["id"], data["chat_id"]) == (reply.message_id, reply.chat_id)
    assert (data["message"], data["session_id"]) == ("Where is my order?", reply.session_id)
    sent = api.chat("send", chat_id=reply.chat_id, message="On its way.")
    api.advance(10)
    calls = told.take_once()
    assert [each.summary[:2] for each in calls] == [(SESSION, "Sent"), (SESSION, "DELIVRD")]
    assert {each.values["data"]["message_id"] for each in calls} == {sent["message_id"]}


def test_a_recipient_who_answers_alone(api: Any, told: Receiver) -> None:
    api.viber("380003000003")
    api.advance(100)
    assert words(told)[-1] == (INBOX, "")


def test_a_webhook_is_told_what_it_asked_for(
    api: Any, receiver: Receiver, set_webhooks: Callable[..., Any]
) -> None:
    first = receiver.webhook(url=f"{receiver.url}/first", events=[SMS])
    second = receiver.webhook(url=f"{receiver.url}/second", events=[VIBER, SMS])
    set_webhooks(first, second)
    api.hybrid("380001000001")
    api.advance(100)
    told: dict[str, list[str]] = {"first": [], "second": []}
    for each in receiver.take_once():
        told[each.head.split(b" ")[1][1:].decode()].append(each.summary[0])
    # An event has one id, whomever it is told, so `take_once` has each of them once.
    assert sorted(told["first"] + told["second"]) == [SMS] * 3 + [VIBER] * 2
    calls = api.control("GET", "webhooks/calls")["calls"]
    by_url = [(each["url"].rpartition("/")[2], each["type"]) for each in calls]
    assert sorted(by_url) == [("first", SMS)] * 3 + [("second", SMS)] * 3 + [("second", VIBER)] * 2
    assert len({each["id"] for each in calls}) == 5


def test_nothing_is_told_about_what_was_sent_before(
    api: Any, receiver: Receiver, ids: Any, set_webhooks: Callable[..., Any]
) -> None:
    """But what recipients do with it is."""
    (message,) = ids(api.viber(NUMBER))
    set_webhooks(receiver.webhook())
    api.advance(100)
    assert receiver.take() == []
    api.read(message)
    api.advance(0)
    assert receiver.summaries() == [(VIBER, "READ", 1)]


def test_a_webhook_that_is_gone_is_told_nothing_more(
    api: Any, told: Receiver, set_webhooks: Callable[..., Any]
) -> None:
    api.sms(NUMBER)
    api.advance(2)
    assert words(told) == [(SMS, "Accepted"), (SMS, "Sent")]
    set_webhooks()
    api.advance(100)
    assert told.take() == []
    set_webhooks(told.webhook())
    api.advance(100)
    assert told.take() == []
    api.sms(NUMBER, text="Another")
    api.advance(0)
    assert words(told) == [(SMS, "Accepted")]


def test_a_new_secret_counts_from_the_next_call_on(
    api: Any, told: Receiver, set_webhooks: Callable[..., Any]
) -> None:
    set_webhooks(told.webhook(secret="old"))
    api.sms(NUMBER)
    api.advance(0)
    assert not any(each.is_signed for each in told.take())
    set_webhooks(told.webhook(secret=SECRET))
    api.advance(10)
    assert all(each.is_signed for each in told.take())


def test_basic_authentication(
    api: Any, receiver: Receiver, set_webhooks: Callable[..., Any]
) -> None:
    set_webhooks(receiver.webhook(login="магазин", password="a:b"))
    api.sms(NUMBER)
    api.advance(0)
    scheme, _, credentials = receiver.take()[0].headers["authorization"].partition(" ")
    assert (scheme, base64.b64decode(credentials).decode()) == ("Basic", "магазин:a:b")


def test_a_form(api: Any, receiver: Receiver, set_webhooks: Callable[..., Any]) -> None:
    set_webhooks(receiver.webhook(format="form"))
    reply = api.reply(NUMBER, "Ціна & [знижка] = 10%")
    api.advance(0)
    (call,) = receiver.take_once()
    assert call.headers["content-type"] == "application/x-www-form-urlencoded"
    assert b"&data%5Bmessage%5D=%D0%A6%D1%96%D0%BD%D0%B0+%26+%5B" in call.body
    assert call.values["data"]["message"] == "Ціна & [знижка] = 10%"
    assert call.values["data"]["chat_id"] == str(reply.chat_id)
    assert call.is_signed


def test_a_form_is_that_of_php() -> None:
    values = {
        "id": "a-1",
        "try": 2,
        "none": None,
        "data": {"message_id": "x y", "rows": [{"a": True, "b": False}, {"c": "é~*'()"}], "e": {}},
    }
    script = "echo http_build_query(json_decode(stream_get_contents(STDIN), true));"
    php = output(find("php"), "-n", "-r", script, input=json.dumps(values))
    assert write_form(values) == php
