"""`turbosms webhook listen --sandbox`: a sandbox is told to call, with a secret of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.running import rows
from tests.kit.control import passing_time
from tests.kit.processes import free_port
from tests.kit.server import Reader, Server
from tests.kit.waiting import wait_for
from tests.webhooks.calls import SECRET

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    from tests.cli.running import Run
    from tests.cli.webhooks.conftest import Listen
    from tests.kit.control import Control

PHONE = "380501111111"
ELSEWHERE = {"url": "http://127.0.0.1:1/elsewhere", "secret": "of another"}


def webhooks_of(control: Control) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = control.control("GET", "webhooks")["webhooks"]
    return found


def test_what_becomes_of_a_message_is_printed(listen: Listen, control: Control) -> None:
    listening = listen("--sandbox", control.url, TURBOSMS_WEBHOOK_SECRET=None)
    body = {"recipients": [PHONE], "sms": {"sender": "TurboSMS", "text": "Hello"}}
    sent = control.result("message/send", body)[0]["message_id"]
    control.advance(60)
    printed = listening.rows(3)
    assert [row["status"] for row in printed] == ["Accepted", "Sent", "Delivered"]
    assert {row["message_id"] for row in printed} == {sent}
    control.reply(PHONE, "Where is it?", sender="TurboSMS")
    with passing_time(control, seconds=1, every=0.2):
        assert listening.rows(4)[3]["message"] == "Where is it?"
    assert f"The sandbox at {control.url} calls it." in listening.stderr


def test_its_secret_is_a_new_one_and_the_other_webhooks_stay(
    listen: Listen, control: Control
) -> None:
    """Not that of the real webhook."""
    control.control("PUT", "webhooks", {"webhooks": [ELSEWHERE]})
    listening = listen("--sandbox", control.url)
    other, own = webhooks_of(control)
    assert (other["url"], other["secret"]) == (ELSEWHERE["url"], ELSEWHERE["secret"])
    assert own["url"] == f"{listening.url}/"
    assert len(own["secret"]) >= 32
    assert SECRET not in own["secret"]
    assert own["secret"] not in listening.stop().stderr


def test_a_chosen_port_is_taken_back_and_another_one_stays(
    listen: Listen, control: Control
) -> None:
    assert listen("--sandbox", control.url).stop().code == 0
    assert webhooks_of(control) == []
    port = free_port()
    for _ in range(2):
        assert listen("--sandbox", control.url, port=port).stop().code == 0
    assert [each["url"] for each in webhooks_of(control)] == [f"http://127.0.0.1:{port}/"]


def test_a_secret_may_be_named(listen: Listen, control: Control, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("of the tests\nold one\n")
    listen("--sandbox", f"{control.url}/", "--secret-file", tmp_path / "secret.txt")
    assert webhooks_of(control)[0]["secret"] == "of the tests"


def test_a_sandbox_that_is_reset_or_gone_does_not_matter(listen: Listen, control: Control) -> None:
    listening = listen("--sandbox", control.url)
    control.reset()
    ended = listening.stop()
    assert ended.code == 0
    assert "Received 0 calls" in ended.stderr


def test_there_is_none(run: Run, closed_port: str) -> None:
    done = run("webhook", "listen", "--port", "0", "--sandbox", closed_port, "--json")
    assert done.returncode == 1
    (error,) = rows(done.stdout)
    assert error["error"] == "FailedError"
    assert error["message"] == (
        f"There is no sandbox at {closed_port}: Connection refused. Start it with turbosms sandbox."
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 6\r\n\r\n<html>", "is no sandbox"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]", "is no sandbox"),
        (b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"webhooks": 1}', "is no sandbox"),
        (b'HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{"webhooks":[1]}', "is no sandbox"),
        (b'HTTP/1.1 403 No\r\nContent-Length: 14\r\n\r\n{"error":"No"}', "refuses: No."),
        (b"HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\n{}", "refuses: it gives no reason."),
        (b"\x00" * 100, "it does not answer as a sandbox does"),
        (b"", "it does not answer as a sandbox does"),
    ],
)
def test_what_answers_is_none(run: Run, answer: bytes, said: str) -> None:
    def serve(_server: Server, connection: socket.socket) -> None:
        Reader(connection.recv).request()
        connection.sendall(answer)

    with Server(serve) as server:
        done = run("webhook", "listen", "--port", "0", "--sandbox", server.url, "--json")
    assert done.returncode == 1
    assert said in json.loads(done.stdout)["message"]


def test_it_refuses(run: Run, control: Control) -> None:
    others = [{**ELSEWHERE, "url": f"http://127.0.0.1:1/{number}"} for number in range(20)]
    control.control("PUT", "webhooks", {"webhooks": others})
    done = run("webhook", "listen", "--port", "0", "--sandbox", control.url)
    assert done.returncode == 1
    assert f"The sandbox at {control.url} refuses: webhooks: a list of at most 20" in done.stderr


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1:8026",
        "127.0.0.1:8026",
        "http://",
        "http://127.0.0.1:x",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:8026/sandbox",
        "http://127.0.0.1:8026?x",
        "http://me@127.0.0.1:8026",
        "http://[::1",
        "http://ї:8026",
        "http://a b:8026",
    ],
)
def test_an_address_that_is_none(run: Run, url: str) -> None:
    done = run("webhook", "listen", "--sandbox", url, "--json")
    assert done.returncode == 2
    (error,) = rows(done.stdout)
    assert error["parameter"] == "--sandbox"
    assert "not the address of a sandbox" in error["message"]


def test_a_sandbox_that_has_gone_at_the_end_is_told(listen: Listen) -> None:
    def serve(server: Server, connection: socket.socket) -> None:
        Reader(connection.recv).request()
        if server.closing.is_set():
            return
        connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"webhooks":[]}')

    with Server(serve) as server:
        listening = listen("--sandbox", server.url)
        server.stop_listening()
    ended = listening.stop()
    assert ended.code == 0
    wait_for(lambda: f"There is no sandbox at {server.url}" in ended.stderr)
