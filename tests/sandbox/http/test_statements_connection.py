"""What the documentation says about connecting, where no other test shows it.

See tests/contract/statements.yaml.
"""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from turbosms_api.tables.operations import OPERATIONS
from turbosms_sandbox.engine.methods import METHODS

if TYPE_CHECKING:
    import httpx2

PHONE = "380678998668"
TYPED = {"Authorization": "Bearer sandbox", "Content-Type": "application/json"}


def test_every_documented_method_is_served() -> None:
    assert set(METHODS) == set(OPERATIONS)


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_the_format_may_be_left_out(api: Any, operation: str) -> None:
    body = {"content": b'{"any": "thing"}', "headers": TYPED}
    answers = [api.request("POST", f"/{operation}{suffix}", **body) for suffix in ("", ".json")]
    assert answers[0].json() == answers[1].json()
    assert all(answer.headers["content-type"] == "application/json" for answer in answers)


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
@pytest.mark.parametrize(
    "data", [None, {}, {"any": "thing"}, {"messages": ["1"], "id": 12345, "recipients": [PHONE]}]
)
def test_every_answer_is_http_200_with_an_envelope(api: Any, operation: str, data: Any) -> None:
    """`call` asserts both; the code is from 0 to 999, the result null, an object or an array."""
    envelope = api.call(operation, data)
    assert 0 <= envelope["response_code"] <= 999
    assert isinstance(envelope["response_status"], str)
    result = envelope["response_result"]
    assert (
        result is None or isinstance(result, dict) or all(isinstance(row, dict) for row in result)
    )


@pytest.mark.parametrize("module", ["message", "chat", "user", "file"])
def test_ping_in_every_module(api: Any, module: str) -> None:
    pong = {"response_code": 1, "response_status": "PONG", "response_result": None}
    assert api.call(f"{module}/ping") == pong
    assert api.request("GET", f"/{module}/ping").json() == pong


def test_a_line_break_in_a_value(api: Any, ids: Any) -> None:
    body = b'{"recipients":["380678998668"],"sms":{"sender":"TurboSMS","text":"one\\ntwo"}}'
    answer = api.request("POST", "/message/send.json", content=body, headers=TYPED).json()
    assert api.details(*ids(answer))[0]["sms"]["text"] == "one\ntwo"


def test_data_is_not_gathered_from_two_places(api: Any) -> None:
    """Recipients in the query and the rest as JSON: what is not in the JSON is missing."""
    body = json.dumps({"sms": {"sender": "TurboSMS", "text": "Hello"}})
    answer = api.request(
        "POST", f"/message/send.json?recipients[0]={PHONE}", content=body, headers=TYPED
    )
    assert answer.json()["response_code"] == 202


def test_a_request_is_carried_out_though_its_caller_has_gone(live: httpx2.Client) -> None:
    """The documentation warns of timeouts.

    The message goes out all the same, and repeating it would send it twice.
    """
    body = json.dumps({"recipients": [PHONE], "sms": {"sender": "TurboSMS", "text": "Hello"}})
    head = (
        "POST /message/send.json?token=sandbox HTTP/1.1\r\n"
        f"Host: localhost\r\nContent-Length: {len(body)}\r\n"
    )
    parts = urlsplit(str(live.base_url))
    with socket.create_connection((parts.hostname or "", parts.port or 0)) as connection:
        connection.sendall(f"{head}Content-Type: application/json\r\n\r\n{body}".encode())
    for _ in range(1_000):
        if live.get("/sandbox/messages").json()["messages"]:
            return
        time.sleep(0.02)
    raise AssertionError("the message was not sent")


def test_a_sequence_id_is_not_mandatory_and_may_be_any_text(api: Any) -> None:
    assert api.sms(text="none")["response_code"] == 801
    for number in ("1", "ж" * 32, "a b/c?d=e&f"):
        request = {
            "recipients": [PHONE],
            "sms": {"sender": "TurboSMS", "text": number},
            "sequence_id": number,
        }
        assert [api.code("message/send", request) for _ in range(2)] == [801, 507]
