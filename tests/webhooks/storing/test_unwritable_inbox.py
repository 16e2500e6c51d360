"""While nothing can be written, calls are answered with 503; then it goes on, and none is lost."""

from __future__ import annotations

import importlib.util
import os
import threading
from contextlib import closing
from sqlite3 import connect
from typing import TYPE_CHECKING

import pytest

from tests.kit.processes import PYTHON, ROOT, environment, output
from tests.kit.waiting import wait_for
from tests.webhooks.calls import as_json, call, report
from tests.webhooks.inboxes import RECEIVER, message_ids
from turbosms_webhooks import WebhookInbox
from turbosms_webhooks._handling import event_run
from turbosms_webhooks._storing import database

if TYPE_CHECKING:
    from pathlib import Path

    from turbosms_webhooks import Event

DEADLINE = 60
WITH_LIMITS = importlib.util.find_spec("resource") is not None


@pytest.mark.skipif(not WITH_LIMITS, reason="no limits for processes here")
def test_a_full_disk(tmp_path: Path) -> None:
    program = (PYTHON, "-m", "tests.webhooks.storing.unwritable_program", tmp_path)
    printed = output(*program, cwd=ROOT, env=environment(PYTHONPATH=str(ROOT)))
    lines = printed.splitlines()
    assert [line for line in lines if not line.startswith("storing")] == [
        "some were stored: True",
        "full: 503",
        "full: no event can be taken away",
        "room again: 200",
        "all are handled: True",
        "full: no file can be made",
    ]
    assert [line for line in lines if line.startswith("storing")] != []


def test_a_run_goes_on_after_another_program_had_the_file_locked(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A worker must not end because of a backup."""
    monkeypatch.setattr(database, "_SECONDS_OF_PATIENCE", 0.05)
    monkeypatch.setattr(event_run, "_SECONDS_AFTER_ERROR", 0.05)
    seen: list[Event] = []
    with WebhookInbox(path, RECEIVER) as inbox, closing(connect(path)) as other, other:
        assert inbox.accept(as_json(call(data=report(message_id="m1")))) == 200
        other.execute("BEGIN IMMEDIATE")
        thread = threading.Thread(target=inbox.run, args=(seen.append,))
        thread.start()
        wait_for(lambda: "handling events failed: OperationalError (SQLITE_BUSY)" in caplog.text)
        other.execute("COMMIT")
        wait_for(lambda: inbox.counts["handled"] == 1)
        inbox.close()
        thread.join(DEADLINE)
    assert set(message_ids(seen)) == {"m1"}, "and again each time that it could not be taken away"


@pytest.mark.skipif(os.name != "posix", reason="a folder cannot be in the way on every system")
def test_a_run_waits_for_a_lock_that_cannot_be_made(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(event_run, "_SECONDS_AFTER_ERROR", 0.05)
    in_the_way = path.with_name("webhooks.db-run")
    in_the_way.mkdir()
    seen: list[Event] = []
    with WebhookInbox(path, RECEIVER) as inbox:
        assert inbox.accept(as_json(call(data=report(message_id="m1")))) == 200
        with pytest.raises(IsADirectoryError):
            inbox.run(seen.append, until_idle=True)
        thread = threading.Thread(target=inbox.run, args=(seen.append,))
        thread.start()
        wait_for(lambda: "handling events failed: IsADirectoryError (EISDIR)" in caplog.text)
        in_the_way.rmdir()
        wait_for(lambda: inbox.counts["handled"] == 1)
        inbox.close()
        thread.join(DEADLINE)
    assert message_ids(seen) == ["m1"]
