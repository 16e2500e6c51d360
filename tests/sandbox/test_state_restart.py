"""The state file: what is there after a restart, and what has not happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from turbosms_sandbox import create_app
from turbosms_sandbox.execution import DifferentError, replay

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


def test_reset_empties_the_file_too(api: Any) -> None:
    api.call("message/send", SEND)
    api.advance(1000)
    api.request("POST", "/sandbox/reset")
    assert api.messages() == []
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


def test_what_cannot_be_recorded_has_not_happened(
    tmp_path: Path, api: Any, ids: Callable[..., list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "small"
    api.app.state.service.close()
    api.app, api.state_file = create_app(state_file=path, read_clock=lambda: api.time), None
    sent = api.sms()
    connection = api.app.state.service._state_file.journal._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    sms = {"sender": "TurboSMS", "text": "ж" * 600}
    codes = [
        api.code("message/send", {"recipients": [f"38050{i:07}" for i in range(500)], "sms": sms})
    ]
    assert codes == [999]
    assert "database or disk is full" in caplog.text
    assert api.balance() == 9999.66
    assert [message["message_id"] for message in api.messages()] == ids(sent)
    connection.execute("PRAGMA max_page_count = 100000")
    assert api.sms()["response_code"] == 427
    assert api.sms("380503288668", text="ж" * 600)["response_code"] == 801
    messages = api.messages()
    api.app.state.service.close()
    api.app = create_app(state_file=path, read_clock=lambda: api.time)
    assert api.messages() == messages


def test_a_request_that_fetches_happens_when_the_file_is_there(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(url: str, _: object) -> tuple[bytes, str]:
        api.time += 100
        return url.encode(), "txt"

    monkeypatch.setattr("turbosms_sandbox.fetching.fetch", slow)
    body = {"url": "http://example.com/a.txt", "sequence_id": "one"}
    file = api.call("file/add", body)["response_result"]
    assert (file["created"], file["source"]) == ("2026-02-25 08:15:00", "http://example.com/a.txt")
    again = api.call("file/add", body)
    assert (again["response_code"], again["response_result"]) == (507, file)
    assert api.call("file/details", {"id": file["id"]})["response_result"] == file
    api.advance(14 * 86_400 - 1)
    assert api.code("file/add", body) == 507
