"""The command `turbosms sandbox` as a process: its line, its port, its end."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
import time
from itertools import product
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.kit.control import PLAIN_HTTP, http_client
from tests.kit.processes import PYTHON, SandboxProcess, output
from tests.kit.warm.programs import TURBOSMS_FILE
from turbosms_sandbox import server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.kit.warm.programs import Programs

needs_signals = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows ends processes without a signal"
)


@needs_signals
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_prints_its_address_and_ends_cleanly(
    start_process: Callable[..., Any], number: signal.Signals
) -> None:
    process = start_process()
    assert process.first_line == f"TurboSMS sandbox listens on {process.url}"
    with http_client(process.url) as client:
        assert client.get("/user/ping?token=sandbox").json()["response_code"] == 1
        # The connection stays open: it must not keep the process alive.
        assert process.stop(number) == (0, "", "")


@needs_signals
def test_a_request_that_is_running_is_answered_before_the_end(
    start_process: Callable[..., Any],
) -> None:
    process = start_process()
    numbers = [f"3805{i:08}" for i in range(5000)]
    body = {"recipients": numbers, "sms": {"sender": "TurboSMS", "text": "Hello"}}
    answers: list[int] = []

    def send() -> None:
        url = f"{process.url}/message/send.json?token=sandbox"
        answers.append(httpx2.post(url, json=body, **PLAIN_HTTP).json()["response_code"])

    sender = threading.Thread(target=send)
    sender.start()
    deadline = 100
    while (
        not answers
        and deadline
        and not httpx2.get(
            f"{process.url}/sandbox/messages?limit=1",
            **PLAIN_HTTP,
        ).json()["messages"]
    ):
        deadline -= 1
    status, _, errors = process.stop()
    sender.join()
    assert (status, errors, answers) == (0, "", [800])


def test_listens_where_it_is_told_to(start_process: Callable[..., Any]) -> None:
    process = start_process("--host", "localhost")
    assert process.url.startswith("http://localhost:")
    assert httpx2.get(f"{process.url}/sandbox/messages", **PLAIN_HTTP).json() == {"messages": []}


def test_warns_loudly_beyond_this_machine(start_process: Callable[..., Any]) -> None:
    process = start_process("--host", "0.0.0.0")
    port = httpx2.URL(process.url).port
    assert (
        httpx2.get(
            f"http://127.0.0.1:{port}/user/ping?token=sandbox",
            **PLAIN_HTTP,
        ).json()["response_code"]
        == 1
    )
    status, _, errors = process.stop()
    assert status == 0
    assert "WARNING: the sandbox listens on 0.0.0.0" in errors


def test_an_account_of_ones_own(start_process: Callable[..., Any], tmp_path: Path) -> None:
    options = ["--sender", "Shop", "--sender", "Second", "--viber-sender", "Shop UA"]
    options += ["--balance", "0.7", "--token", "my-token", "--quirk", "row_codes", "--any-sender"]
    options += ["--state", str(tmp_path / "state")]
    process = start_process(*options)
    with http_client(process.url) as client:

        def send(name: str, channel: str, number: str) -> tuple[int, list[int]]:
            body = {"recipients": [number], channel: {"sender": name, "text": "Hello"}}
            answer = client.post("/message/send.json?token=my-token", json=body).json()
            rows = answer["response_result"] or []
            return answer["response_code"], [row["response_code"] for row in rows]

        for _ in range(2):
            assert client.get("/user/ping?token=sandbox").json()["response_code"] == 105
            assert send("Shop", "sms", "380501111111") == (801, [801])
            assert send("Second", "sms", "380501111111") == (801, [801])
            assert send("Shop", "sms", "380502222222") == (203, [])
            client.patch("/sandbox/account", json={"balance": 2})
            assert send("Shop UA", "viber", "380501111111") == (801, [801])
            assert send("Shop", "viber", "380501111111") == (801, [801])
            assert send("Whoever", "viber", "380501111111") == (801, [801])
            client.post("/sandbox/reset")
    assert process.stop() == (0, "", "")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--sender", ""], "'--sender': it is empty"),
        (["--viber-sender", "x" * 21], "does not have 1 to 20 characters"),
        (["--sender", "\udcff"], "has characters that nobody can read"),
        (["--quirk", "nonsense"], "quirks: 'nonsense' is none; known are row_codes, "),
        (["--balance", "nan"], "balance: a number of UAH is needed"),
        (["--balance", "much"], "--balance"),
        (["--token", ""], "'--token': it is empty"),
        (["--token", "a b"], "token: 1 to 256 letters"),
        (["--trust-host", ""], "--trust-host"),
        (["--trust-host", "http://sandbox"], "--trust-host"),
        (["--trust-host", "sandbox:80"], "--trust-host"),
    ],
)
def test_options_that_mean_nothing(programs: Programs, options: list[str], why: str) -> None:
    command = [TURBOSMS_FILE, "sandbox", "--port", "0", *options]
    result = programs.run(command, os.environ)
    assert (result.returncode, result.stdout) == (2, "")
    assert why in " ".join(result.stderr.split())


def test_a_host_that_is_trusted(start_process: Callable[..., Any]) -> None:
    process = start_process("--trust-host", "sandbox")
    for name, status in (("sandbox", 200), ("sandbox:8026", 200), ("evil.example", 403)):
        for path in ("/", "/sandbox/messages"):
            answer = httpx2.get(
                f"{process.url}{path}",
                headers={"Host": name},
                **PLAIN_HTTP,
            )
            assert answer.status_code == status
    assert process.stop() == (0, "", "")


def test_warns_loudly_of_remote_control(start_process: Callable[..., Any]) -> None:
    process = start_process("--remote-control")
    status, _, errors = process.stop()
    assert status == 0
    assert "WARNING: the control plane and the inbox are open to other machines" in errors


def test_fetches_only_what_was_allowed_on_the_command_line(
    start_process: Callable[..., Any],
) -> None:
    process = start_process("--allow-host", "localhost", "--allow-host", "127.0.0.1")
    with http_client(process.url, params={"token": "sandbox"}) as client:
        link = client.post("/file/add.json", json={"data": "data:,a"}).json()["response_result"][
            "link"
        ]
        # The sandbox's own public link is a file on an allowed host.
        again = client.post("/file/add.json", json={"url": link}).json()
        assert (again["response_code"], again["response_result"]["link"]) == (0, link)
        assert (
            client.post("/file/add.json", json={"url": "http://[::1]:1/a.txt"}).json()[
                "response_code"
            ]
            == 418
        )


@pytest.fixture(scope="module")
def strange() -> Iterator[SandboxProcess]:
    """For requests of which the server writes a warning."""
    with SandboxProcess() as process:
        yield process


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"BREW /user/ping.json HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        (b"GET /user/ping.json HTTP/9.9\r\n\r\n", 400),
        (b"GET /user/ping.json HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 405),
    ],
)
def test_what_is_no_http_is_answered_too(
    strange: SandboxProcess, request_: bytes, status: int
) -> None:
    port = int(strange.port)
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(request_)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert int(head.split()[1]) == status
    assert json.loads(body) == {
        "response_code": 300,
        "response_status": "INVALID_REQUEST",
        "response_result": None,
    }


def test_the_address_is_printed_without_the_command_too() -> None:
    program = "from turbosms_sandbox import run\nrun(port=0)"
    with SandboxProcess(command=(PYTHON, "-c", program)) as process:
        assert process.first_line == f"TurboSMS sandbox listens on http://127.0.0.1:{process.port}"
        assert process.stop().code == 0


def test_says_when_the_port_is_taken(programs: Programs) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = programs.run([TURBOSMS_FILE, "sandbox", "--port", str(port)], os.environ)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"Cannot listen on 127.0.0.1 port {port}: ")
    assert len(result.stderr.splitlines()) == 1


def test_the_listener_says_that_it_is_tcp() -> None:
    """Only for such sockets asyncio turns off Nagle's algorithm.

    With it every answer waits for an acknowledgement.
    """
    with server._listen("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_a_caller_who_hangs_up_is_no_error(start_process: Callable[..., Any]) -> None:
    process = start_process()
    port = int(process.port)
    paths = ["/message/send", "/sandbox/messages", "/sandbox/reset", "/sandbox/clock"]
    for verb, path in product(("GET", "POST", "DELETE"), paths):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            head = f"{verb} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n"
            connection.sendall(f"{head}half of it".encode())
            answer = httpx2.get(f"{process.url}/user/ping", **PLAIN_HTTP)
            assert answer.status_code == 200
    with http_client(process.url, timeout=0.2) as hasty, pytest.raises(httpx2.ReadTimeout):
        hasty.get("/sandbox/messages?wait=60")
    assert process.stop() == (0, "", "")


@pytest.mark.thorough_only
def test_an_idle_connection_outlives_that_of_a_client(start_process: Callable[..., Any]) -> None:
    """Clients of Python keep an idle connection for 5 seconds, and then must not lose a race."""
    process = start_process()
    request = b"HEAD /user/balance.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with socket.create_connection(("127.0.0.1", int(process.port)), timeout=60) as connection:
        connection.sendall(request)
        assert connection.recv(65536).startswith(b"HTTP/1.1 ")
        time.sleep(7)
        connection.sendall(request)
        assert connection.recv(65536).startswith(b"HTTP/1.1 ")


@needs_signals
def test_a_delayed_answer_does_not_keep_it_from_ending(start_process: Callable[..., Any]) -> None:
    process = start_process()
    fault = {"method": "user/ping", "kind": "delay", "seconds": 600}
    with http_client(process.url) as client:
        assert client.post("/sandbox/faults", json=fault).status_code == 200
        failures: list[type[Exception]] = []

        def ping() -> None:
            try:
                client.get("/user/ping?token=sandbox")
            except httpx2.HTTPError as error:
                failures.append(type(error))

        caller = threading.Thread(target=ping)
        caller.start()
        # The fault is used up by the time the call waits.
        while httpx2.get(f"{process.url}/sandbox/faults", **PLAIN_HTTP).json()["faults"]:
            pass
        assert process.stop() == (0, "", "")
        caller.join()
    assert failures == [httpx2.RemoteProtocolError]


def test_importing_the_sandbox_costs_nothing() -> None:
    program = (
        "import sys, turbosms_sandbox\n"
        "print('starlette' in sys.modules, hasattr(turbosms_sandbox, 'nothing'))"
    )
    assert output(PYTHON, "-c", program) == "False False\n"


def test_its_command_needs_nothing_of_the_client() -> None:
    """To import it would take as long as everything else until the sandbox answers."""
    program = (
        "import sys, turbosms_sandbox\n"
        "turbosms_sandbox.run = lambda *_, **__: print('turbosms_client' in sys.modules)\n"
        "sys.argv = ['turbosms', 'sandbox', '--port', '0']\n"
        "from turbosms_cli.__main__ import main\n"
        "main()"
    )
    assert output(PYTHON, "-c", program) == "False\n"


@pytest.mark.skipif(sys.platform != "linux", reason="the limits of another process")
def test_as_many_connections_as_the_system_allows() -> None:
    """However few files the shell lets a program have open at first."""
    import resource  # noqa: PLC0415 - Unix only

    program = (
        "import resource; from turbosms_sandbox import run; "
        "_, hard = resource.getrlimit(resource.RLIMIT_NOFILE); "
        "resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard)); run(port=0)"
    )
    with SandboxProcess(command=(PYTHON, "-c", program)) as process:
        soft, hard = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
    assert soft in (hard, 65_536)
