"""The state file: what is there after a restart, and what has not happened."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.processes import PYTHON, output
from turbosms_sandbox import create_app
from turbosms_sandbox.engine.execution import DifferentError, replay
from turbosms_sandbox.journal.journal import Journal
from turbosms_sandbox.messages import sending

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.on_both

SEND = {
    "recipients": ["380678998668", "wrong"],
    "sms": {"sender": "TurboSMS", "text": "Hello"},
    "sequence_id": "one",
}


def test_what_was_done_is_there_after_a_restart(api: Any, ids: Any) -> None:
    sent = api.call("message/send", SEND)
    file = api.call("file/add", {"data": "data:,a"})["response_result"]
    api.account(balance=5, stop_list=["380501111111"], templates=["Code %d"])
    api.restart() if api.state_file else None
    assert api.call("message/send", SEND)["response_code"] == 507
    assert api.status(*ids(sent))[0]["response_code"] == 0
    assert api.call("file/details", {"id": file["id"]})["response_result"] == file
    assert api.request("GET", "/public/" + file["link"].partition("/public/")[2]).text == "a"
    account = api.account()
    assert (account["balance"], account["stop_list"], account["templates"]) == (
        5,
        ["380501111111"],
        ["Code %d"],
    )
    again = api.send(recipients=["380678998668"], sms=SEND["sms"])
    assert again["response_code"] == 427


def test_the_deepest_json_is_kept(api: Any) -> None:
    deepest: list[Any] = []
    for _ in range(510):
        deepest = [deepest]
    assert api.call("message/send", SEND | {"x": deepest})["response_code"] == 803
    assert len(api.shown()) == 1


def test_reset_empties_the_file_too(api: Any) -> None:
    api.call("message/send", SEND)
    api.advance(1000)
    api.request("POST", "/sandbox/reset")
    assert api.shown() == []
    assert api.advance(0) == "2026-02-25 08:13:20"
    assert api.code("message/send", SEND) == 803


def test_the_clock_goes_on_where_it_stood(tmp_path: Path) -> None:
    real = 1_772_000_000.0

    def start() -> Any:
        return create_app(state_file=tmp_path / "state", read_clock=lambda: real).state.service

    service = start()
    service.control("sandbox/clock", {"advance": 86_400.5})
    before = service.now()
    service.close()
    real += 10
    service = start()
    assert service.now() == before + 10
    assert service.state.clock.advanced == 86_400.5
    service.control("sandbox/account", {"balance": 1})
    service.close()
    real -= 10_000
    service = start()
    assert service.now() == before + 10
    real += 5
    assert service.now() == before + 15
    real -= 3
    assert service.now() == before + 15
    service.close()


def test_the_clock_shown_goes_on_too(api: Any) -> None:
    now = datetime.fromisoformat(api.advance(86_400))
    api.time += 30
    assert datetime.fromisoformat(api.advance(0)) - now == timedelta(seconds=30)


def test_a_journal_begins_with_a_reset() -> None:
    with pytest.raises(DifferentError):
        replay([])


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of Unix")
def test_a_write_that_fails_leaves_the_state_alone(tmp_path: Path) -> None:
    """Nothing is executed, so nothing is replayed either, however long the journal is."""
    program = f"""
import asyncio, resource
from turbosms_sandbox import create_app
from turbosms_sandbox.calls.call import Call
from turbosms_sandbox.calls.parameters import Parameters
service = create_app(state_file={str(tmp_path / "state")!r}).state.service
state, changes = service.state, service.state.changes
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
for method, values in [
    ("message/send", {SEND!r}),
    ("file/add", {{"data": "data:,a"}}),
    ("chat/messages", {{"new_only": 1}}),
]:
    call = Call("POST", method, "sandbox", Parameters(values, True), None, "")
    assert asyncio.run(service.answer(call)).code == 999
try:
    service.control("sandbox/account", {{"balance": 1}})
except Exception as problem:
    print(problem)
assert service.state is state
assert state.changes == changes
assert state.account.wallet.balance(0) == 1_000_000
"""
    assert output(PYTHON, "-c", program) == "The state file cannot be written: File too large.\n"


def test_a_fault_of_the_sandbox_itself_leaves_nothing_behind(
    tmp_path: Path, api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that fails in its middle has not happened, though the state was half changed."""
    api.app.state.service.close()
    path = tmp_path / "failing"
    api.app, api.state_file = create_app(state_file=path, read_clock=lambda: api.time), None
    assert api.sms("380503288668")["response_code"] == 801
    messages = api.shown()
    failures = [MemoryError]

    def fail_once(*arguments: Any) -> Any:
        if failures:
            raise failures.pop()
        return create(*arguments)

    create = sending._create
    monkeypatch.setattr(sending, "_create", fail_once)
    assert api.sms()["response_code"] == 999
    assert (api.user_balance(), api.shown()) == (9999.66, messages)
    assert api.sms()["response_code"] == 801
    messages = api.shown()
    api.app.state.service.close()
    api.app = create_app(state_file=path, read_clock=lambda: api.time)
    assert (api.user_balance(), api.shown()) == (9999.32, messages)


def test_a_command_that_cannot_be_executed_after_a_restart_has_not_happened_and_is_logged(
    tmp_path: Path, api: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> Any:
        raise MemoryError

    api.app.state.service.close()
    path = tmp_path / "failing"
    api.app, api.state_file = create_app(state_file=path, read_clock=lambda: api.time), None
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "confirm", fail)  # as if it were killed before it answers
        assert api.sms()["response_code"] == 999
    api.app.state.service.close()
    caplog.clear()
    with monkeypatch.context() as patch:
        patch.setattr(sending, "_create", fail)
        api.app = create_app(state_file=path, read_clock=lambda: api.time)
    assert [record.getMessage() for record in caplog.records] == ["message/send failed"]
    assert "MemoryError" in caplog.text
    assert (api.user_balance(), api.shown()) == (10_000, [])
    assert api.sms()["response_code"] == 801


def test_a_request_that_fetches_happens_when_the_file_is_there(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(url: str, _: object) -> tuple[bytes, str]:
        api.time += 100
        return url.encode(), "txt"

    monkeypatch.setattr("turbosms_sandbox.files.fetching.fetch", slow)
    body = {"url": "http://example.com/a.txt", "sequence_id": "one"}
    file = api.call("file/add", body)["response_result"]
    assert (file["created"], file["source"]) == ("2026-02-25 08:15:00", "http://example.com/a.txt")
    again = api.call("file/add", body)
    assert (again["response_code"], again["response_result"]) == (507, file)
    assert api.call("file/details", {"id": file["id"]})["response_result"] == file
    api.advance(14 * 86_400 - 1)
    assert api.code("file/add", body) == 507
