"""The control plane: clock, account, messages, reset, and who may use it."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest

from turbosms_sandbox import create_app
from turbosms_sandbox.engine.changes import MAX_ADVANCED

pytestmark = pytest.mark.on_both


def test_reset_brings_everything_back(api: Any) -> None:
    opening = api.account()
    now = api.advance(0)
    api.sms(sequence_id="x")
    api.call("file/add", {"data": "data:,a"})
    api.account(balance=1, blocked=True, senders={"TurboSMS": None}, countries=["PL"])
    api.advance(10**6)
    response = api.request("POST", "/sandbox/reset")
    assert (response.status_code, response.json()) == (200, {"now": now})
    assert api.account() == opening
    assert api.shown() == []
    assert api.call("message/send", {"sequence_id": "x"})["response_code"] == 300
    assert api.call("file/add", {"data": "data:,b"})["response_result"]["id"] == 23457


def test_account_out_of_the_box(api: Any) -> None:
    account = api.account()
    senders = {sender.pop("name"): sender for sender in account.pop("senders")}
    assert account == {
        "balance": 10_000,
        "blocked": False,
        "stop_list": [],
        "ignore_list": [],
        "templates": [],
        "forbidden_fragments": [],
        "countries": ["UA"],
        "any_sender": False,
        "quirks": [],
    }
    both, ordinary = ["viber", "sms"], ["promotional", "transactional"]
    common: dict[str, Any] = {
        "traffic_types": ordinary,
        "test_number": None,
        "test_limit": None,
        "reserve": 0,
        "balance": 0,
    }
    common |= {"start_date": "2020-01-01", "paid_date": "2099-01-01"}
    assert senders == {
        "TurboSMS": common | {"status": "OK", "channels": both, "shared": False, "2way": True},
        "Viber TurboSMS": common
        | {"status": "OK", "channels": ["viber"], "shared": False, "2way": False},
        "Frozen": common | {"status": "frozen", "channels": both, "shared": False, "2way": False},
        "Mobibon": common | {"status": "OK", "channels": both, "shared": True, "2way": False},
    }


def test_clock(api: Any) -> None:
    now = datetime.fromisoformat(api.advance(0))
    assert datetime.fromisoformat(api.advance(86_400.5)) - now == timedelta(days=1)
    assert datetime.fromisoformat(api.advance(0.5)) - now == timedelta(days=1, seconds=1)
    api.time += 10
    assert datetime.fromisoformat(api.advance(0)) - now == timedelta(days=1, seconds=11)


def test_clock_shows_the_wall_time_of_kyiv_across_the_change_to_summer(api: Any) -> None:
    assert api.advance(0) == "2026-02-25 08:13:20"
    assert api.advance(40 * 86_400) == "2026-04-06 09:13:20"


@pytest.mark.parametrize(
    "seconds", [None, -1, "60", True, [], {}, float("nan"), float("inf"), MAX_ADVANCED + 1, 10**400]
)
def test_clock_takes_only_seconds_forward(api: Any, seconds: Any) -> None:
    before = api.advance(0)
    body = '{"advance": %s}' % (
        seconds if isinstance(seconds, (int, float)) and seconds is not True else "true"
    )
    response = api.request("POST", "/sandbox/clock", content=body)
    assert response.status_code == 400
    assert "advance" in response.json()["error"] or "JSON" in response.json()["error"]
    assert api.advance(0) == before


@pytest.mark.parametrize(
    ("patch", "words"),
    [
        ({"nothing": 1}, "nothing"),
        ({"balance": "5"}, "balance"),
        ({"balance": True}, "balance"),
        ({"balance": 1e13}, "balance"),
        ({"balance": 10**400}, "balance"),
        ({"blocked": "yes"}, "blocked"),
        ({"blocked": None}, "blocked"),
        ({"stop_list": "380678998668"}, "stop_list"),
        ({"stop_list": ["wrong"]}, "wrong"),
        ({"ignore_list": [None]}, "ignore_list"),
        ({"templates": [""]}, "templates"),
        ({"templates": {"a": "b"}}, "templates"),
        ({"forbidden_fragments": [5]}, "forbidden_fragments"),
        ({"countries": ["Ukraine"]}, "UKRAINE"),
        ({"senders": 5}, "senders"),
        ({"senders": ["TurboSMS"]}, "name"),
        ({"senders": [{}]}, "name"),
        ({"senders": {"": {}}}, "name"),
        ({"senders": {"A": 5}}, "senders.A"),
        ({"senders": {"A": {"colour": "red"}}}, "colour"),
        ({"senders": {"A": {"status": "idle"}}}, "senders.A.status"),
        ({"senders": {"A": {"channels": ["fax"]}}}, "senders.A.channels"),
        ({"senders": {"A": {"traffic_types": ["spam"]}}}, "senders.A.traffic_types"),
        ({"senders": {"A": {"shared": "no"}}}, "senders.A.shared"),
        ({"senders": {"A": {"test_number": "1"}}}, "senders.A.test_number"),
        ({"senders": {"A": {"test_limit": -1}}}, "senders.A.test_limit"),
        ({"senders": {"A": {"balance": -0.01}}}, "senders.A.balance"),
        ({"senders": {"A": {"balance": "1"}}}, "senders.A.balance"),
        ({"senders": {"A": {"reserve": 1e13}}}, "senders.A.reserve"),
        ({"senders": {"A": {"paid_date": "2026-02-30"}}}, "senders.A.paid_date"),
        ({"senders": {"A": {"start_date": "20260301"}}}, "senders.A.start_date"),
        ({"senders": {"A": {"start_date": None}}}, "senders.A.start_date"),
    ],
)
def test_a_wrong_change_changes_nothing(api: Any, patch: dict[str, Any], words: str) -> None:
    before = copy.deepcopy(api.account())
    response = api.request(
        "PATCH", "/sandbox/account", json={"templates": ["x"], "balance": 1} | patch
    )
    assert response.status_code == 400
    assert words in response.json()["error"]
    assert api.account() == before


def test_senders_are_counted_as_they_are_after_a_change(api: Any) -> None:
    missing = 1_000 - len(api.account()["senders"])
    account = api.account(senders={f"Sender {number}": {} for number in range(missing)})
    answer = api.request("PATCH", "/sandbox/account", json={"senders": {"One more": {}}})
    assert (answer.status_code, answer.json()) == (
        400,
        {"error": "senders: an account has at most 1000"},
    )
    assert api.account(senders=account["senders"]) == account
    changed = api.account(senders={"Sender 0": None, "Sender 1": {"status": "frozen"}, "New": {}})
    assert len(changed["senders"]) == 1_000


def test_changes_replace_what_they_name_and_senders_are_merged_by_name(api: Any) -> None:
    api.account(stop_list=["380501111111"], senders=[{"name": "Shop", "channels": ["sms"]}])
    account = api.account(
        stop_list=["380502222222"], senders={"Shop": {"status": "Frozen"}, "Mobibon": None}
    )
    assert account["stop_list"] == ["380502222222"]
    senders = {sender["name"]: sender for sender in account["senders"]}
    assert set(senders) == {"TurboSMS", "Viber TurboSMS", "Frozen", "Shop"}
    assert (senders["Shop"]["status"], senders["Shop"]["channels"]) == ("frozen", ["sms"])
    assert api.sms(sender="Shop")["response_code"] == 401
    assert api.viber(sender="Shop")["response_code"] == 400


def test_messages_newest_first_with_the_course_of_each_channel(api: Any, ids: Any) -> None:
    [fallen] = ids(
        api.hybrid("380001000002", viber={"caption": "Go", "action": "https://example.com"})
    )
    api.advance(60)
    first, second = ids(api.sms("380678998668", "380503288668", text="a" * 161, is_flash=1))
    shown = api.shown()
    assert [message["message_id"] for message in shown] == [second, first, fallen]
    sms, hybrid = shown[0], shown[2]
    assert (sms["recipient"], sms["type"], sms["status"], sms["fallback"]) == (
        "380503288668",
        "sms",
        "Accepted",
        None,
    )
    assert [channel["type"] for channel in sms["channels"]] == ["sms"]
    assert (
        sms["channels"][0]["segments"],
        sms["channels"][0]["price"],
        sms["channels"][0]["is_flash"],
    ) == (2, 0.68, 1)
    assert sms["channels"][0]["statuses"] == [{"status": "Accepted", "at": sms["created"]}]
    viber, after = hybrid["channels"]
    assert hybrid["fallback"] == {"at": after["added"], "reason": "SRVC_USER_BLOCKED"}
    assert [step["status"] for step in viber["statuses"]] == ["Sent", "Rejected"]
    assert [step["status"] for step in after["statuses"]] == ["Accepted", "Sent", "Delivered"]
    assert viber["statuses"][-1]["at"] == after["statuses"][0]["at"] == after["added"]
    assert (hybrid["type"], hybrid["status"], viber["kind"], viber["price"]) == (
        "sms",
        "Delivered",
        "button",
        0,
    )


def test_why_a_silent_recipient_fell_back(api: Any) -> None:
    api.hybrid("380001000004", ttl=60)
    assert api.shown()[0]["fallback"] is None
    api.advance(60)
    assert api.shown()[0]["fallback"]["reason"] == "Expired"


def test_messages_by_recipient_and_number(api: Any) -> None:
    api.sms("380678998668", "380503288668")
    api.viber("380678998668")
    assert [message["type"] for message in api.shown(recipient="+380678998668")] == [
        "viber",
        "sms",
    ]
    assert len(api.shown(limit=2)) == 2
    assert api.shown(limit=0) == []
    assert api.shown(recipient="380500000000") == []
    for query in ("limit=x", "limit=-1", "limit=", "limit=1e9", "recipient=wrong"):
        response = api.request("GET", f"/sandbox/messages?{query}")
        assert response.status_code == 400
        assert query.partition("=")[0] in response.json()["error"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/sandbox/", 404),
        ("GET", "/sandbox/nothing", 404),
        ("GET", "/sandbox/reset", 405),
        ("POST", "/sandbox/messages", 405),
        ("POST", "/sandbox/clock", 400),
        ("PATCH", "/sandbox/account", 400),
    ],
)
def test_errors_are_json(api: Any, method: str, path: str, status: int) -> None:
    response = api.request(method, path)
    assert (response.status_code, list(response.json())) == (status, ["error"])


@pytest.mark.parametrize("body", [b"{", b"[]", b"5", b"\xff", b"[" * 100_000])
def test_bodies_that_are_no_object(api: Any, body: bytes) -> None:
    for method, path in (("POST", "/sandbox/clock"), ("PATCH", "/sandbox/account")):
        assert api.request(method, path, content=body).status_code == 400


def test_bodies_that_nest_too_deep(api: Any) -> None:
    body = b'{"sender": ' + b"[" * 512 + b"]" * 512 + b"}"
    for method, path in (
        *(("POST", "replies"), ("PATCH", "account"), ("PATCH", "recipients"), ("POST", "faults")),
        ("PUT", "webhooks"),
    ):
        response = api.request(method, f"/sandbox/{path}", content=body)
        assert response.status_code == 400
        assert response.json() == {"error": "the body is nested more than 512 levels deep"}


def test_bodies_are_bounded(api: Any) -> None:
    assert api.request("POST", "/sandbox/clock", content=b" " * (6 << 20)).status_code == 413
    assert api.request("POST", "/sandbox/reset", content=b" " * (6 << 20)).status_code == 413


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"Host": "localhost:8026"}, True),
        ({"Host": "[::1]:8026"}, True),
        ({"Host": "192.168.1.5"}, True),
        ({"Origin": "http://127.0.0.1:8026"}, True),
        ({"Origin": "http://127.0.0.1:8026", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Host": "example.com"}, False),
        ({"Host": "127.0.0.1.example.com"}, False),
        ({"Host": "localhost.example.com"}, False),
        ({"Host": ""}, False),
        ({"Host": "[::1"}, False),
        ({"Origin": "http://example.com"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://127.0.0.1:9999"}, False),
        ({"Origin": "https://127.0.0.1:8026"}, False),
        ({"Host": "example.com", "Origin": "http://example.com"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
    ],
)
def test_host_and_origin(api: Any, headers: dict[str, str], allowed: bool) -> None:
    response = api.request("POST", "/sandbox/clock", json={"advance": 1}, headers=headers)
    assert response.status_code == (200 if allowed else 403)
    assert ("now" in response.json()) == allowed


@pytest.mark.parametrize("name", ["sandbox", "sandbox:8026", "SandBox", "sandbox.", "turbo.test"])
def test_hosts_that_are_trusted(api: Any, name: str) -> None:
    def status(path: str, **more: str) -> int:
        headers = {"Host": name, **more}
        return int(api.request("GET", path, headers=headers).status_code)

    assert [status("/"), status("/sandbox/messages")] == [403, 403]
    api.options = {"trusted_hosts": ["Sandbox", "turbo.test"]}
    api.restart()
    assert [status("/"), status("/sandbox/messages")] == [200, 200]
    assert status("/sandbox/messages", Origin=f"http://{name}") == 200
    assert status("/sandbox/messages", Origin="http://evil.example") == 403
    assert api.request("GET", "/", headers={"Host": f"x{name}"}).status_code == 403


@pytest.mark.parametrize(
    ("client", "allowed"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("192.168.1.7", False), ("?", False)],
)
@pytest.mark.anyio
async def test_other_machines_are_turned_away(api: Any, client: str, allowed: bool) -> None:
    transport = httpx2.ASGITransport(api.app, client=(client, 1234))
    async with httpx2.AsyncClient(transport=transport, base_url="http://192.168.1.5:8026") as http:
        assert (await http.get("/sandbox/messages")).status_code == (200 if allowed else 403)
        assert (await http.get("/user/ping?token=sandbox")).json()["response_code"] == 1


@pytest.mark.parametrize(
    ("host", "status"),
    [("192.168.1.5:8026", 200), ("localhost", 200), ("sandbox:8026", 200), ("evil.example", 403)],
)
@pytest.mark.anyio
async def test_other_machines_if_asked_for(host: str, status: int) -> None:
    app = create_app(trusted_hosts=["sandbox"], remote_control=True)
    transport = httpx2.ASGITransport(app, client=("192.168.1.7", 1234))
    headers = {"Host": host}
    async with httpx2.AsyncClient(transport=transport, base_url="http://192.168.1.5:8026") as http:
        for path in ("/sandbox/messages", "/"):
            assert (await http.get(path, headers=headers)).status_code == status
        foreign = {**headers, "Origin": "http://evil.example:8026"}
        assert (await http.get("/sandbox/messages", headers=foreign)).status_code == 403


@pytest.mark.anyio
async def test_this_machine_may_call_by_its_own_address(api: Any) -> None:
    transport = httpx2.ASGITransport(api.app, client=("192.168.1.5", 1234))
    async with httpx2.AsyncClient(transport=transport, base_url="http://192.168.1.5:8026") as http:
        assert (await http.get("/sandbox/messages")).status_code == 200


@pytest.mark.parametrize("half", [b"\\ud800", b"\xed\xa0\x80"])
@pytest.mark.parametrize(
    ("verb", "call", "body"),
    [
        ("PATCH", "account", b'{"templates": ["%s"]}'),
        ("PATCH", "account", b'{"forbidden_fragments": ["%s"]}'),
        ("PATCH", "account", b'{"senders": {"%s": {}}}'),
        ("PATCH", "account", b'{"%s": 1}'),
        ("POST", "faults", b'{"method": "user/ping", "kind": "code", "code": 5, "name": "%s"}'),
    ],
)
def test_half_a_surrogate_pair_changes_nothing(
    api: Any, verb: str, call: str, body: bytes, half: bytes
) -> None:
    opening = api.account()
    response = api.request(verb, f"/sandbox/{call}", content=body % half)
    assert (response.status_code, set(response.json())) == (400, {"error"})
    assert api.request("GET", "/sandbox/account").json() == opening
    assert api.request("GET", "/sandbox/faults").json() == {"faults": []}
    assert api.call("chat/senders")["response_code"] == 0
