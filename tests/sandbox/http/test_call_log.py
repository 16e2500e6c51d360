"""The calls that are kept for those who look.

What was asked and answered, byte for byte, but for foreign tokens.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import httpx2
import pytest

from turbosms_sandbox.calls.call import Call
from turbosms_sandbox.http.call_log import MAX_BYTES, MAX_CALLS, MAX_SHOWN, CallLog


def calls(api: Any, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.request("GET", "/sandbox/calls", params=query).json()["calls"]
    return found


def test_a_call_as_it_was(api: Any) -> None:
    text = '{"recipients": ["380678998668"],\n "sms": {"sender": "TurboSMS", "text": "Привіт"}}'
    body = text.encode()
    headers = {
        "Authorization": "Bearer sandbox",
        "Content-Type": "application/json",
        "X-Trace": "7",
    }
    answer = api.request("POST", "/message/send.json?a=%20b", content=body, headers=headers)
    call = api.request("GET", "/sandbox/calls/1").json()
    assert (call["request"], call["answer"]) == (body.decode(), answer.text)
    assert (call["request_bytes"], call["answer_bytes"]) == (len(body), len(answer.content))
    assert (call["verb"], call["path"], call["query"]) == ("POST", "/message/send.json", "a=%20b")
    assert (call["operation"], call["code"], call["name"]) == (
        "message/send",
        801,
        "SUCCESS_MESSAGE_SENT",
    )
    assert call["meaning"]
    assert ["x-trace", "7"] in call["headers"]
    assert ["authorization", "Bearer sandbox"] in call["headers"]
    assert (call["request_cut"], call["answer_cut"], call["fault"]) == (False, False, None)
    for part, content in (("request", body), ("answer", answer.content)):
        saved = api.request("GET", f"/sandbox/calls/1/{part}")
        assert saved.content == content
        assert saved.headers["content-disposition"] == f'attachment; filename="{part}-1.txt"'
        assert saved.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("quirks", [[], ["key_order"], ["lists", "key_order"]])
def test_a_call_has_its_code_in_whatever_order(api: Any, quirks: list[str]) -> None:
    api.account(quirks=quirks)
    api.request("GET", "/user/ping.json")
    api.request("GET", "/message/send.json")
    assert [(call["code"], call["name"]) for call in calls(api)] == [
        (104, "REQUIRED_CONTENT"),
        (1, "PONG"),
    ]
    assert all(call["meaning"] for call in calls(api))


def test_a_code_that_is_in_no_table_has_no_meaning(api: Any) -> None:
    api.account(quirks=["code_438"])
    api.sms()
    api.sms("380503288668")
    call = calls(api)[0]
    assert (call["code"], call["name"], call["meaning"]) == (438, "UNKNOWN_438", None)


def test_half_a_surrogate_pair_is_shown(api: Any) -> None:
    text = "ї\ud800"
    sms = {"sender": "TurboSMS", "text": text}
    assert api.code("message/send", {"recipients": ["380678998668"], "sms": sms}) == 304
    shown = api.request("GET", "/sandbox/calls")
    assert shown.status_code == 200, shown.text
    assert shown.json()["calls"][0]["text"] == text
    assert api.request("GET", "/sandbox/calls/1").status_code == 200
    api.request("POST", "/sandbox/reset")
    api.call("message/send", {"recipients": ["380678998668"], "sms": sms | {"text": "ї"}})
    assert '"text":"ї"' in api.request("GET", "/sandbox/calls").text


def test_refused_calls_and_unknown_paths_are_kept_too(api: Any) -> None:
    api.call("user/balance")
    api.request("GET", "/user/balance.json", headers={})
    api.request("GET", "/message/sned.json")
    assert [(call["number"], call["operation"], call["code"]) for call in calls(api)] == [
        *((3, "message/sned", 300), (2, "user/balance", 103), (1, "user/balance", 0))
    ]
    assert [call["number"] for call in calls(api, limit=1)] == [3]
    assert calls(api, limit=0) == []


def test_the_control_plane_and_the_page_are_no_calls(api: Any) -> None:
    for path in ("/", "/sandbox/messages", "/sandbox/inbox/index.html", "/public/nothing.pdf"):
        api.request("GET", path)
    assert calls(api) == []


def test_the_calls_that_created_a_message(api: Any, ids: Any) -> None:
    send = {
        "recipients": ["380678998668", "380503288668"],
        "sms": {"sender": "TurboSMS", "text": "Hi"},
    }
    first, second = ids(api.call("message/send", send | {"sequence_id": "one"}))
    api.call("message/send", send | {"sequence_id": "one"})
    api.status(first, second)
    answer = api.request("GET", f"/sandbox/messages/{second}").json()
    assert answer["message"]["message_id"] == second
    assert [(call["number"], call["code"]) for call in answer["calls"]] == [(1, 801), (2, 507)]
    many = api.call(
        "message/sendmulti", {"a": send | {"sms": {"sender": "TurboSMS", "text": "Other"}}}
    )
    (third, _) = ids(many["response_result"]["a"])
    answer = api.request("GET", f"/sandbox/messages/{third.upper()}").json()
    assert [call["operation"] for call in answer["calls"]] == ["message/sendmulti"]


@pytest.mark.parametrize(
    "path", ["messages/nothing", "messages/2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba", "calls/1"]
)
def test_what_is_not_there(api: Any, path: str) -> None:
    response = api.request("GET", f"/sandbox/{path}")
    assert (response.status_code, list(response.json())) == (404, ["error"])


@pytest.mark.parametrize("path", ["calls/x", "calls?limit=-1", "calls/%D9%A3"])
def test_what_is_no_number(api: Any, path: str) -> None:
    assert api.request("GET", f"/sandbox/{path}").status_code == 400


def test_faults_are_told_with_what_was_executed(live: httpx2.Client) -> None:
    plans: list[dict[str, Any]] = [
        {"kind": "code", "code": 998, "name": 'odd "name"'},
        {"kind": "http", "status": 503},
        {"kind": "drop_after"},
    ]
    for plan in plans:
        live.post("/sandbox/faults", json={"method": "user/ping", **plan})
        try:
            live.get("/user/ping.json")
        except httpx2.RemoteProtocolError:
            assert plan["kind"] == "drop_after"
    found = live.get("/sandbox/calls").json()["calls"]
    assert [
        (call["fault"], call["code"], call["name"], call["answer_bytes"] > 0) for call in found
    ] == [
        ("drop_after", 1, "PONG", True),
        ("http", None, None, False),
        ("code", 998, 'odd "name"', True),
    ]


def test_a_long_answer_is_cut_in_place_and_whole_to_save(api: Any) -> None:
    numbers = [f"38050{number:07}" for number in range(1_000)]
    body = json.dumps({"recipients": numbers, "sms": {"sender": "TurboSMS", "text": "Hi"}})
    headers = {"Authorization": "Bearer sandbox", "Content-Type": "application/json"}
    answer = api.request("POST", "/message/send.json", content=body, headers=headers)
    call = api.request("GET", "/sandbox/calls/1").json()
    assert call["answer_cut"]
    assert len(call["answer"]) == MAX_SHOWN
    assert answer.text.startswith(call["answer"])
    assert api.request("GET", "/sandbox/calls/1/answer").content == answer.content


def test_a_reset_forgets_calls(api: Any) -> None:
    api.call("user/ping")
    api.request("POST", "/sandbox/reset")
    assert calls(api) == []
    api.call("user/ping")
    assert [call["number"] for call in calls(api)] == [1]


SCOPE: dict[str, Any] = {"path": "/user/ping", "query_string": b"", "headers": []}


def add(log: CallLog, size: int) -> None:
    log.add(SCOPE, Call("POST", "user/ping", "", None, None, "", b"x" * size), b"{}", 0.0)


def test_only_the_latest_calls_are_kept() -> None:
    log = CallLog("sandbox")
    for _ in range(MAX_CALLS + 3):
        add(log, 1)
    assert log.find(3) is None
    kept = list(log.newest(10_000))
    assert [kept[0].number, kept[-1].number, len(kept)] == [MAX_CALLS + 3, 4, MAX_CALLS]
    assert [call.number for call in log.newest(10_000, MAX_CALLS + 1)] == [
        MAX_CALLS + 3,
        MAX_CALLS + 2,
    ]
    assert [log.find(number) is not None for number in (4, MAX_CALLS + 3, MAX_CALLS + 4)] == [
        True,
        True,
        False,
    ]


def test_only_so_many_bytes_are_kept_but_always_the_newest_call() -> None:
    log = CallLog("sandbox")
    for _ in range(5):
        add(log, MAX_BYTES // 2 - len(SCOPE["path"]) - len(b"{}"))
    assert [call.number for call in log.newest(9)] == [5, 4]
    add(log, MAX_BYTES * 2)
    assert [call.number for call in log.newest(9)] == [6]
    add(log, 1)
    assert [call.number for call in log.newest(9)] == [7]


@pytest.mark.parametrize(
    "large",
    [
        {"headers": [(b"x-long", b"x" * 60_000)]},
        {"path": "/" + "x" * 60_000},
        {"query_string": b"x" * 60_000},
    ],
)
def test_everything_that_is_kept_of_a_call_counts(large: dict[str, Any]) -> None:
    log = CallLog("sandbox")
    for _ in range(MAX_CALLS):
        log.add(SCOPE | large, Call("GET", "x", "", None, None, ""), b"{}", 0.0)
    assert len(list(log.newest(MAX_CALLS))) <= MAX_BYTES // 60_000


def test_python_is_not_told_to_keep_whatever_path_is_called() -> None:
    # CPython 3.12.0 to 3.12.6 keep interned texts for ever.
    def strange() -> str:
        return "".join(("/strange", "/path"))

    log = CallLog("sandbox")
    for path in (strange(), strange().removeprefix("/")):
        scope = SCOPE | {"path": path}
        log.add(scope, Call("GET", path, "", None, None, ""), b"{}", 0.0)
    unknown = strange()
    assert sys.intern(unknown) is unknown
