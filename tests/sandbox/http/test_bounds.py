"""Every bound of what a request may hold and how long it may take, on a real sandbox.

It has 4 GB of address space, and has to go on answering after each refusal.
"""

from __future__ import annotations

import contextlib
import json
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.control import http_client
from tests.kit.processes import SandboxProcess
from tests.sandbox.http.impatient_sandbox import IMPATIENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

if sys.platform == "linux":
    import resource
else:
    pytest.skip("the limits of another process can be set on Linux only", allow_module_level=True)

pytestmark = pytest.mark.one_interpreter

GIGABYTE = 1024**3
MEGABYTE = 1024**2
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
VIBER = {"recipients": ["380678998668"], "viber": {"sender": "TurboSMS", "text": "a"}}
BUTTON = {"caption": "Open", "image_url": "https://example.com/a.png"}


class Bounded(SandboxProcess):
    """A sandbox as a process of its own that has little memory, and little patience."""

    def __init__(self) -> None:
        super().__init__(command=IMPATIENT)
        self.limit(4 * GIGABYTE)
        self.place = "127.0.0.1", int(self.port)
        self.client = http_client(
            self.url, headers={"Authorization": "Bearer sandbox"}, timeout=120
        )

    def __exit__(self, *_: object) -> None:
        self.client.close()
        super().__exit__()

    def limit(self, size: int) -> None:
        resource.prlimit(self.pid, resource.RLIMIT_AS, (size, resource.RLIM_INFINITY))

    def size(self) -> int:
        """How much address space it has."""
        pages = Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[0]
        return int(pages) * resource.getpagesize()

    def send_raw(self, data: bytes) -> bytes:
        """What comes back on a connection of its own, up to its end."""
        with socket.create_connection(self.place, timeout=60) as connection:
            connection.sendall(data)
            answer = b""
            while part := connection.recv(65_536):
                answer += part
            return answer

    def check(self) -> None:
        answer = self.client.get("/message/ping.json")
        assert answer.json()["response_code"] == 1
        assert self.client.get("/sandbox/account").status_code == 200


@pytest.fixture(scope="module")
def bounded() -> Iterator[Bounded]:
    with Bounded() as made:
        yield made
        made.client.close()
        assert made.stop().code == 0


@pytest.fixture
def sandbox(bounded: Bounded) -> Iterator[Bounded]:
    yield bounded
    bounded.check()


def read_raw(answer: bytes) -> tuple[int, Any]:
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def headed(path: str, *headers: bytes) -> bytes:
    lines = [b"GET %b HTTP/1.1" % path.encode(), b"Host: 127.0.0.1", b"Connection: close", *headers]
    return b"\r\n".join([*lines, b"", b""])


LONG = b"X-Long: " + b"x" * 17 * 1024
MANY = [b"X-Many: " + b"x" * 15 * 1024] * 5
ENDLESS = [b"X-Endless: " + b"x" * 200 * 1024]


@pytest.mark.parametrize("headers", [[LONG], MANY, ENDLESS, [b"a:"] * 257])
def test_headers(sandbox: Bounded, headers: list[bytes]) -> None:
    status, envelope = read_raw(sandbox.send_raw(headed("/message/ping", *headers)))
    assert (status, envelope["response_code"]) == (431, 300)
    status, error = read_raw(sandbox.send_raw(headed("/sandbox/account", *headers)))
    assert (status, list(error)) == (431, ["error"])


@pytest.mark.parametrize("header", [LONG[: 16 * 1024], b"\r\n".join([LONG[:15_000]] * 4)])
def test_headers_that_are_just_small_enough(sandbox: Bounded, header: bytes) -> None:
    authorization = b"Authorization: Bearer sandbox"
    answer = sandbox.send_raw(headed("/message/ping", authorization, header))
    assert read_raw(answer)[1]["response_code"] == 1


TRAILERS = [b"\r\n".join([LONG] * 1_000), b"X-Endless: " + b"x" * 10 * MEGABYTE]


@pytest.mark.parametrize("trailer", TRAILERS, ids=["many", "endless"])
def test_trailers_are_headers_too(sandbox: Bounded, trailer: bytes) -> None:
    head = headed("/message/ping", b"Transfer-Encoding: chunked")
    answer = sandbox.send_raw(head + b"0\r\n" + trailer)
    assert read_raw(answer)[0] == 431


def test_a_body_in_the_smallest_parts(sandbox: Bounded) -> None:
    head = headed("/message/ping?token=sandbox", b"Transfer-Encoding: chunked")
    answer = sandbox.send_raw(head + b"1\r\nx\r\n" * 20_000 + b"0\r\n\r\n")
    assert read_raw(answer)[1]["response_code"] == 1


def test_a_url(sandbox: Bounded) -> None:
    path = "/message/ping?token=sandbox&a=" + "x" * 60_000
    assert read_raw(sandbox.send_raw(headed(path)))[1]["response_code"] == 300
    assert read_raw(sandbox.send_raw(headed("/?" + "x" * 300_000)))[0] == 431


def form(body: bytes, token: str = "token=sandbox&") -> Any:
    return {"content": token.encode() + body, "headers": {"Content-Type": FORM}}


def ids(count: int) -> dict[str, Any]:
    return {"messages": ["f83f8868-5e46-c6cf-e4fb-d8e5a3293754"] * count}


def linked(**links: str) -> dict[str, Any]:
    return {**VIBER, "viber": VIBER["viber"] | BUTTON | links}  # type: ignore[operator]


#: Requests are made when they are needed: some are large.
REFUSED: list[tuple[str, Callable[[], dict[str, Any]], int]] = [
    ("message/send", lambda: form(b"a[b][c][d]=1&" * 199_000), 300),
    ("message/send", lambda: form(b"&".join(b"a%d" % i + b"[x]" * 60 for i in range(80_000))), 300),
    ("message/send", lambda: form(b"&" * 1_000_000), 300),
    ("message/send", lambda: form(b"a" + b"[b]" * 5_000_000), 300),
    ("message/status", lambda: {"json": ids(5_001)}, 300),
    ("message/details", lambda: {"json": ids(400_000)}, 300),
    ("message/status", lambda: form(b"&".join(b"messages[]=%d" % i for i in range(190_000))), 300),
    ("message/send", lambda: {"json": linked(action="https://example.com/" + "x" * 2_000)}, 411),
    ("message/send", lambda: {"json": linked(action="https://e.com/" + "x" * 10 * MEGABYTE)}, 411),
    (
        "message/send",
        lambda: {"json": linked(action="https://e.com", image_url="https://e.com/" + "x" * 2_000)},
        402,
    ),
    ("message/sendmulti", lambda: {"json": {f"r{i}": {} for i in range(5_001)}}, 300),
    ("message/sendmulti", lambda: {"json": {f"{i}": {} for i in range(1_000_000)}}, 300),
    ("file/add", lambda: {"json": {"url": "http://127.0.0.1/" + "x" * 2_000}}, 418),
    ("message/send", lambda: {"content": b" " * 17 * MEGABYTE}, 300),
]


@pytest.mark.one_case_in(4)
@pytest.mark.parametrize(("method", "request_", "code"), REFUSED, ids=range(len(REFUSED)))
def test_what_a_method_is_given(
    sandbox: Bounded, method: str, request_: Callable[[], dict[str, Any]], code: int
) -> None:
    answer = sandbox.client.post(f"/{method}.json", **request_())
    assert (answer.status_code, answer.json()["response_code"]) == (200, code)


def test_what_is_just_small_enough(sandbox: Bounded) -> None:
    def code(method: str, values: dict[str, Any]) -> int:
        answer = sandbox.client.post(f"/{method}.json", json=values)
        return int(answer.json()["response_code"])

    link = "https://example.com/".ljust(2_000, "x")
    assert code("message/send", linked(action=link, image_url=link)) == 801
    assert code("message/status", ids(5_000)) == 0
    assert code("message/sendmulti", {f"r{i}": {} for i in range(5_000)}) == 0
    reply = {"sender": "TurboSMS", "number": "380678998668", "text": "x" * 7_000}
    assert sandbox.client.post("/sandbox/replies", json=reply).status_code == 200


REFUSED_CONTROLS: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "replies", {"sender": "TurboSMS", "number": "380678998668", "text": "x" * 7_001}),
    (
        "POST",
        "replies",
        {
            "sender": "TurboSMS",
            "number": "380678998668",
            "file_data": "data:,a",
            "file_name": "x" * 256,
        },
    ),
    ("PATCH", "account", {"templates": ["x"] * 1_001}),
    ("PATCH", "account", {"templates": ["x" * 1_522]}),
    ("PATCH", "account", {"templates": ["%s" * 21]}),
    ("PATCH", "account", {"forbidden_fragments": ["x"] * 1_001}),
    ("PATCH", "account", {"forbidden_fragments": ["x" * 1_522]}),
    ("PATCH", "account", {"stop_list": ["380678998668"] * 100_001}),
    ("PATCH", "account", {"senders": {f"s{i}": {} for i in range(1_001)}}),
    ("PATCH", "account", {"senders": {"x" * 101: {}}}),
    ("POST", "faults", {"method": "*", "kind": "code", "code": 1, "name": "x" * 201}),
    (
        "POST",
        "faults",
        {
            "method": "*",
            "kind": "http",
            "status": 500,
            "headers": {f"h{i}": "x" * 2_000 for i in range(9)},
        },
    ),
]


@pytest.mark.parametrize(
    ("verb", "path", "values"), REFUSED_CONTROLS, ids=range(len(REFUSED_CONTROLS))
)
def test_what_the_control_plane_is_given(
    sandbox: Bounded, verb: str, path: str, values: dict[str, Any]
) -> None:
    answer = sandbox.client.request(verb, f"/sandbox/{path}", json=values)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


HALVES = [
    b"",
    b"POST /message/se",
    b"POST /message/send.json HTTP/1.1\r\nHost: a\r\nX-Half: ",
    b"POST /message/send.json HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n",
    b"POST /message/send.json HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + b"x" * 99,
    b"POST /message/send.json HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
    b"POST /sandbox/clock HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nabc",
]


@pytest.mark.parametrize("half", HALVES, ids=range(len(HALVES)))
def test_a_request_that_stops_in_its_middle(sandbox: Bounded, half: bytes) -> None:
    """The caller is told, and the connection is closed: `send_raw` comes back."""
    answer = sandbox.send_raw(half)
    if not half:
        assert answer == b""
        return
    status, body = read_raw(answer)
    assert status == 408
    assert list(body) == ["error"] if b"/sandbox" in half else body["response_code"] == 300


def test_a_request_that_trickles(sandbox: Bounded) -> None:
    """One byte at a time keeps no connection for ever."""
    with socket.create_connection(sandbox.place, timeout=0.05) as connection:
        connection.sendall(HALVES[3].replace(b"100", b"100000"))
        answer = b""
        for _ in range(2_000):
            try:
                answer = connection.recv(65_536)
                break
            except TimeoutError:
                connection.sendall(b"x")
    assert read_raw(answer)[0] == 408


def test_a_request_behind_one_that_takes_its_time_is_left_alone(sandbox: Bounded) -> None:
    """What comes behind it is not listened to yet, and must not end it."""
    fault = {"method": "message/ping", "kind": "delay", "seconds": 1.5}
    assert sandbox.client.post("/sandbox/faults", json=fault).status_code == 200
    ping = b"GET /message/ping?token=sandbox HTTP/1.1\r\nHost: a\r\n"
    answer = sandbox.send_raw(ping + b"\r\n" + ping)
    assert b'"response_code":1,' in answer.partition(b"\r\n\r\n")[2]


def test_bodies_under_way_have_one_bound_together(sandbox: Bounded) -> None:
    """Hundreds of great bodies that never end: what goes beyond the bound is let go of."""
    head = b"POST /message/send.json HTTP/1.1\r\nHost: a\r\nContent-Length: 16000000\r\n\r\n"
    connections = []
    before = sandbox.size()
    for _ in range(40):
        connection = socket.create_connection(sandbox.place, timeout=60)
        connections.append(connection)
        with contextlib.suppress(ConnectionError):  # if its time is up
            connection.sendall(head + b"x" * 15 * MEGABYTE)
    assert sandbox.size() - before < GIGABYTE
    for connection in connections:
        connection.close()


def test_memory_that_is_short() -> None:
    """What cannot be done for want of memory is answered, and the next call is served."""
    dictionaries = b'{"recipients":[' + b"{}," * 5_000_000 + b"{}]}"
    calls: list[tuple[str, str, dict[str, Any]]] = [
        (
            "POST",
            "/message/send.json",
            {"content": dictionaries, "headers": {"Content-Type": JSON}},
        ),
        ("PATCH", "/sandbox/account", {"content": b'{"a":[' + b"{}," * 1_700_000 + b"{}]}"}),
    ]
    with Bounded() as sandbox:
        sandbox.check()
        sandbox.limit(sandbox.size() + 100 * MEGABYTE)
        for verb, path, options in calls:
            answer = sandbox.client.request(verb, path, **options)
            if path.startswith("/sandbox"):
                assert (answer.status_code, list(answer.json())) == (500, ["error"])
            else:
                assert (answer.status_code, answer.json()["response_code"]) == (200, 999)
            sandbox.check()
