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


def test_token_and_sequence_id_are_no_requests(api: Any) -> None:
    body = {"token": one(), "sequence_id": "outer", "a": one()}
    assert codes(api.call("message/sendmulti", body)) == {"a": 801}
    assert codes(api.call("message/sendmulti", body)) == {"a": 427}


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
