"""What the service in use is said to answer otherwise than documented, on demand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import code
from turbosms_sandbox.account.quirks import QUIRKS

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.on_both

A, B, C = "380678998668", "380503288668", "380931234567"
REFUSED = "380000000404"


def one(*numbers: str, text: str = "Hello") -> dict[str, Any]:
    return {"recipients": [*numbers], "sms": {"sender": "TurboSMS", "text": text}}


def raw(api: Any, operation: str, data: Any) -> str:
    """The answer as it is written."""
    content = json.dumps(data)
    headers = {"Authorization": "Bearer sandbox", "Content-Type": "application/json"}
    text: str = api.request("POST", f"/{operation}.json", content=content, headers=headers).text
    return text


def names(answer: dict[str, Any]) -> list[tuple[int, str]]:
    rows = answer["response_result"]
    return [(row["response_code"], row["response_status"]) for row in rows]


def test_none_is_there_unless_asked_for(api: Any) -> None:
    assert api.account()["quirks"] == []
    assert api.account(quirks=["lists", "row_codes", "lists"])["quirks"] == ["row_codes", "lists"]
    assert api.account(balance=5)["quirks"] == ["row_codes", "lists"]
    assert api.account(quirks=[])["quirks"] == []


@pytest.mark.parametrize("value", [["nonsense"], "lists", [""], [5], None, {"lists": True}])
def test_names_that_are_none(api: Any, value: Any) -> None:
    answer = api.request("PATCH", "/sandbox/account", json={"quirks": value, "balance": 0})
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("quirks: ")
    assert api.account()["balance"] == 10_000
    if value == ["nonsense"]:
        assert all(name in answer.json()["error"] for name in QUIRKS)


def test_a_reset_takes_them_away(api: Any) -> None:
    api.account(quirks=["row_codes"])
    api.request("POST", "/sandbox/reset")
    assert api.account()["quirks"] == []


@pytest.mark.parametrize(
    ("count", "more", "expected"),
    [(1, {}, 801), (5, {}, 801), (6, {}, 800), (1, {"start_time": "2026-03-01 10:00"}, 800)],
)
def test_rows_have_the_code_of_their_send(
    api: Any, count: int, more: dict[str, Any], expected: int
) -> None:
    api.account(quirks=["row_codes"])
    numbers = [f"38050000000{place}" for place in range(count)]
    answer = api.sms(*numbers, REFUSED, **more)
    name = {800: "SUCCESS_MESSAGE_ACCEPTED", 801: "SUCCESS_MESSAGE_SENT"}[expected]
    assert code(answer) == expected + 2
    assert names(answer) == [(expected, name)] * count + [(404, "NOT_ALLOWED_NUMBER_STOPLIST")]


def test_a_repeat_has_the_rows_of_the_first_send(api: Any) -> None:
    api.account(quirks=["row_codes"])
    first = api.send(sequence_id="one", **one(A))
    api.account(quirks=[])
    again = api.send(sequence_id="one", **one(A))
    assert (code(again), names(again)) == (507, names(first)) == (507, [(801, names(first)[0][1])])


def test_a_single_send_is_queued(api: Any) -> None:
    api.account(quirks=["single_queued"])
    assert code(api.sms(A)) == 800
    assert code(api.sms(A, B, text="Other")) == 801
    assert code(api.call("message/sendmulti", {"a": one(C)})["response_result"]["a"]) == 800
    assert [message["status"] for message in api.shown(recipient=A)] == ["Accepted", "Accepted"]


@pytest.mark.parametrize("name", ["viber", "sms"])
def test_the_balance_pays_for_some(api: Any, name: str) -> None:
    price = {"viber": 0.5, "sms": 0.34}[name]
    api.account(quirks=["balance_in_rows"], balance=price * 2 + 0.1)
    send: Callable[..., dict[str, Any]] = getattr(api, name)
    answer = send(A, "wrong", B, C)
    assert (code(answer), [row[0] for row in names(answer)]) == (803, [0, 305, 0, 203])
    assert names(answer)[-1] == (203, "REQUIRED_BALANCE")
    assert answer["response_result"][-1]["message_id"] is None
    assert api.user_balance() == pytest.approx(0.1)
    assert {message["recipient"] for message in api.shown()} == {A, B}
    answer = send(C, B, text="Other")
    assert (code(answer), [row[0] for row in names(answer)]) == (203, [203, 203])
    assert len(api.shown()) == 2


def test_nobody_is_remembered_who_could_not_be_paid_for(api: Any) -> None:
    api.account(quirks=["balance_in_rows"], balance=0.34)
    assert code(api.send(sequence_id="one", **one(A))) == 801
    assert code(api.send(sequence_id="two", **one(B))) == 203
    api.account(balance=1)
    assert code(api.send(sequence_id="two", **one(B))) == 801


def test_the_outer_code_is_zero_over_refused_rows(api: Any) -> None:
    api.account(quirks=["outer_ok"])
    assert code(api.sms(A)) == 801
    partly = api.sms(REFUSED, B)
    assert (code(partly), partly["response_status"]) == (0, "OK")
    assert [row[0] for row in names(partly)] == [404, 0]
    nobody = api.sms(REFUSED, "wrong")
    assert (code(nobody), [row[0] for row in names(nobody)]) == (0, [404, 305])
    many = api.call("message/sendmulti", {"a": one("wrong"), "b": one(C)})["response_result"]
    assert {key: code(inner) for key, inner in many.items()} == {"a": 0, "b": 801}
    assert code(api.send(recipients=[A])) == 300


def test_maps_with_running_numbers_are_lists(api: Any) -> None:
    api.account(quirks=["lists"])
    requests = {"0": one(A), "1": one("wrong")}
    rows = json.loads(raw(api, "message/sendmulti", requests))["response_result"]
    assert [inner["response_code"] for inner in rows] == [801, 305]
    for keys in (("1", "0"), ("0", "2"), ("1",), ("a",), ("00",)):
        sends = {key: one("wrong") for key in keys}
        assert list(api.call("message/sendmulti", sends)["response_result"]) == [*keys]


def test_keys_come_in_another_order(api: Any) -> None:
    api.account(quirks=["key_order"])
    answer = raw(api, "message/send", one(A, "wrong"))
    start = (
        '{"response_status":"SUCCESS_MESSAGE_PARTIAL_SENT","response_code":803,'
        '"response_result":[{"phone":"380678998668","message_id":"'
    )
    assert answer.startswith(start)
    envelope = json.loads(answer)
    order = ["phone", "message_id", "response_code", "response_status"]
    assert [list(row) for row in envelope["response_result"]] == [order, order]
    message_id = envelope["response_result"][0]["message_id"]
    row = json.loads(raw(api, "message/status", {"messages": [message_id]}))["response_result"][0]
    assert list(row) != sorted(row)
    assert list(row)[-1] == "message_id"


def test_again_in_a_minute(api: Any) -> None:
    api.account(quirks=["code_438"])
    assert code(api.sms(A)) == 801
    assert api.sms(B) == {
        "response_code": 438,
        "response_status": "UNKNOWN_438",
        "response_result": None,
    }
    api.advance(59.9)
    assert code(api.sms(B)) == 438
    assert code(api.send(recipients=[B])) == 300
    api.advance(0.1)
    assert code(api.sms(B)) == 801
    many = api.call("message/sendmulti", {"a": one(C)})["response_result"]
    assert code(many["a"]) == 438
    assert len(api.shown()) == 2


def test_a_repeat_is_answered_within_the_minute(api: Any) -> None:
    api.account(quirks=["code_438"])
    assert code(api.send(sequence_id="one", **one(A))) == 801
    assert code(api.send(sequence_id="one", **one(A))) == 507


def test_all_together(api: Any) -> None:
    api.account(quirks=list(QUIRKS))
    sent = json.loads(raw(api, "message/send", one(A)))
    assert (code(sent), [row[0] for row in names(sent)]) == (800, [800])
    message_id = sent["response_result"][0]["message_id"]
    for operation in ("message/status", "message/details"):
        answer = json.loads(raw(api, operation, {"messages": [message_id]}))
        assert answer["response_result"][0]["response_code"] == 0
    assert json.loads(raw(api, "user/balance", []))["response_result"] == {"balance": 9999.66}
    many = json.loads(raw(api, "message/sendmulti", {"0": one(A), "1": one(B)}))
    assert [code(inner) for inner in many["response_result"]] == [438, 438]
