"""message/sendmulti: many sends in one call, each judged by itself."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.rules, pytest.mark.on_both]

SMS = {"sender": "TurboSMS", "text": "Hello"}


def one(number: str = "380678998668", **more: Any) -> dict[str, Any]:
    return {"recipients": [number], "sms": SMS} | more


def codes(answer: dict[str, Any]) -> dict[str, int]:
    assert answer["response_code"] == 0
    return {key: inner["response_code"] for key, inner in answer["response_result"].items()}


def test_each_request_has_its_own_answer(api: Any) -> None:
    answer = api.call(
        "message/sendmulti",
        {
            "z": one(),
            "a": one("wrong"),
            "": one(),
            "list": [],
            "text": "x",
            "null": None,
            "none": one(recipients=[]),
        },
    )
    assert codes(answer) == {
        "z": 801,
        "a": 305,
        "": 427,
        "list": 300,
        "text": 300,
        "null": 300,
        "none": 202,
    }
    for inner in answer["response_result"].values():
        assert list(inner) == ["response_code", "response_status", "response_result"]


def test_one_after_the_other_they_use_up_the_balance(api: Any) -> None:
    api.account(balance=0.34)
    assert codes(api.call("message/sendmulti", {"a": one(), "b": one("380503288668")})) == {
        "a": 801,
        "b": 203,
    }


def test_numbers_stand_inside_the_requests(api: Any) -> None:
    body = {
        "a": one(sequence_id="1"),
        "b": one("380503288668", sequence_id="1"),
        "c": one(sequence_id="x" * 33),
    }
    first = api.call("message/sendmulti", body)
    assert codes(first) == {"a": 801, "b": 507, "c": 300}
    assert (
        first["response_result"]["b"]["response_result"]
        == first["response_result"]["a"]["response_result"]
    )
    assert codes(api.call("message/sendmulti", body)) == {"a": 507, "b": 507, "c": 300}
    assert len(api.shown()) == 1


def test_token_is_no_request(api: Any) -> None:
    assert codes(api.call("message/sendmulti", {"token": one(), "a": one()})) == {"a": 801}
    assert len(api.shown()) == 1


TRANSPORTS = ["json", "form", "query"]
MINUTES = 60


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_call_that_is_repeated_under_its_number_is_not_executed_again(
    api: Any, transport: str
) -> None:
    first = by(transport, api, "380678998668", "380503288668", sequence_id="evening")
    assert codes(first) == {"a": 801, "b": 801}
    balance = api.user_balance()
    for later in (93, 13 * 24 * 60 * MINUTES):  # beyond the rule of 90 seconds
        api.advance(later)
        assert by(transport, api, "380678998668", "380503288668", sequence_id="evening") == {
            "response_code": 507,
            "response_status": "FAILED_DUPLICATE_REQUEST",
            "response_result": first["response_result"],
        }
    assert (len(api.shown()), api.user_balance()) == (2, balance)
    api.advance(24 * 60 * MINUTES)
    assert codes(by(transport, api, "380678998668", "380503288668", sequence_id="evening")) == {
        "a": 801,
        "b": 801,
    }
    assert len(api.shown()) == 4


@pytest.mark.parametrize("first", TRANSPORTS)
@pytest.mark.parametrize("again", TRANSPORTS)
def test_the_number_of_a_call_holds_across_transports(api: Any, first: str, again: str) -> None:
    by(first, api, "380678998668", sequence_id="evening")
    repeated = by(again, api, "380503288668", "380631234567", sequence_id="evening")
    assert repeated["response_code"] == 507
    assert [*repeated["response_result"]] == ["a"]
    assert len(api.shown()) == 1
    assert by(again, api, "380503288668", sequence_id="morning")["response_code"] == 0


def test_a_call_that_created_nothing_may_be_repeated_with_its_number(api: Any) -> None:
    body = {"sequence_id": "evening", "a": one(), "b": one("wrong")}
    api.account(balance=0)
    assert codes(api.call("message/sendmulti", body)) == {"a": 203, "b": 305}
    api.account(balance=1)
    assert codes(api.call("message/sendmulti", body)) == {"a": 801, "b": 305}
    assert api.code("message/sendmulti", body) == 507


def test_sends_that_were_only_repeated_create_nothing(api: Any) -> None:
    api.call("message/sendmulti", {"a": one(sequence_id="inner")})
    body = {"sequence_id": "outer", "a": one("380503288668", sequence_id="inner")}
    assert codes(api.call("message/sendmulti", body)) == {"a": 507}
    assert codes(api.call("message/sendmulti", {**body, "b": one("380503288668")})) == {
        "a": 507,
        "b": 801,
    }


def test_the_number_of_a_call_is_not_that_of_a_send_in_it(api: Any) -> None:
    inner = {"a": one(sequence_id="same")}
    assert codes(api.call("message/sendmulti", inner)) == {"a": 801}
    outer = {"sequence_id": "same", "b": one("380503288668")}
    assert codes(api.call("message/sendmulti", outer)) == {"b": 801}
    repeated = api.call("message/sendmulti", outer)
    assert (repeated["response_code"], [*repeated["response_result"]]) == (507, ["b"])
    again = api.call("message/sendmulti", inner)
    assert codes(again) == {"a": 507}
    assert [row["phone"] for row in again["response_result"]["a"]["response_result"]] == [
        "380678998668"
    ]
    assert api.code("message/send", one("380631234567", sequence_id="same")) == 801


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_send_under_the_key_sequence_id_is_a_malformed_number(api: Any, transport: str) -> None:
    assert by(transport, api, "380678998668", key="sequence_id")["response_code"] == 300
    assert by(transport, api, "380678998668", sequence_id="")["response_code"] == 300
    assert by(transport, api, "380678998668", sequence_id="x" * 33)["response_code"] == 300
    assert api.shown() == []
    assert codes(by(transport, api, "380678998668", sequence_id="x" * 32)) == {"a": 801}


def by(
    transport: str, api: Any, *numbers: str, key: str = "a", sequence_id: str | None = None
) -> dict[str, Any]:
    """A call with an SMS to each of the numbers, under keys that begin with `key`."""
    keys = [key, *"bc"][: len(numbers)]
    numbered = {} if sequence_id is None else {"sequence_id": sequence_id}
    if transport == "json":
        sends = {key: one(number) for key, number in zip(keys, numbers, strict=True)}
        answer: dict[str, Any] = api.call("message/sendmulti", numbered | sends)
        return answer
    fields = dict(numbered)
    for name, number in zip(keys, numbers, strict=True):
        fields[f"{name}[recipients][0]"] = number
        fields |= {f"{name}[sms][{field}]": value for field, value in SMS.items()}
    path = "/message/sendmulti.json"
    if transport == "form":
        answer = api.request("POST", path, data=fields).json()
    else:
        answer = api.request("GET", path, params=fields).json()
    return answer


@pytest.mark.parametrize("body", [{}, {"token": "x"}, {"sequence_id": "x"}])
def test_without_a_request(api: Any, body: dict[str, Any]) -> None:
    assert api.code("message/sendmulti", body) == 300


def test_by_form_and_query(api: Any) -> None:
    data = {
        "token": "sandbox",
        "a[recipients][0]": "380678998668",
        "a[viber][sender]": "TurboSMS",
        "a[viber][text]": "Hello",
        "a[viber][ttl]": "60",
        "b[recipients][]": "380503288668",
        "b[sms][sender]": "TurboSMS",
        "b[sms][text]": "Hello",
    }
    assert codes(api.request("POST", "/message/sendmulti.json", data=data, headers={}).json()) == {
        "a": 801,
        "b": 801,
    }
    assert codes(api.request("GET", "/message/sendmulti.json", params=data, headers={}).json()) == {
        "a": 427,
        "b": 427,
    }
