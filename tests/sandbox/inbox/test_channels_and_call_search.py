"""What the inbox finds: messages by their channel, calls by what they are about."""

from __future__ import annotations

import json
from typing import Any

import pytest

from turbosms_sandbox.http.call_summary import MAX_READ, summarise


def texts(api: Any, **query: Any) -> list[str]:
    """What a search finds, newest first."""
    return [message["channels"][0]["text"] for message in api.shown(**query)]


def test_messages_by_channel(api: Any) -> None:
    api.sms(text="SMS alone")
    api.viber(text="Viber alone")
    # Viber refuses the first of these, so that the SMS takes its place.
    api.hybrid("380001000002", viber={"text": "Refused"}, sms={"text": "Instead"})
    api.hybrid("380503288668", viber={"text": "Arrives"}, sms={"text": "Not needed"})
    assert texts(api, channel="viber") == ["Arrives", "Refused", "Viber alone"]
    assert texts(api, channel="sms") == ["SMS alone"]
    api.advance(60)
    assert texts(api, channel="viber") == ["Arrives", "Refused", "Viber alone"]
    assert texts(api, channel="sms") == ["Refused", "SMS alone"]
    assert texts(api, channel="sms", sender="TurboSMS", search="instead") == ["Refused"]
    assert texts(api, channel="viber", search="alone") == ["Viber alone"]
    assert texts(api, channel="sms", recipient="380503288668") == []
    assert texts(api, channel="sms", search="380503288668") == []
    answer = api.request("GET", "/sandbox/messages", params={"channel": "fax"})
    assert answer.status_code == 400
    assert answer.json()["error"] == "channel: one of viber, sms is needed"


def test_calls_by_what_they_are_about(api: Any) -> None:
    api.sms(text="Your code is 4711")
    api.viber("380503288668", text="Знижка")
    api.call("user/balance")
    api.request("GET", "/message/ping.json", headers={})

    def found(words: str, **query: Any) -> list[str]:
        answer = api.request("GET", "/sandbox/calls", params={"search": words, **query})
        return [call["operation"] for call in answer.json()["calls"]]

    assert found("CODE IS") == found("067 899") == ["message/send"]
    assert found("знижка") == found("380503288668") == ["message/send"]
    assert found("balance") == ["user/balance"]
    assert found("required_token") == found("103") == ["message/ping"]
    assert found("message/") == ["message/ping", "message/send", "message/send"]
    assert found("message/", limit=1) == ["message/ping"]
    assert found("nothing like it") == []
    rows = api.request("GET", "/sandbox/calls").json()["calls"]
    assert [(row["numbers"], row["number_count"], row["text"]) for row in rows] == [
        ([], 0, ""),
        ([], 0, ""),
        (["380503288668"], 1, "Знижка"),
        (["380678998668"], 1, "Your code is 4711"),
    ]


@pytest.mark.parametrize(
    ("body", "numbers", "text"),
    [
        ({"recipients": ["1", "2", "1"], "sms": {"text": "Hi"}}, ("1", "2"), "Hi"),
        ({"recipients": {"0": 380}, "text": "Top", "viber": {"text": "V"}}, ("380",), "Top"),
        ({"a": {"recipients": ["1"], "text": "x"}, "b": {"recipients": "2"}}, ("1", "2"), "x"),
        ({"recipient": "1", "message": "In a chat"}, ("1",), "In a chat"),
        ({"text": None, "recipients": [None, True, 1.5], "sms": []}, (), ""),
        ([], (), ""),
        ([[[[[[[[{"text": "too deep"}]]]]]]]], (), ""),
    ],
)  # fmt: skip
def test_what_a_request_is_about(body: Any, numbers: tuple[str, ...], text: str) -> None:
    assert summarise(json.dumps(body).encode(), b"") == (numbers, text)


@pytest.mark.parametrize("as_query", [True, False])
def test_a_form_is_about_the_same(as_query: bool) -> None:
    form = b"recipients[0]=380678998668&recipients%5B1%5D=380503288668&sms%5Btext%5D=Hi+you&token=x"
    body, query = (b"", form) if as_query else (form, b"")
    assert summarise(body, query) == (("380678998668", "380503288668"), "Hi you")


def test_what_cannot_be_read_is_about_little() -> None:
    assert summarise(b"", b"") == summarise(b"\xff\xfe", b"") == ((), "")
    assert summarise(b"[" * 100_000, b"") == ((), "")
    assert summarise(b'{"recipients": ["380678998668"], ', b"") == (("380678998668",), "")
    assert summarise(b"a=1&" * 100_000, b"") == ((), "")
    long = json.dumps({"recipients": ["380678998668"] * MAX_READ, "text": "x"}).encode()
    numbers, text = summarise(long, b"")
    assert (set(numbers), text) == ({"380678998668"}, "")
