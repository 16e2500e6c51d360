"""Any bytes at all on a socket.

No answer is an internal error, nothing is logged as one, and the sandbox lives on.
"""

from __future__ import annotations

import json
import re
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.kit.control import PLAIN_HTTP

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.one_interpreter

OPERATIONS = [
    *(
        "message/send",
        "message/sendmulti",
        "message/details",
        "message/status",
        "message/ping",
        "user/balance",
    ),
    *(
        "file/add",
        "file/details",
        "chat/senders",
        "chat/recipients",
        "chat/sessions",
        "chat/messages",
        "chat/send",
    ),
]
CONTROLS = ["reset", "clock", "account", "messages", "replies", "faults", "openapi.json", ""]
JUNK = st.binary(max_size=30)
VERBS = st.sampled_from(
    [b"POST"] * 5
    + [b"GET"] * 3
    + [b"PUT", b"HEAD", b"DELETE", b"PATCH", b"OPTIONS", b"G\xffT", b""]
)
PATHS = (
    st.sampled_from(
        [
            f"/{operation}{suffix}".encode()
            for operation in OPERATIONS
            for suffix in ("", ".json", ".xml")
        ]
    )
    | st.sampled_from([f"/sandbox/{call}".encode() for call in CONTROLS])
    | st.builds(lambda junk: b"/" + junk.replace(b" ", b""), JUNK)
    | st.sampled_from(
        [b"*", b"http://evil.example/x", b"/public/1/2/3/12345.pdf", b"/public/%ff", b"//", b"/%00"]
    )
)
TOKENS = st.sampled_from([b"sandbox"] * 4 + [b"other", b"\xff", b"a b", b""])
FIELDS = st.sampled_from(
    [
        *(
            b"recipients[]=380678998668",
            b"recipients[0]=380001000001",
            b"recipients=1",
            b"sms[text]=Hi",
            b"sms=",
            b"viber=",
        ),
        *(
            b"sms[sender]=TurboSMS",
            b"sender=TurboSMS",
            b"text=%d0",
            b"text=Hello",
            b"viber[ttl]=60",
            b"messages[]=1",
        ),
        *(
            b"chat_id=1",
            b"id=12345",
            b"sequence_id=1",
            b"page=1",
            b"rows=500",
            b"a[b][sms][text]=1",
            b"data=data:,x",
        ),
        *(
            b"start_time=2026-13-01",
            b"url=http://[",
            b"file_url=http://x/",
            b"message=1",
            b"last_message_id=1",
        ),
    ]
)
FORMS = st.lists(FIELDS | JUNK, max_size=6).map(b"&".join)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["380678998668", "1"]),
    lambda some: (
        st.lists(some, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "sender", "a"]), some, max_size=2)
    ),
    max_leaves=5,
)
NAMES = st.sampled_from(
    [
        *(
            "recipients",
            "sms",
            "viber",
            "sender",
            "text",
            "messages",
            "id",
            "chat_id",
            "session_id",
            "sender_id",
            "page",
        ),
        *(
            "rows",
            "new_only",
            "last_message_id",
            "message",
            "file_data",
            "file_url",
            "file_name",
            "data",
            "url",
        ),
        *(
            "sequence_id",
            "balance",
            "senders",
            "templates",
            "number",
            "method",
            "start_time",
            "ttl",
            "file_id",
        ),
    ]
)
JSONS = st.dictionaries(NAMES, VALUES, max_size=6).map(lambda values: json.dumps(values).encode())
BODIES = JSONS | FORMS | JUNK
TYPES = st.sampled_from(
    [
        b"application/json",
        b"application/json",
        b"application/x-www-form-urlencoded",
        b"text/plain",
        b"\xff",
        b"multipart/form-data",
    ]
)
HEADERS = st.lists(
    st.sampled_from(
        [
            b"Transfer-Encoding: chunked",
            b"Expect: 100-continue",
            b"Host: \xff",
            b"Origin: x",
            b"Upgrade: h2c",
        ]
    )
    | st.builds(lambda name, value: name + b": " + value, JUNK, JUNK),
    max_size=2,
)


def write(  # noqa: PLR0917 - the parts of a request, in their order
    verb: bytes,
    path: bytes,
    token: bytes,
    query: bytes,
    headers: list[bytes],
    media_type: bytes,
    body: bytes,
    extra: int,
) -> bytes:
    target = path + (b"?" + query if query else b"")
    lines = [
        verb + b" " + target + b" HTTP/1.1",
        b"Host: localhost",
        b"Connection: close",
        b"Authorization: Bearer " + token,
        b"Content-Type: " + media_type,
        b"Content-Length: %d" % max(0, len(body) + extra),
        *headers,
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


REQUESTS = st.builds(
    write,
    VERBS,
    PATHS,
    TOKENS,
    st.just(b"") | FORMS,
    HEADERS,
    TYPES,
    BODIES,
    st.sampled_from([0] * 8 + [-1, 1]),
)
BYTES = (
    REQUESTS | st.binary(max_size=200) | st.builds(lambda a, b: a + b, REQUESTS, REQUESTS | JUNK)
)


def exchange(address: str, request: bytes) -> bytes:
    """All that comes back until the sandbox closes the connection, or waits for more."""
    parts = urlsplit(address)
    with socket.create_connection(
        (parts.hostname or "", parts.port or 0), timeout=0.2
    ) as connection:
        received = b""
        try:
            connection.sendall(request)
            while part := connection.recv(65_536):
                received += part
        except OSError:  # it waits for the rest of the request, or has hung up
            pass
        return received


@pytest.mark.parametrize("examples", [60, pytest.param(800, marks=pytest.mark.thorough_only)])
def test_any_bytes(start_process: Callable[..., Any], examples: int) -> None:
    sandbox = start_process()

    @given(request=BYTES)
    @example(request=b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")
    @example(request=b"GET /message/ping HTTP/9.9\r\n\r\n")
    @example(request=b"POST /message/send HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n")
    @example(request=b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
    @settings(max_examples=examples, suppress_health_check=list(HealthCheck), deadline=None)
    def try_it(request: bytes) -> None:
        answer = exchange(sandbox.url, request)
        if not answer:
            return
        statuses = re.findall(rb"^HTTP/1\.1 (\d+) ", answer)
        assert statuses, answer
        assert all(int(status) < 500 for status in statuses), answer
        assert b'"response_code":999' not in answer
        assert b"Traceback" not in answer

    try_it()
    headers = {"Authorization": "Bearer sandbox"}
    answer = httpx2.get(
        f"{sandbox.url}/message/ping",
        headers=headers,
        **PLAIN_HTTP,
    )
    assert answer.status_code == 200
    status, _, log = sandbox.stop()
    # uvicorn notes what is no HTTP; anything of the sandbox's own would be an error.
    assert status == 0
    assert all(line.startswith("WARNING:") for line in log.splitlines()), log


@pytest.mark.parametrize("size", [70_000, 2_000_000])
def test_long_heads(live: httpx2.Client, process: Any, size: int) -> None:
    """A head of any length is answered or cut off, and harms nobody else."""
    answer = exchange(
        process.url,
        b"GET /message/ping HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * size + b"\r\n\r\n",
    )
    assert b" 5" not in answer[:12]
    assert live.get("/message/ping").json()["response_code"] == 1
