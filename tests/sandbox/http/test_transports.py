"""Every way to pass the data and the token, and everything that is no valid request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from turbosms_api.tables.operations import OPERATIONS
from turbosms_sandbox.engine.methods import METHODS
from turbosms_sandbox.http import brackets, call_reading
from turbosms_sandbox.http.call_reading import MAX_BODY

if TYPE_CHECKING:
    import httpx2

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SMS = {"recipients[0]": "380678998668", "sms[sender]": "TurboSMS", "sms[text]": "Hello"}
SMS_JSON = {"recipients": ["380678998668"], "sms": {"sender": "TurboSMS", "text": "Hello"}}


def code(response: httpx2.Response) -> int:
    envelope = response.json()
    assert list(envelope) == ["response_code", "response_status", "response_result"]
    return int(envelope["response_code"])


def test_json_form_and_query_are_the_same_request(live: httpx2.Client) -> None:
    assert code(live.post("/message/send.json", json=SMS_JSON)) == 801
    # The same message again is told apart by nothing but its recipient: each transport must have
    # been understood.
    for response in (
        live.post("/message/send.json", data=SMS),
        live.get("/message/send.json", params=SMS),
        live.post("/message/send.json", params=SMS),
        live.post(
            "/message/send",
            content=json.dumps(SMS_JSON, indent=2),
            headers={"Content-Type": "Application/JSON; charset=utf-8"},
        ),
        live.post(
            "/message/send",
            content="recipients[]=380678998668&sms[sender]=TurboSMS&sms[text]=Hello",
            headers=FORM,
        ),
    ):
        assert response.status_code == 200
        assert code(response) == 427, response.request.url


@pytest.mark.parametrize("suffix", ["", ".json"])
@pytest.mark.parametrize(
    "request_",
    [
        {"headers": {"Authorization": "Bearer sandbox"}},
        {"headers": {"Authorization": "Basic sandbox"}},
        {"headers": {"Authorization": "bEARER  sandbox "}},
        {"headers": {"Authorization": "BASIC sandbox"}},
        {"params": {"token": "sandbox"}},
        {"data": {"token": "sandbox"}},
        {"params": {"token": "sandbox"}, "json": {}},
        {"params": {"token": "sandbox"}, "data": {"a": "b"}},
        {"params": {"token": "sandbox"}, "headers": {"Authorization": "Digest x"}},
    ],
)
def test_places_of_the_token(api: Any, request_: dict[str, Any], suffix: str) -> None:
    assert code(api.request("POST", f"/user/ping{suffix}", **{"headers": {}} | request_)) == 1


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({}, 103),
        ({"params": {"token": ""}}, 103),
        ({"headers": {"Authorization": "Bearer"}}, 103),
        ({"headers": {"Authorization": "Bearer "}}, 103),
        ({"json": {"token": "sandbox"}}, 103),
        ({"headers": {"Authorization": "Bearer two words"}}, 301),
        ({"headers": {"Authorization": "Basic !!!"}}, 301),
        ({"headers": {"Authorization": "Bearer " + "a" * 257}}, 301),
        ({"params": {"token": "токен"}}, 301),
        ({"params": {"token[]": "sandbox"}}, 301),
        ({"data": {"token": "a b"}}, 301),
        ({"headers": {"Authorization": "Bearer Sandbox"}}, 105),
        ({"headers": {"Authorization": "Basic c2FuZGJveDo="}}, 105),
        ({"params": {"token": "wrong-token"}}, 105),
        ({"data": {"token": "0123456789abcdef0123456789abcdef01234567"}}, 105),
    ],
)
def test_bad_tokens(api: Any, request_: dict[str, Any], expected: int) -> None:
    for operation in ("user/ping", "message/send"):
        assert (
            code(api.request("POST", f"/{operation}.json", **{"headers": {}} | request_))
            == expected
        )


def test_header_goes_before_form_before_query(api: Any) -> None:
    both = {"params": {"token": "sandbox"}, "data": {"token": "wrong"}}
    assert code(api.request("POST", "/user/ping", headers={}, **both)) == 105
    assert (
        code(api.request("POST", "/user/ping", headers={"Authorization": "Bearer sandbox"}, **both))
        == 1
    )


def test_token_and_account_are_judged_before_the_body(api: Any) -> None:
    broken = {"content": b"{", "headers": JSON}
    assert code(api.request("POST", "/message/send.json", **broken)) == 103
    assert code(api.request("POST", "/message/send.json?token=wrong", **broken)) == 105
    api.account(blocked=True)
    assert code(api.request("POST", "/message/send.json?token=sandbox", **broken)) == 106
    assert api.code("user/ping") == 106
    api.account(blocked=False)
    assert code(api.request("POST", "/message/send.json?token=sandbox", **broken)) == 502


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", 104),
        (b" \n", 104),
        (b"{", 502),
        (b"[1]", 502),
        (b"[[]]", 502),
        (b"null", 502),
        (b'"text"', 502),
        (b"12", 502),
        (b'{"a": NaN}', 502),
        (b'{"a": 1}}', 502),
        (b"recipients[0]=380678998668", 502),
        (b'{"text": "\xcf\xf0\xe8\xe2\xb3\xf2"}', 502),
        (b"\xef\xbb\xbf{}", 502),
        (b"[" * 100_000, 502),
        (b'{"a":' * 100_000, 502),
        (b'{"a": ' + b"1" * 10_000 + b"}", 502),
        (b'{"a": ' + b"[" * 512 + b"]" * 512 + b"}", 502),
        (b'{"a": ' * 513 + b"1" + b"}" * 513, 502),
        (b'{"a": ' + b"[" * 511 + b"]" * 511 + b', "b": [[]]}', 300),
        (b"{}", 300),
        (b"[]", 300),
        (b'{"recipients": ["380678998668"]}', 300),
        (b'{"a": 1e400}', 300),
    ],
)
def test_json_bodies(api: Any, body: bytes, expected: int) -> None:
    response = api.request("POST", "/message/send.json?token=sandbox", content=body, headers=JSON)
    assert (response.status_code, code(response)) == (200, expected)


@pytest.mark.parametrize(
    "operation", sorted(operation for operation in METHODS if OPERATIONS[operation].takes_data)
)
def test_no_data_where_data_is_needed(api: Any, operation: str) -> None:
    assert api.code(operation) == 104
    assert code(api.request("GET", f"/{operation}.json")) == 104
    assert code(api.request("GET", f"/{operation}.json?token=sandbox", headers={})) == 104
    assert (
        code(api.request("POST", f"/{operation}.json", data={"token": "sandbox"}, headers={}))
        == 104
    )
    assert (
        code(
            api.request(
                "POST",
                f"/{operation}.json",
                content=b"text",
                headers={"Authorization": "Bearer sandbox"},
            )
        )
        == 104
    )


@pytest.mark.parametrize(
    "operation", sorted(operation for operation in METHODS if not OPERATIONS[operation].takes_data)
)
def test_no_data_where_none_is_needed(api: Any, operation: str) -> None:
    assert api.code(operation) in (0, 1)
    assert api.code(operation, {}) in (0, 1)
    assert api.code(operation, []) in (0, 1)
    assert api.code(operation, ["x"]) == 502
    assert code(api.request("GET", f"/{operation}")) in (0, 1)


@pytest.mark.parametrize(
    "path",
    [
        "/message",
        "/message/",
        "/message/nothing.json",
        "/message/send.xml",
        "/message/send.json.json",
        "/nothing/send.json",
        "/Message/Send.json",
        "/message/send.json/x",
        "/favicon.ico",
        "/%00",
        "/a/%ff.json",
        "/chat/session.json",
    ],
)
def test_unknown_methods_and_formats(api: Any, path: str) -> None:
    for verb in ("GET", "POST"):
        response = api.request(verb, path)
        assert (response.status_code, code(response)) == (200, 300)


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_unknown_verbs(live: httpx2.Client, verb: str) -> None:
    response = live.request(verb, "/user/ping.json")
    assert (response.status_code, code(response)) == (200, 300)


def test_head_is_answered_without_a_body(live: httpx2.Client) -> None:
    response = live.head("/user/ping.json")
    assert (response.status_code, response.content) == (200, b"")
    assert code(live.get("/user/ping.json")) == 1


def test_only_one_place_is_read_for_data(api: Any) -> None:
    assert (
        code(api.request("POST", "/message/send.json", params=SMS, json={"text": "Hello"})) == 300
    )
    assert (
        code(api.request("POST", "/message/send.json", params=SMS, data={"text": "Hello"})) == 300
    )
    assert (
        code(
            api.request(
                "POST",
                "/message/send.json",
                params=SMS,
                content=b"",
                headers=JSON | {"Authorization": "Bearer sandbox"},
            )
        )
        == 801
    )


def test_longest_url(api: Any) -> None:
    url = "http://127.0.0.1:8026/file/details.json?id=12345&x="
    assert code(api.request("GET", url + "x" * (2000 - len(url)))) == 0
    assert code(api.request("GET", url + "x" * (2001 - len(url)))) == 300
    assert code(api.request("GET", url + "x" * (2001 - len(url)), headers={})) == 103


def test_too_deep_and_too_many_parameters(api: Any) -> None:
    deep = "a" + "[x]" * 100 + "=1"
    assert (
        code(api.request("POST", "/message/send.json?token=sandbox", content=deep, headers=FORM))
        == 300
    )
    assert (
        code(
            api.request(
                "POST", "/message/send.json?token=sandbox", content="a&" * 300_000, headers=FORM
            )
        )
        == 300
    )
    assert (
        code(
            api.request(
                "GET", f"/message/send.json?{deep}", headers={"Authorization": "Bearer sandbox"}
            )
        )
        == 300
    )


def test_largest_body(live: httpx2.Client) -> None:
    head, tail = b'{"id": 12345, "x": "', b'"}'
    fits = head + b"x" * (MAX_BODY - len(head) - len(tail)) + tail
    assert code(live.post("/file/details.json", content=fits, headers=JSON)) == 0
    assert code(live.post("/file/details.json", content=fits + b" ", headers=JSON)) == 300
    assert code(live.get("/user/ping")) == 1


def test_answers_are_ascii_whatever_was_passed(api: Any) -> None:
    answer = api.request(
        "POST", "/message/send.json", json={**SMS_JSON, "recipients": ["Ж", "380678998668"]}
    )
    assert answer.content.isascii()
    assert answer.json()["response_result"][0]["phone"] == "Ж"
    broken = (
        b'{"\\ud800": {}, '
        b'"a": {"recipients": ["\\ud800"], "sms": {"sender": "TurboSMS", "text": "a"}}}'
    )
    answer = api.request(
        "POST", "/message/sendmulti.json?token=sandbox", content=broken, headers=JSON
    )
    assert code(answer) == 0
    assert answer.json()["response_result"]["a"]["response_code"] == 305


def test_every_answered_code_is_one_that_the_spec_lists(api: Any) -> None:
    """A sample across methods; the rules' own tests name their codes one by one."""
    for operation in METHODS:
        for data in (None, {}, {"x": 1}, {"id": "x"}, {"messages": ["x"]}, SMS_JSON):
            assert api.code(operation, data) in OPERATIONS[operation].codes


@pytest.mark.parametrize(
    "case",
    [
        ("/message/send", "", 103),
        ("/message/send", "Bearer wrong", 105),
        ("/message/send", "Bearer ?", 301),
        ("/message/nothing", "Bearer sandbox", 300),
        ("/nothing", "Bearer sandbox", 300),
    ],
)
@pytest.mark.parametrize("media_type", ["application/json", "application/x-www-form-urlencoded"])
def test_nothing_is_parsed_before_the_method_and_the_token_are_known(
    api: Any, parsed: list[bytes], media_type: str, case: tuple[str, str, int]
) -> None:
    path, authorization, code = case
    headers = {"Content-Type": media_type, "Authorization": authorization}
    answer = api.request("POST", path, content=b"{}", headers=headers)
    assert answer.json()["response_code"] == code
    assert parsed == []
    headers = {"Content-Type": media_type}
    api.request("POST", "/message/send?token=sandbox", content=b"{}", headers=headers)
    assert parsed == [b"{}"]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What is parsed, as JSON or as a form."""
    parsed: list[bytes] = []

    def note(given: bytes) -> dict[str, object]:
        parsed.append(given)
        return {}

    monkeypatch.setattr(call_reading, "_read_json", note)
    monkeypatch.setattr(brackets, "parse", note)
    return parsed
