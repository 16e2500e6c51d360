"""`turbosms webhook listen`: what it prints of calls, what it answers, and how it ends."""

from __future__ import annotations

import json
import re
import signal
import socket
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.running import rows
from tests.kit.processes import free_port
from tests.kit.waiting import wait_for
from tests.webhooks.calls import FORM, SECRET, as_form, as_json, call, login, report, signed
from tests.webhooks.serving import hang_up, post

if TYPE_CHECKING:
    from tests.cli.running import OpenTerminal, Run
    from tests.cli.webhooks.conftest import Listen
    from tests.kit.terminals import Terminal

ESCAPES = "\x1b[2J\x9b2J\u202e\r\nReceived 99 calls"
REPLY = {
    "id": 7,
    "chat_id": 12,
    "message": f"Where is it?{ESCAPES}",
    "added": "2026-11-28 12:00:03",
    "file_url": "https://example.com/a.png",
    "file_name": "a.png",
}
EVENTS: dict[str, tuple[str, Any]] = {
    "report": ("DLR_SMS_API", report("DELIVRD", "m-1")),
    "reply": ("INBOX_VIBER_SESSION", REPLY),
    "click": ("VIBER_BUTTON_CLICK", {"message_id": "m-2", "click_time": "2026-11-28 12:00:03"}),
    "unknown": ("NEW", {"text": f"{ESCAPES}", "more": [1]}),
}


def bodies() -> list[bytes]:
    """A call with each kind of event."""
    calls = [call(name, data, type=kind) for name, (kind, data) in EVENTS.items()]
    return [as_json(fields) for fields in calls]


def begun(screen: Terminal) -> int:
    """The port, once the command on a terminal listens."""
    screen.expect("Listening on http://127.0.0.1:")
    return int(screen.expect(";").rstrip(";"))


class TestEvents:
    def test_each_is_a_line_of_json(self, listen: Listen) -> None:
        listening = listen()
        for body in bodies():
            assert listening.post(body) == 200
        printed, reply, click, unknown = listening.rows(4)
        assert printed == {
            "type": "delivery_report",
            "event": "DLR_SMS_API",
            "channel": "sms",
            "message_id": "m-1",
            "status": "Delivered",
            "raw_status": "DELIVRD",
            "at": "2026-11-28T12:00:03+02:00",
            "final": True,
            "delivered": True,
            "raw": report("DELIVRD", "m-1"),
        }
        assert reply["type"] == "incoming_message"
        assert (reply["message"], reply["chat_id"], reply["raw"]) == (REPLY["message"], 12, REPLY)
        assert (click["type"], click["message_id"]) == ("button_click", "m-2")
        assert click["at"] == "2026-11-28T12:00:03+02:00"
        assert unknown == {"type": "unknown_event", "event": "NEW", "raw": EVENTS["unknown"][1]}
        assert all(line.isprintable() for line in listening.stdout.splitlines())

    def test_forms_are_read_too(self, listen: Listen) -> None:
        listening = listen()
        data = [report("Sent", "m-1"), report("DELIVRD", "m-1")]
        assert listening.post(as_form(call(data=data)), FORM) == 200
        assert [row["status"] for row in listening.rows(2)] == ["Sent", "Delivered"]

    def test_what_is_no_number_in_json_is_a_text(self, listen: Listen) -> None:
        listening = listen()
        data = {"a": float("nan"), "b": [float("inf")]}
        assert listening.post(as_json(call(data=data, type="NEW"))) == 200
        (row,) = listening.rows(1)
        assert row["raw"] == {"a": "nan", "b": ["inf"]}

    def test_on_a_terminal_each_is_a_line_for_people(self, terminal: OpenTerminal) -> None:
        screen = terminal("webhook", "listen", "--port", "0", TURBOSMS_WEBHOOK_SECRET=SECRET)
        port = begun(screen)
        for body in bodies():
            assert post(port, body)[0] == 200
        screen.expect("2026-11-28 12:00:03  sms    Delivered  m-1\r\n")
        screen.expect("2026-11-28 12:00:03  viber  chat 12  Where is it?")
        screen.expect("\\nReceived 99 calls  [file a.png https://example.com/a.png]\r\n")
        screen.expect("2026-11-28 12:00:03  viber  clicked    m-2\r\n")
        screen.expect('-  NEW  {"text": "')
        screen.interrupt()
        assert screen.wait() == 0
        assert "\x9b" not in screen.output
        assert "\u202e" not in screen.output
        assert "\x1b[2J" not in screen.output
        assert len(re.findall(r"^(?:\^C)?Received", screen.text, re.MULTILINE)) == 1

    def test_json_on_a_terminal_and_lines_elsewhere(
        self, terminal: OpenTerminal, listen: Listen
    ) -> None:
        screen = terminal(
            "webhook", "listen", "--port", "0", "--json", TURBOSMS_WEBHOOK_SECRET=SECRET
        )
        assert post(begun(screen), bodies()[0])[0] == 200
        screen.expect('{"type":"delivery_report"')
        screen.interrupt()
        assert screen.wait() == 0
        listening = listen("--no-json")
        assert listening.post(bodies()[0]) == 200
        wait_for(lambda: "Delivered  m-1\n" in listening.stdout)

    def test_a_repeat_and_what_is_late_are_not_printed(self, listen: Listen) -> None:
        listening = listen()
        for status in ("DELIVRD", "DELIVRD", "Sent", "READ"):
            assert listening.tell("m-1", status) == 200
        assert [row["status"] for row in listening.rows(2)] == ["Delivered", "Read"]
        ended = listening.stop()
        assert len(rows(ended.stdout)) == 2
        assert "Received 4 calls: 3 new, 1 repeated.\n" in ended.stderr
        assert "Handled 2 events; 1 late report left out.\n" in ended.stderr


class TestRefusedCalls:
    def test_each_reason_is_noted_once_and_counted(self, listen: Listen) -> None:
        listening = listen(TURBOSMS_WEBHOOK_BASIC_AUTH="shop:pass:word")
        right = {"Authorization": login("shop", "pass:word")}
        good = call()
        assert listening.post(as_json(good)) == 401
        assert listening.post(as_json(good), **right) == 200
        for _ in range(2):
            assert listening.post(as_json({**good, "data": report("READ")}), **right) == 400
            assert listening.post(as_json({**good, "signature": "x"}), **right) == 401
        for missing in ("id", "signature"):
            body = {key: value for key, value in good.items() if key != missing}
            assert listening.post(as_json(body), **right) in {400, 401}
        assert listening.post(b"<html>", **right) == 400
        hang_up(listening.port, b"{")
        wait_for(lambda: "(hung_up)" in listening.stderr)
        ended = listening.stop()
        assert ended.code == 0
        reasons = (
            "malformed 1, no_id 1, no_signature 1, bad_signature 2, basic_auth 1, other_data 2, "
            "hung_up 1"
        )
        assert f"Received 10 calls: 1 new, 9 refused ({reasons}).\n" in ended.stderr
        assert ended.stderr.count("(bad_signature). Others like it are only counted.") == 1
        assert "turbosms webhook check says what is wrong" in ended.stderr
        for hidden in ("pass:word", SECRET, good["signature"], good["data"]["message_id"]):
            assert hidden not in ended.stderr

    def test_only_a_post_is_a_call(self, listen: Listen) -> None:
        listening = listen()
        for method in ("GET", "PUT", "HEAD", "OPTIONS", "BREW"):
            status, headers = post(listening.port, as_json(call()), "/", method)
            assert (status, headers["allow"]) == (405, "POST")
        assert "Received 0 calls" in listening.stop().stderr

    def test_their_bodies_are_kept_if_that_is_wanted(
        self, listen: Listen, run: Run, tmp_path: Path
    ) -> None:
        folder = tmp_path / "refused"
        listening = listen("--keep-refused", folder)
        assert listening.post(as_json(call())) == 200
        body = as_json({**call(), "signature": signed("event-1", f"{SECRET}\n")})
        assert listening.post(body) == 401
        wait_for(lambda: [*folder.glob("*.txt")])
        listening.stop()
        (kept,) = folder.iterdir()
        assert kept.read_bytes() == body
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        done = run("webhook", "check", str(kept), TURBOSMS_WEBHOOK_SECRET=SECRET)
        assert rows(done.stdout)[0]["reasons"] == ["line_break"]

    def test_no_more_than_a_hundred(self, listen: Listen, tmp_path: Path) -> None:
        listening = listen("--keep-refused", tmp_path / "refused")
        for number in range(103):
            assert listening.post(f"{number}".encode()) == 400
        listening.stop()
        assert len([*(tmp_path / "refused").iterdir()]) == 100


class TestSecrets:
    def test_two_while_one_is_replaced(self, listen: Listen, tmp_path: Path) -> None:
        (tmp_path / "secrets.txt").write_text(f"new-secret\r\n\r\n{SECRET}\r\n")
        listening = listen("--secret-file", tmp_path / "secrets.txt", TURBOSMS_WEBHOOK_SECRET="x")
        assert listening.tell("m-1") == 200
        assert listening.tell("m-2", signature=signed("m-2 DELIVRD", "new-secret")) == 200
        assert listening.tell("m-3", signature=signed("m-3 DELIVRD", "x")) == 401

    def test_without_one_it_says_how_to_give_it(self, run: Run, terminal: OpenTerminal) -> None:
        done = run("webhook", "listen", "--json")
        assert done.returncode == 2
        (error,) = rows(done.stdout)
        assert error["error"] == "UsageError"
        for way in ("TURBOSMS_WEBHOOK_SECRET", "--secret-file FILE", "turbosms login", "--sandbox"):
            assert way in error["message"]
        screen = terminal("webhook", "listen")
        assert screen.wait() == 2
        assert "There is no secret of the webhook" in screen.text

    @pytest.mark.parametrize(
        ("secret", "said"),
        [(f'"{SECRET}"', "quotes around it"), (f" {SECRET}", "spaces around it")],
    )
    def test_one_that_was_pasted_wrongly_is_not_shown(
        self, run: Run, secret: str, said: str
    ) -> None:
        done = run("webhook", "listen", "--json", TURBOSMS_WEBHOOK_SECRET=secret)
        assert done.returncode == 2
        assert f"TURBOSMS_WEBHOOK_SECRET: the secret has {said}" in rows(done.stdout)[0]["message"]
        assert SECRET not in f"{done.stdout}{done.stderr}"

    def test_none_is_an_argument(self, run: Run) -> None:
        done = run("webhook", "listen", "--secret", SECRET)
        assert done.returncode == 2
        assert "No such option '--secret'. Did you mean '--secret-file'?" in done.stderr
        assert SECRET not in done.stderr


class TestPlaces:
    def test_a_port_that_is_taken(self, run: Run) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            options = ("--port", str(port), "--json")
            done = run("webhook", "listen", *options, TURBOSMS_WEBHOOK_SECRET=SECRET)
        assert done.returncode == 1
        (error,) = rows(done.stdout)
        assert error["error"] == "FailedError"
        assert f"Cannot listen on 127.0.0.1 port {port}: Address already in use." in done.stderr

    @pytest.mark.parametrize("host", ["nowhere.invalid", "x" * 300, "\udcff", "1.2.3.4.5", "::g"])
    def test_a_host_that_is_none(self, run: Run, host: str) -> None:
        options = ("--host", host, "--port", "0")
        done = run("webhook", "listen", *options, TURBOSMS_WEBHOOK_SECRET=SECRET)
        assert done.returncode == 1
        assert "Cannot listen on" in done.stderr
        assert "Traceback" not in done.stderr

    def test_other_machines_only_with_a_warning(self, listen: Listen) -> None:
        assert "WARNING" not in listen("--host", "localhost").stop().stderr
        listening = listen("--host", "0.0.0.0")
        assert listening.url == f"http://127.0.0.1:{listening.port}"
        assert listening.tell("m-1") == 200
        warning = listening.stop().stderr.splitlines()[0]
        assert warning.startswith("WARNING: this listens on 0.0.0.0, not only on this machine.")

    def test_ipv6(self, listen: Listen) -> None:
        listening = listen("--host", "::1")
        assert listening.url == f"http://[::1]:{listening.port}"
        connection = HTTPConnection("::1", listening.port, timeout=60)
        connection.request("POST", "/", as_json(call()))
        assert connection.getresponse().status == 200
        connection.close()


class TestTheEnd:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_a_summary_and_exit_code_0(self, listen: Listen, number: int) -> None:
        listening = listen()
        assert listening.tell("m-1") == 200
        ended = listening.stop(number)
        assert ended.code == 0
        assert len(rows(ended.stdout)) == 1
        assert ended.stderr.endswith("Received 1 call: 1 new.\nHandled 1 event.\n")

    def test_connections_that_are_open_do_not_delay_it(self, listen: Listen) -> None:
        listening = listen()
        with (
            closing(HTTPConnection("127.0.0.1", listening.port, timeout=60)) as kept_alive,
            socket.create_connection(("127.0.0.1", listening.port)) as silent,
        ):
            kept_alive.request("POST", "/", as_json(call()))
            response = kept_alive.getresponse()
            assert (response.status, response.read()) == (200, b"")
            assert listening.stop().code == 0
            # One that was not taken from the queue yet is reset.
            with suppress(ConnectionResetError):
                assert silent.recv(100) == b""

    def test_a_reader_that_has_gone_ends_it_and_its_event_is_still_to_come(
        self, listen: Listen, terminal: OpenTerminal, tmp_path: Path
    ) -> None:
        database = str(tmp_path / "webhooks.db")
        options = ("--database", database, "--port", "0")
        screen = terminal(
            "webhook", "listen", *options, stdout=-1, columns=300, TURBOSMS_WEBHOOK_SECRET=SECRET
        )
        port = begun(screen)
        assert screen.process.stdout is not None
        screen.process.stdout.close()
        assert post(port, as_json(call()))[0] == 200
        assert screen.wait() == 0
        assert "1 event not handled; they are kept for the next start in:" in screen.text
        listening = listen("--database", database)
        assert "1 event from before to be handled." in listening.stderr
        assert len(listening.rows(1)) == 1


def test_a_burst_on_connections_that_stay_open(listen: Listen) -> None:
    """Twenty callers at once, a hundred calls each, and none is lost."""
    listening = listen()

    def call_often(caller: int) -> set[int]:
        connection = HTTPConnection("127.0.0.1", listening.port, timeout=60)
        statuses = set()
        for number in range(100):
            name = f"{caller}-{number}"
            connection.request("POST", "/", as_json(call(name, report("DELIVRD", name))))
            response = connection.getresponse()
            response.read()
            statuses.add(response.status)
        connection.close()
        return statuses

    with ThreadPoolExecutor(20) as pool:
        assert set.union(*pool.map(call_often, range(20))) == {200}
    printed = listening.rows(2000)
    assert len({row["message_id"] for row in printed}) == 2000
    assert "Received 2,000 calls: 2,000 new." in listening.stop().stderr


def test_a_burst_of_connections(listen: Listen) -> None:
    listening = listen()
    names = [f"m-{number}" for number in range(600)]
    with ThreadPoolExecutor(60) as pool:
        assert set(pool.map(listening.tell, names)) == {200}
    assert {row["message_id"] for row in listening.rows(600)} == set(names)


def test_two_ports_have_a_file_each(listen: Listen, tmp_path: Path) -> None:
    ports = [free_port(), free_port()]
    data = {"XDG_DATA_HOME": str(tmp_path / "data")}
    both = [listen(port=port, **data) for port in ports]
    for listening in both:
        assert listening.tell("m-1") == 200
        assert len(listening.rows(1)) == 1
    folder = tmp_path / "data/turbosms"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for port, listening in zip(ports, both, strict=True):
        file = folder / f"webhooks-{port}.db"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert str(file) in listening.stderr


@pytest.mark.parametrize("named", [None, "", "relative"])
def test_the_usual_folder(listen: Listen, tmp_path: Path, named: str | None) -> None:
    """HOME is `tmp_path`; a relative path in the variable is none, as its standard says."""
    port = free_port()
    listening = listen(port=port, XDG_DATA_HOME=named)
    assert f"{tmp_path}/.local/share/turbosms/webhooks-{port}.db" in listening.stderr


def test_a_database_that_is_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("This is a text. " * 100)
    for name in ("text.db", ".", "no/such/folder/x.db"):
        options = ("--port", "0", "--database", str(tmp_path / name), "--json")
        done = run("webhook", "listen", *options, TURBOSMS_WEBHOOK_SECRET=SECRET)
        assert done.returncode == 1
        assert "cannot be used as a database" in json.loads(done.stdout)["message"]


def test_a_name_that_sqlite_would_take_for_memory(
    listen: Listen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    listening = listen("--database", ":memory:")
    assert listening.tell("m-1") == 200
    assert len(listening.rows(1)) == 1
    assert Path(":memory:").is_file()
