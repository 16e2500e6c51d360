"""What the sandbox must never do, tried from outside.

Obey strange web pages, fetch, run files, grow without bounds.
"""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.kit.control import PLAIN_HTTP
from tests.kit.service import Act, Request, Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.one_interpreter

MEGABYTE = 1024 * 1024
CONTROLS = [
    ("POST", "reset", ""),
    ("POST", "clock", '{"advance": 3600}'),
    ("PATCH", "account", '{"balance": 0}'),
    ("GET", "messages", ""),
    ("DELETE", "messages", ""),
    ("GET", "events", ""),
    ("GET", "calls", ""),
    ("GET", "calls/1/answer", ""),
    ("GET", "conversations/380678998668", ""),
    ("GET", "inbox/index.html", ""),
    ("PATCH", "recipients", '{"number": "380678998668", "viber": "Expired"}'),
    ("POST", "clicks", '{"message_id": "2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba"}'),
    ("POST", "reads", '{"message_id": "2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba"}'),
    ("POST", "replies", '{"sender": "TurboSMS", "number": "380678998668", "text": "Hi"}'),
    ("POST", "faults", '{"method": "*", "kind": "code", "code": 999}'),
    ("DELETE", "faults", ""),
    ("GET", "openapi.json", ""),
    ("GET", "", ""),
    ("OPTIONS", "account", ""),
]
STRANGERS = [
    {"Host": "evil.example"},
    {"Host": "localhost.evil.example"},
    {"Host": "127.0.0.1.evil.example"},
    {"Host": "127.0.0.1@evil.example"},
    {"Host": ""},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "https://{host}"},
    {"Origin": "file://"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


def ask(
    address: str, verb: str, path: str, headers: dict[str, str], body: str = ""
) -> tuple[int, bytes, Any]:
    """One request with exactly these headers, unlike what a client of httpx2 would make of them."""
    host = urlsplit(address).netloc
    connection = http.client.HTTPConnection(host, timeout=60)
    try:
        connection.putrequest(verb, path, skip_host=True, skip_accept_encoding=True)
        named = {"Host": host, "Content-Length": str(len(body))} | headers
        for name, value in named.items():
            connection.putheader(name, value.format(host=host))
        connection.endheaders(body.encode())
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers
    finally:
        connection.close()


@pytest.mark.parametrize("stranger", STRANGERS, ids=str)
@pytest.mark.parametrize("control", CONTROLS, ids=" ".join)
def test_strangers_have_no_part_in_the_control_plane(
    live: httpx2.Client, process: Any, stranger: dict[str, str], control: tuple[str, str, str]
) -> None:
    verb, call, body = control
    before = live.get("/user/balance.json").json()
    status, answer, headers = ask(process.url, verb, f"/sandbox/{call}", stranger, body)
    assert status == 403
    assert "error" in json.loads(answer)
    assert not [name for name in headers if name.lower().startswith("access-control-")]
    assert live.get("/user/balance.json").json() == before


@pytest.mark.parametrize(
    "friend", [{}, {"Origin": "http://{host}"}, {"Host": "localhost"}, {"Sec-Fetch-Site": "none"}]
)
def test_this_machine_has(live: httpx2.Client, process: Any, friend: dict[str, str]) -> None:
    assert ask(process.url, "GET", "/sandbox/messages", friend)[0] == 200


def test_a_form_of_a_web_page_cannot_change_anything(live: httpx2.Client) -> None:
    """A page can post a form anywhere without asking; a browser names the page's origin then."""
    headers = {"Origin": "http://evil.example", "Content-Type": "application/x-www-form-urlencoded"}
    assert live.post("/sandbox/reset", headers=headers, content="a=1").status_code == 403


class Web(Site):
    """A web server of files; `/to?…` sends the caller on."""

    def __init__(self) -> None:
        super().__init__({}, otherwise=Act(b"content", headers={"Content-Type": "text/plain"}))
        self.host = f"127.0.0.1:{self.port}"

    def respond(self, act: Any, request: Request) -> bytes:
        path, _, target = request.path.partition("?")
        if path == "/to":
            return Act(status=302, headers={"Location": target}).response
        return super().respond(act, request)


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as site:
        yield site


def add(address: str, url: str) -> int:
    answer = httpx2.post(
        f"{address}/file/add.json?token=sandbox",
        json={"url": url},
        **PLAIN_HTTP,
    )
    code: int = answer.json()["response_code"]
    return code


def test_nothing_is_fetched_unless_allowed(live: httpx2.Client, web: Web) -> None:
    for url in (
        f"http://{web.host}/a.txt",
        f"http://localhost:{web.port}/a.txt",
        f"http://x@{web.host}/a.txt",
        f"HTTP://{web.host}/a.txt",
    ):
        answer = live.post("/file/add.json", json={"url": url})
        assert answer.json()["response_code"] == 418
    assert web.asked == []


def test_only_the_allowed_host_is_fetched_from_and_redirects_lead_nowhere(
    start_process: Callable[..., Any], web: Web
) -> None:
    allowed = web.host
    sandbox = start_process("--allow-host", allowed)
    assert add(sandbox.url, f"http://{allowed}/a.txt") == 0
    assert web.asked == ["/a.txt"]
    with Web() as another:
        other = another.host
        for url in (
            f"http://{other}/a.txt",
            f"http://{allowed}@{other}/a.txt",
            f"http://{allowed}/to?http://{other}/a.txt",
            f"http://{allowed}/to?http://169.254.169.254/a.txt",
            f"http://{allowed}/to?/a.txt",
            f"http://{allowed}/to?file:///etc/passwd",
            "file:///etc/passwd",
            f"gopher://{allowed}/a.txt",
            f"http://{allowed}.evil.example/a.txt",
        ):
            assert add(sandbox.url, url) == 418, url
        assert another.asked == []
    assert web.asked.count("/a.txt") == 1


@pytest.mark.parametrize(
    "data",
    [
        "data:text/plain,<script>alert(1)</script>",
        "data:image/png;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
        "data:application/pdf,<html><script>alert(1)</script></html>",
    ],
)
def test_files_never_run_in_a_browser(live: httpx2.Client, data: str) -> None:
    link = live.post("/file/add.json", json={"data": data}).json()["response_result"]["link"]
    answer = httpx2.get(link, **PLAIN_HTTP)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "media_type", ["text/html", "image/svg+xml", "application/javascript", "application/xhtml+xml"]
)
def test_what_a_browser_would_run_cannot_be_uploaded(live: httpx2.Client, media_type: str) -> None:
    data = f"data:{media_type},<script>alert(1)</script>"
    assert live.post("/file/add.json", json={"data": data}).json()["response_code"] == 419


@pytest.mark.parametrize(
    "path", ["/public/../../etc/passwd", "/public/%2e%2e/%2e%2e/etc/passwd", "/public//etc/passwd"]
)
def test_public_files_are_those_of_the_account(
    live: httpx2.Client, process: Any, path: str
) -> None:
    status, answer, _ = ask(process.url, "GET", path, {})
    assert status in (200, 404)
    assert b"root:" not in answer


DEEP = 100_000


@pytest.mark.parametrize(
    ("media_type", "body", "expected"),
    [
        ("application/json", b"[" * DEEP, 502),
        ("application/json", b'{"a":' * DEEP + b"1" + b"}" * DEEP, 502),
        ("application/json", b'{"sms":{},"recipients":[' + b"9" * 100_000 + b"]}", 502),
        ("application/json", b'{"recipients":[' + b"1," * 500_000 + b'1],"sms":{}}', 405),
        ("application/json", b'{"sms":' + b" " * 17 * MEGABYTE + b"{}}", 300),
        ("application/x-www-form-urlencoded", b"a" + b"[b]" * DEEP + b"=1", 300),
        ("application/x-www-form-urlencoded", b"a[]&" * 300_000, 300),
        ("application/x-www-form-urlencoded", b"a=" + b"%" * 17 * MEGABYTE, 300),
        ("application/x-www-form-urlencoded", b"[" * MEGABYTE, 104),
        ("application/x-www-form-urlencoded", b"a" + b"[" * MEGABYTE, 300),
    ],
    ids=range(10),
)
def test_bombs_are_answered_soon(
    live: httpx2.Client, media_type: str, body: bytes, expected: int
) -> None:
    headers = {"Content-Type": media_type}
    answer = live.post(
        "/message/send.json?token=sandbox", content=body, headers=headers, timeout=60
    )
    assert answer.json()["response_code"] == expected
    assert live.get("/message/ping").json()["response_code"] == 1


@pytest.mark.parametrize(
    "body", [b"[" * DEEP, b'{"advance":' + b"9" * 100_000 + b"}", b'{"advance": 1e999}', b"\xff"]
)
def test_bombs_for_the_control_plane(live: httpx2.Client, body: bytes) -> None:
    answer = live.post("/sandbox/clock", content=body)
    assert answer.status_code == 400
    assert "error" in answer.json()


@pytest.mark.parametrize(("verb", "call"), [(verb, call) for verb, call, body in CONTROLS if body])
def test_bodies_of_the_control_plane_are_bounded(live: httpx2.Client, verb: str, call: str) -> None:
    answer = live.request(verb, f"/sandbox/{call}", content=b'{"a":"' + b"x" * 6 * MEGABYTE + b'"}')
    assert answer.status_code == 413
