"""What clients of the service that are in use send, and what they find in the answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from turbosms_sandbox.engine.methods import METHODS
from turbosms_sandbox.http.call_reading import operation_of

if TYPE_CHECKING:
    import httpx2

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NUMBERS = ("380678998668", "380503288668")


def one(number: str, text: str = "Hello") -> dict[str, Any]:
    return {"recipients": [number], "sms": {"sender": "TurboSMS", "text": text}}


@pytest.mark.parametrize(
    ("operation", "written"),
    [
        (operation, form.format(*operation.split("/")))
        for operation in METHODS
        for form in (
            "/{0}/{1}",
            "//{0}/{1}.json",
            "/{0}//{1}.json",
            "/{0}/{1}.json/",
            "///{0}///{1}.json///",
            "/{0}/{1}/",
        )
    ],
)
def test_slashes_too_many_are_none(operation: str, written: str) -> None:
    assert operation_of(written) == operation


@pytest.mark.parametrize(
    "path", ["//user/balance.json", "/user/balance.json/", "/user//balance", "//user///balance//"]
)
def test_such_paths_over_a_socket(live: httpx2.Client, path: str) -> None:
    for verb in ("GET", "POST"):
        # httpx2 itself would read "//user" as the name of a host.
        url = f"{str(live.base_url).rstrip('/')}{path}"
        assert live.request(verb, url).json()["response_result"] == {"balance": 10_000.0}


def test_a_fault_meets_such_a_path_too(api: Any) -> None:
    fault = {"method": "message/ping", "kind": "code", "code": 999}
    assert api.request("POST", "/sandbox/faults", json=fault).status_code == 200
    assert api.request("GET", "/message//ping.json/").json()["response_code"] == 999


def test_many_sends_as_a_list_are_answered_with_a_list(api: Any) -> None:
    answer = api.call("message/sendmulti", [one(NUMBERS[0]), one("wrong"), one(NUMBERS[1]), [], {}])
    assert answer["response_code"] == 0
    codes = [inner["response_code"] for inner in answer["response_result"]]
    assert codes == [801, 305, 801, 300, 300]
    phones = [inner["response_result"][0]["phone"] for inner in answer["response_result"][:3]]
    assert phones == [NUMBERS[0], "wrong", NUMBERS[1]]
    assert len(api.shown()) == 2


@pytest.mark.parametrize("body", [[5], [None], [one(NUMBERS[0]), "text"], [True, {}]])
def test_a_list_of_anything_else_is_no_request(api: Any, body: list[Any]) -> None:
    for operation in METHODS:
        assert api.code(operation, body) == 502
    assert api.shown() == []


def test_as_an_object_they_are_answered_with_one(api: Any) -> None:
    answer = api.call("message/sendmulti", {"0": one(NUMBERS[0]), "1": one(NUMBERS[1])})
    assert list(answer["response_result"]) == ["0", "1"]


def test_a_list_survives_a_restart(api: Any, tmp_path: Any) -> None:
    api.state_file = tmp_path / "state"
    requests = [one(NUMBERS[0]) | {"sequence_id": "first"}]
    first = api.call("message/sendmulti", requests)["response_result"]
    again = api.call("message/sendmulti", requests)["response_result"]
    assert [inner["response_code"] for inner in first + again] == [801, 507]
    assert first[0]["response_result"] == again[0]["response_result"]


@pytest.mark.parametrize("body", [b"[]", b" [ ]\n", b"{}", b""])
def test_an_empty_array_of_php_is_no_data(api: Any, body: bytes) -> None:
    answer = api.request("POST", "/user/balance.json?token=sandbox", content=body, headers=JSON)
    assert answer.json()["response_code"] == 0
    answer = api.request(
        "POST", "/message/sendmulti.json?token=sandbox", content=body, headers=JSON
    )
    assert answer.json()["response_code"] == (300 if body else 104)


def test_the_first_of_two_tokens_in_the_header_counts(api: Any) -> None:
    for tokens, expected in ((("sandbox", "wrong"), 1), (("wrong", "sandbox"), 105)):
        headers = [("Authorization", f"Bearer {token}") for token in tokens]
        assert api.request("GET", "/user/ping", headers=headers).json()["response_code"] == expected


def test_a_body_that_waits_to_be_asked_for(live: httpx2.Client) -> None:
    body = json.dumps(one(NUMBERS[0]))
    headers = JSON | {"Expect": "100-continue"}
    answer = live.post("/message/send.json", content=body, headers=headers)
    assert answer.json()["response_code"] == 801


def test_an_empty_form_is_no_data(api: Any) -> None:
    headers = FORM | {"Authorization": "Bearer sandbox"}
    answer = api.request("POST", "/user/balance.json", content=b"", headers=headers)
    assert answer.json()["response_code"] == 0


@pytest.mark.parametrize(
    "written", ["2026-02-25 08:13", "2026-02-25T08:13:00", "2026-02-25 08:13:07"]
)
def test_now_to_the_minute_is_sent_now(api: Any, ids: Any, written: str) -> None:
    message_id = ids(api.sms(start_time=written))[0]
    assert api.details(message_id)[0]["sms"]["sent"] == "2026-02-25 08:13:20"
    api.advance(39.9)
    assert api.sms(NUMBERS[1], start_time=written)["response_code"] == 800
    api.advance(0.2)
    assert api.sms("380931234567", start_time=written)["response_code"] == 403


def test_true_asks_chats_for_new_ones_only(api: Any) -> None:
    api.reply()
    assert len(api.chat("messages", new_only=True)) == 1
    assert api.chat("messages", new_only=True) == []


def test_what_the_documentation_limits_is_still_refused(api: Any) -> None:
    assert api.viber(ttl=0)["response_code"] == 409
    assert api.send(sequence_id="x" * 40, **one(NUMBERS[0]))["response_code"] == 300
