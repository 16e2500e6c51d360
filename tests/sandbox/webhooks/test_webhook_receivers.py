"""Receivers that are slow, hostile or not there: each attempt ends soon, and fails or succeeds."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.processes import free_port
from tests.kit.receiver import OK, SECRET, Receiver, answer, never_answer
from turbosms_sandbox.webhook_calls import http_calls

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    import httpx2

    from tests.kit.server import Server

HUGE = 200 * 1024 * 1024
ONE_EVENT = "380002000007"
MESSAGE = {"recipients": ["380678998668"], "sms": {"sender": "TurboSMS", "text": "Hi"}}


def drip(server: Server, connection: socket.socket) -> None:
    for byte in OK * 100:
        connection.sendall(bytes([byte]))
        if server.closing.wait(0.02):
            return


def drip_a_body(server: Server, connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while not server.closing.wait(0.02):
        connection.sendall(b"x")


def answer_hugely(_: Server, connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % HUGE)
    with suppress(OSError):
        for _sent in range(HUGE // 65536):
            connection.sendall(65536 * b"x")


def hang_up(_: Server, __: socket.socket) -> None:
    pass


def babble(_: Server, connection: socket.socket) -> None:
    connection.sendall(b"\x00\x01 what is this\r\n\r\n")


def cut_off(_: Server, connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")


@pytest.mark.parametrize(
    ("write", "status", "failure"),
    [
        (never_answer, None, "timeout"),
        (drip, None, "timeout"),
        (drip_a_body, None, "timeout"),
        (answer_hugely, 200, None),
        (hang_up, None, "no_answer"),
        (babble, None, "no_answer"),
        (cut_off, None, "no_answer"),
    ],
)
def test_how_an_attempt_ends(
    api: Any,
    monkeypatch: pytest.MonkeyPatch,
    write: Callable[[Server, socket.socket], None],
    status: int | None,
    failure: str | None,
) -> None:
    if failure == "timeout":
        monkeypatch.setattr(http_calls, "DEADLINE", 0.3)
    with Receiver(write=write) as receiver:
        api.control("PUT", "webhooks", {"webhooks": [receiver.webhook()]})
        api.sms(ONE_EVENT)
        api.advance(0)
        (call,) = api.control("GET", "webhooks/calls")["calls"]
    assert (call["status"], call["failure"]) == (status, failure)
    assert (call["next_attempt"] is None) == (status == 200)


def test_nobody_listens(api: Any, set_webhooks: Callable[..., Any]) -> None:
    set_webhooks({"url": f"http://127.0.0.1:{free_port()}/", "secret": SECRET})
    api.sms(ONE_EVENT)
    api.advance(0)
    (call,) = api.control("GET", "webhooks/calls")["calls"]
    assert (call["status"], call["failure"]) == (None, "no_answer")


def test_redirects_are_not_followed(api: Any, told: Receiver) -> None:
    with Receiver() as elsewhere:
        told.decide = lambda _: answer(307, f"Location: {elsewhere.url}/")
        api.sms(ONE_EVENT)
        api.advance(0)
        assert elsewhere.connections == 0
    (call,) = api.control("GET", "webhooks/calls")["calls"]
    assert call["status"] == 307


def test_handlers_do_not_wait_for_receivers(
    api: Any, set_webhooks: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sends are answered as usual while a receiver does not answer, which ends no attempt here."""
    monkeypatch.setattr(http_calls, "DEADLINE", 3600)
    with Receiver(write=never_answer) as silent:
        set_webhooks(silent.webhook())
        for number in range(10):
            assert api.sms(f"38050000000{number}")["response_result"][0]["message_id"]
        assert api.control("GET", "webhooks/calls") == {"calls": []}
        set_webhooks()


def test_a_silent_receiver_does_not_hold_up_another(
    api: Any, set_webhooks: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_calls, "DEADLINE", 0.3)
    with Receiver(write=never_answer) as silent, Receiver() as receiver:
        set_webhooks(silent.webhook(), receiver.webhook())
        api.sms(ONE_EVENT)
        api.advance(0)
        calls = api.control("GET", "webhooks/calls")["calls"]
    assert {call["url"]: call["failure"] for call in calls} == {
        f"{silent.url}/hook": "timeout",
        f"{receiver.url}/hook": None,
    }


def test_only_so_many_calls_at_a_time(live: httpx2.Client) -> None:
    """A receiver that answers none is called by as many connections as there may be, no more."""
    with Receiver(write=never_answer) as silent:
        live.put("/sandbox/webhooks", json={"webhooks": [silent.webhook()]})
        recipients = [f"38050{number:07}" for number in range(100)]
        live.post("/message/send.json", json=MESSAGE | {"recipients": recipients})
        deadline = time.monotonic() + 60
        while len(silent.told) < 20:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert len(silent.told) == 20
        live.post("/sandbox/reset")
