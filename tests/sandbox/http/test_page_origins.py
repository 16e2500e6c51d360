"""Web pages of other origins, which a browser lets send forms and ask for pictures anywhere."""

from __future__ import annotations

from typing import Any

import pytest

from turbosms_sandbox.engine.methods import METHODS

HOST = "127.0.0.1:8026"
QUERY = "token=sandbox&recipients[0]=380678998668&sms[sender]=TurboSMS&sms[text]=Hello"
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "Cross-Site"},
    {"Sec-Fetch-Site": "anything-new"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:9999"},
    {"Origin": "http://localhost:8026"},
    {"Origin": f"https://{HOST}"},
    {"Origin": f"http://{HOST}.evil.example"},
    {"Referer": "http://evil.example/page?x=1"},
    {"Referer": "http://127.0.0.1:9999/"},
    {"Referer": f"http://{HOST}.evil.example/"},
    {"Referer": f"http://{HOST}@evil.example/"},
    {"Referer": f"https://{HOST}/"},
    {"Referer": "http://[broken/"},
    {"Origin": f"http://{HOST}", "Referer": "http://evil.example/"},
    # A name of theirs that leads here, as a page can have one (DNS rebinding).
    {"Host": "evil.example:8026", "Origin": "http://evil.example:8026"},
    {"Host": "evil.example:8026", "Referer": "http://evil.example:8026/page"},
]
OWN = [
    {},
    {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
    {"Sec-Fetch-Site": "same-origin", "Origin": f"http://{HOST}"},
    {"Origin": f"HTTP://{HOST}"},
    {"Referer": f"http://{HOST}/?view=calls"},
    {"Host": "sandbox:8026"},
    {"Host": "localhost:8026", "Origin": "http://localhost:8026"},
    {"Host": "[::1]:8026", "Origin": "http://[::1]:8026"},
    # What servers and their libraries send.
    {"Sec-Fetch-Mode": "cors", "User-Agent": "node"},
]
REFUSED = {"response_code": 300, "response_status": "INVALID_REQUEST", "response_result": None}


@pytest.mark.parametrize("verb", ["GET", "POST", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_they_cannot_send(api: Any, headers: dict[str, str], verb: str) -> None:
    answer = api.request(verb, f"/message/send.json?{QUERY}", headers=headers)
    assert answer.status_code == 403
    assert verb == "HEAD" or answer.json() == REFUSED
    assert [name for name in answer.headers if name.startswith("access-control-")] == []
    assert api.shown() == []
    assert api.request("GET", "/sandbox/calls").json() == {"calls": []}


@pytest.mark.parametrize("operation", [*METHODS, "nothing/there"])
@pytest.mark.parametrize("headers", [FOREIGN[0], FOREIGN[7], FOREIGN[13]], ids=str)
def test_they_cannot_call_any_method(api: Any, headers: dict[str, str], operation: str) -> None:
    fault = {"method": "*", "kind": "code", "code": 999}
    api.request("POST", "/sandbox/faults", json=fault)
    answer = api.request("GET", f"/{operation}?token=sandbox", headers=headers)
    assert (answer.status_code, answer.json()) == (403, REFUSED)
    assert len(api.request("GET", "/sandbox/faults").json()["faults"]) == 1


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_they_cannot_call_the_control_plane(api: Any, headers: dict[str, str]) -> None:
    answer = api.request("POST", "/sandbox/clock", json={"advance": 1}, headers=headers)
    assert answer.status_code == 403
    assert "error" in answer.json()


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_programs_and_own_pages_can(api: Any, headers: dict[str, str]) -> None:
    answer = api.request("GET", f"/message/send.json?{QUERY}", headers=headers)
    assert (answer.status_code, answer.json()["response_code"]) == (200, 801)


def test_two_headers_of_one_name(api: Any) -> None:
    headers = [("Origin", f"http://{HOST}"), ("Origin", "http://evil.example")]
    for given in (headers, headers[::-1]):
        answer = api.request("GET", "/user/ping?token=sandbox", headers=given)
        assert answer.status_code == 403


def test_files_are_public(api: Any) -> None:
    """A link to a file is made to be shown on pages."""
    link = api.call("file/add", {"data": "data:,a"})["response_result"]["link"]
    headers = {"Sec-Fetch-Site": "cross-site", "Referer": "http://evil.example/"}
    assert api.request("GET", link, headers=headers).text == "a"
