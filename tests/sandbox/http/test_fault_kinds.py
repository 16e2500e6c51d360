"""Faults that a test asks for.

Every kind on a real connection and in this process, counted, in order, validated.
"""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.kit.control import http_client
from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode

if TYPE_CHECKING:
    from collections.abc import Callable

SMS = {"recipients": ["380678998668"], "sms": {"sender": "TurboSMS", "text": "Hello"}}


def plan(
    live: httpx2.Client, method: str = "message/send", kind: str = "code", **values: Any
) -> dict[str, Any]:
    response = live.post("/sandbox/faults", json={"method": method, "kind": kind, **values})
    assert response.status_code == 200, response.text
    [*_, fault] = response.json()["faults"]
    assert isinstance(fault, dict)
    return fault


def send(live: httpx2.Client, **values: Any) -> httpx2.Response:
    return live.post("/message/send.json", json=SMS | values)


def raw(live: httpx2.Client, data: dict[str, Any]) -> bytes:
    """The bytes of a send."""
    body = json.dumps(data).encode()
    head = (
        f"POST /message/send HTTP/1.1\r\nHost: {live.base_url.netloc.decode()}\r\n"
        "Authorization: Bearer sandbox\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def sent(live: httpx2.Client) -> int:
    return len(live.get("/sandbox/messages").json()["messages"])


@pytest.mark.parametrize("code", list(ResultCode))
def test_every_code_is_answered_with_its_name_and_nothing_is_executed(
    api: Any, code: ResultCode
) -> None:
    fault = {"method": "message/send", "kind": "code", "code": int(code)}
    assert api.request("POST", "/sandbox/faults", json=fault).status_code == 200
    assert api.sms() == {
        "response_code": int(code),
        "response_status": code.name,
        "response_result": None,
    }
    assert api.shown() == []
    assert api.sms()["response_code"] == 801


def test_codes_outside_the_table(live: httpx2.Client) -> None:
    assert plan(live, code=850)["name"] == "UNKNOWN_850"
    plan(live, code=851, name="SOMETHING_NEW")
    plan(live, code=0, name="FINE")
    answers = [send(live).json() for _ in range(3)]
    assert [(answer["response_code"], answer["response_status"]) for answer in answers] == [
        (850, "UNKNOWN_850"),
        (851, "SOMETHING_NEW"),
        (0, "FINE"),
    ]


@pytest.mark.parametrize(("kind", "executed"), [("drop_before", 0), ("drop_after", 1)])
def test_the_connection_is_closed_without_a_byte(
    live: httpx2.Client, kind: str, executed: int
) -> None:
    plan(live, kind=kind)
    with socket.create_connection(
        (live.base_url.host, live.base_url.port or 80), timeout=60
    ) as connection:
        connection.sendall(raw(live, SMS))
        assert connection.recv(1) == b""
    assert sent(live) == executed
    plan(live, kind=kind)
    live.post("/sandbox/clock", json={"advance": 3600})
    with pytest.raises(httpx2.RemoteProtocolError):
        send(live, sequence_id="x")
    again = send(live, sequence_id="x").json()
    assert again["response_code"] == (507 if executed else 801)


def test_half_an_answer(live: httpx2.Client) -> None:
    whole = len(send(live).content)
    live.post("/sandbox/reset")
    plan(live, kind="truncate")
    with live.stream("POST", "/message/send.json", json=SMS | {"sequence_id": "x"}) as response:
        assert (response.status_code, response.headers["content-length"]) == (200, str(whole))
        parts = response.iter_raw()
        half = next(parts)
        with pytest.raises(httpx2.RemoteProtocolError):
            next(parts)
    assert half.startswith(b'{"response_code":801,')
    assert len(half) == whole // 2
    assert send(live, sequence_id="x").json()["response_code"] == 507


def test_garbage_is_a_page_with_status_200(live: httpx2.Client) -> None:
    plan(live, kind="garbage")
    response = send(live)
    assert (response.status_code, response.headers["content-type"]) == (
        200,
        "text/html; charset=utf-8",
    )
    assert response.text.startswith("<!DOCTYPE html>")
    assert sent(live) == 1


@pytest.mark.parametrize(
    "status", [200, 201, 204, 205, 301, 304, 307, 400, 401, 404, 429, 500, 502, 503, 504, 520, 599]
)
@pytest.mark.parametrize(("kind", "executed"), [("http", 0), ("http_after", 1)])
def test_any_http_status(live: httpx2.Client, kind: str, executed: int, status: int) -> None:
    plan(live, kind=kind, status=status)
    response = send(live)
    assert response.status_code == status
    assert (response.content == b"") == (status in (204, 205, 304))
    assert response.headers.get("location") == (
        "/message/send.json" if 300 <= status < 400 else None
    )
    assert sent(live) == executed
    assert live.get("/user/ping").json()["response_code"] == 1


def test_headers_of_an_http_fault(live: httpx2.Client) -> None:
    headers = {"Retry-After": "7", "location": "https://example.com/", "Content-Type": "text/plain"}
    assert plan(live, kind="http", status=302, headers=headers)["headers"] == headers
    response = send(live)
    assert {name: response.headers[name] for name in headers} == headers


def test_a_delay_is_real(live: httpx2.Client) -> None:
    plan(live, kind="delay", seconds=0.3)
    begin = time.monotonic()
    assert send(live).json()["response_code"] == 801
    assert time.monotonic() - begin >= 0.3


def test_a_delayed_call_is_executed_first_and_blocks_nobody(live: httpx2.Client) -> None:
    plan(live, kind="delay", seconds=600)
    with socket.create_connection((live.base_url.host, live.base_url.port or 80)) as slow:
        slow.sendall(raw(live, SMS | {"sequence_id": "x"}))
        deadline = time.monotonic() + 60
        while not sent(live):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        twin = send(live, sequence_id="x").json()
        slow.setblocking(False)
        with pytest.raises(BlockingIOError):  # nothing has come
            slow.recv(1)
    assert twin["response_code"] == 507
    assert [row["response_code"] for row in twin["response_result"]] == [0]
    assert sent(live) == 1


def test_a_delay_ends_when_the_caller_hangs_up(start_process: Callable[..., Any]) -> None:
    process = start_process()
    with http_client(process.url) as client:
        plan(client, "*", "delay", seconds=600)
        with pytest.raises(httpx2.ReadTimeout):
            client.get("/user/ping", timeout=0.2)
    # `stop` gives up long before the delay is over.
    assert process.stop()[::2] == (0, "")


def test_faults_are_used_up_in_order_by_the_calls_they_match(live: httpx2.Client) -> None:
    plan(live, "message/send", code=999)
    plan(live, "*", code=503, times=2)
    plan(live, "user/ping", code=106)
    assert live.get("/sandbox/faults").json() == {
        "faults": [
            {
                "method": "message/send",
                "kind": "code",
                "code": 999,
                "name": "FATAL_ERROR",
                "times": 1,
            },
            {"method": "*", "kind": "code", "code": 503, "name": "FAILED_SMS_SEND", "times": 2},
            {
                "method": "user/ping",
                "kind": "code",
                "code": 106,
                "name": "REQUIRED_ACTIVE_USER",
                "times": 1,
            },
        ]
    }
    for stray in ("/nothing", "/favicon.ico", "/message/send.xml"):
        assert live.get(stray).json()["response_code"] == 300
    assert live.put("/user/ping").json()["response_code"] == 300
    order = [
        "user/ping",
        "message/send.json",
        "message/send",
        "user/ping.json",
        "user/ping",
        "message/send",
    ]
    codes = [live.get(f"/{path}").json()["response_code"] for path in order]
    assert codes == [503, 999, 503, 106, 1, 104]
    assert live.get("/sandbox/faults").json() == {"faults": []}


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_faults_strike_every_method_before_the_token_is_looked_at(api: Any, operation: str) -> None:
    fault = {"method": operation, "kind": "http", "status": 502, "times": 3}
    assert api.request("POST", "/sandbox/faults", json=fault).status_code == 200
    statuses = [
        api.request("POST", f"/{operation}.json", json={}, headers={}).status_code,
        api.request("POST", f"/{operation}", data={"token": "wrong"}, headers={}).status_code,
        api.request("GET", f"/{operation}.json?token=").status_code,
        api.request("GET", f"/{operation}.json").status_code,
    ]
    assert statuses == [502, 502, 502, 200]


def test_a_fault_that_executes_is_no_way_around_the_token(live: httpx2.Client) -> None:
    plan(live, kind="delay", seconds=0)
    answer = live.post(
        "/message/send.json", json=SMS, headers={"Authorization": "Bearer wrong"}
    ).json()
    assert answer["response_code"] == 105


def test_faults_can_be_taken_away(live: httpx2.Client) -> None:
    for method, path in (("DELETE", "/sandbox/faults"), ("POST", "/sandbox/reset")):
        plan(live, times=5, code=999)
        assert live.request(method, path).status_code == 200
        assert live.get("/sandbox/faults").json() == {"faults": []}
        assert send(live, sequence_id="x").json()["response_code"] in (801, 507)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"method": "message/send.json"}, "without suffix"),
        ({"method": "/message/send"}, "method"),
        ({"method": "message/nothing"}, "method"),
        ({"method": None}, "method"),
        ({"method": ["message/send"]}, "method"),
        ({"kind": "explode"}, "drop_before"),
        ({"kind": None}, "kind"),
        ({"kind": []}, "kind"),
        ({"times": 0}, "times"),
        ({"times": -1}, "times"),
        ({"times": 1.5}, "times"),
        ({"times": "1"}, "times"),
        ({"times": True}, "times"),
        ({"times": None}, "times"),
        ({"times": 10**30}, "times"),
        ({"code": None}, "code"),
        ({"code": "999"}, "code"),
        ({"code": 1000}, "code"),
        ({"code": -1}, "code"),
        ({"name": ""}, "name"),
        ({"name": 5}, "name"),
        ({"seconds": 1}, "seconds"),
        ({"colour": "red"}, "colour"),
        ({"kind": "delay"}, "code"),
        ({"kind": "drop_after"}, "code"),
    ],
)
def test_a_wrong_fault_of_a_code(api: Any, change: dict[str, Any], words: str) -> None:
    refused(api, {"method": "message/send", "kind": "code", "code": 999} | change, words)


@pytest.mark.parametrize("seconds", [None, -0.1, 3601, "1", True, 10**400])
def test_a_wrong_delay(api: Any, seconds: Any) -> None:
    refused(api, {"method": "*", "kind": "delay", "seconds": seconds}, "seconds")


@pytest.mark.parametrize("status", [None, 0, 99, 100, 199, 600, 1000, "502", 502.5, True])
@pytest.mark.parametrize("kind", ["http", "http_after"])
def test_a_wrong_status(api: Any, kind: str, status: Any) -> None:
    refused(api, {"method": "*", "kind": kind, "status": status}, "status")


@pytest.mark.parametrize(
    "headers",
    [
        None,
        [],
        {"": "x"},
        {"a b": "x"},
        {"A": 1},
        {"A": "x\r\nB: y"},
        {"A": "Ж"},
        {"Content-Length": "5"},
        {"connection": "close"},
        {f"A{n}": "x" for n in range(51)},
    ],
)
def test_wrong_headers(api: Any, headers: Any) -> None:
    refused(api, {"method": "*", "kind": "http", "status": 503, "headers": headers}, "headers")


def refused(api: Any, fault: dict[str, Any], words: str) -> None:
    response = api.request("POST", "/sandbox/faults", json=fault)
    assert response.status_code == 400
    assert words in response.json()["error"]
    assert api.request("GET", "/sandbox/faults").json() == {"faults": []}


def test_faults_are_for_this_machine_only(api: Any) -> None:
    headers = {"Host": "example.com"}
    for method in ("GET", "POST", "DELETE"):
        assert api.request(method, "/sandbox/faults", headers=headers, json={}).status_code == 403
    assert api.request("PUT", "/sandbox/faults").status_code == 405


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("kind", "executed"), [("drop_before", 0), ("drop_after", 1), ("truncate", 1)]
)
async def test_without_a_socket_a_broken_connection_is_an_error_of_the_transport(
    api: Any, kind: str, executed: int
) -> None:
    async with api.async_http() as client:
        await client.post("/sandbox/faults", json={"method": "*", "kind": kind})
        with pytest.raises(httpx2.TransportError):
            await client.post("/message/send?token=sandbox", json=SMS)
        assert len((await client.get("/sandbox/messages")).json()["messages"]) == executed
        assert (await client.post("/user/ping?token=sandbox")).json()["response_code"] == 1


@pytest.mark.anyio
async def test_without_a_socket_a_delay_waits_too(api: Any) -> None:
    async with api.async_http() as client:
        await client.post("/sandbox/faults", json={"method": "*", "kind": "delay", "seconds": 0.05})
        begin = time.monotonic()
        assert (await client.post("/user/ping?token=sandbox")).json()["response_code"] == 1
        assert time.monotonic() - begin >= 0.05
