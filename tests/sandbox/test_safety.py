"""What the sandbox must never do, tried from outside.

Obey strange web pages, fetch, run files, grow without bounds.
"""

from __future__ import annotations

import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.thorough

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
    status, answer, headers = ask(process.address, verb, f"/sandbox/{call}", stranger, body)
    assert status == 403
    assert "error" in json.loads(answer)
    assert not [name for name in headers if name.lower().startswith("access-control-")]
    assert live.get("/user/balance.json").json() == before


@pytest.mark.parametrize(
    "friend", [{}, {"Origin": "http://{host}"}, {"Host": "localhost"}, {"Sec-Fetch-Site": "none"}]
)
def test_this_machine_has(live: httpx2.Client, process: Any, friend: dict[str, str]) -> None:
    assert ask(process.address, "GET", "/sandbox/messages", friend)[0] == 200


def test_a_form_of_a_web_page_cannot_change_anything(live: httpx2.Client) -> None:
    """A page can post a form anywhere without asking; a browser names the page's origin then."""
    headers = {"Origin": "http://evil.example", "Content-Type": "application/x-www-form-urlencoded"}
    assert live.post("/sandbox/reset", headers=headers, content="a=1").status_code == 403


class Web(BaseHTTPRequestHandler):
    """A web server that notes what it is asked for; `/to?…` sends the caller on."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.startswith("/to?"):
            self.send_response(302)
            self.send_header("Location", self.path.partition("?")[2])
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"content")

    def log_message(self, format: str, *args: Any) -> None: ...  # noqa: A002 - the name in http.server


@pytest.fixture
def start_web() -> Iterator[Callable[[], tuple[str, list[str]]]]:
    """Starts web servers on ports of their own.

    Gives the host with the port, and the list of what is asked for.
    """
    servers: list[ThreadingHTTPServer] = []

    def start() -> tuple[str, list[str]]:
        asked: list[str] = []
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Noting", (Web,), {"asked": asked}))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"127.0.0.1:{server.server_port}", asked

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def add(address: str, url: str) -> int:
    answer = httpx2.post(
        f"{address}/file/add.json?token=sandbox", json={"url": url}, trust_env=False, timeout=60
    )
    code: int = answer.json()["response_code"]
    return code


def test_nothing_is_fetched_unless_allowed(live: httpx2.Client, start_web: Any) -> None:
    host, asked = start_web()
    name = f"localhost:{host.rpartition(':')[2]}"
    for url in (
        f"http://{host}/a.txt",
        f"http://{name}/a.txt",
        f"http://x@{host}/a.txt",
        f"HTTP://{host}/a.txt",
    ):
        answer = live.post("/file/add.json", json={"url": url})
        assert answer.json()["response_code"] == 418
    assert asked == []


def test_only_the_allowed_host_is_fetched_from_and_redirects_lead_nowhere(
    start_process: Callable[..., Any], start_web: Any
) -> None:
    allowed, asked = start_web()
    other, asked_other = start_web()
    sandbox = start_process("--allow-host", allowed)
    assert add(sandbox.address, f"http://{allowed}/a.txt") == 0
    assert asked == ["/a.txt"]
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
        assert add(sandbox.address, url) == 418, url
    assert asked_other == []
    assert asked.count("/a.txt") == 1


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
    answer = httpx2.get(link, trust_env=False, timeout=60)
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
    status, answer, _ = ask(process.address, "GET", path, {})
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
