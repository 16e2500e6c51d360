"""Which file an inbox is: where it is, whose, and which files of others it leaves alone."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.kit.waiting import wait_for
from tests.webhooks.calls import as_json, call, numbered
from tests.webhooks.inboxes import RECEIVER, handled
from turbosms_webhooks import WebhookInbox
from turbosms_webhooks._handling import event_run

if TYPE_CHECKING:
    from pathlib import Path

    from turbosms_webhooks import Event

DEADLINE = 60
ON_POSIX = pytest.mark.skipif(os.name != "posix", reason="links and modes are those of POSIX")


def test_the_file_is_for_its_owner_alone(path: Path, inbox: WebhookInbox) -> None:
    inbox.accept(as_json(call()))
    handled(inbox)
    inbox.accept(numbered(2))
    files = list(path.parent.iterdir())
    assert len(files) == 4, "the file, what SQLite has beside it, and the lock of `run`"
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


@ON_POSIX
def test_so_is_the_one_that_a_link_leads_to(path: Path) -> None:
    target = path.with_name("target.db")
    path.symlink_to(target)
    WebhookInbox(path, RECEIVER).close()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_the_mode_of_a_file_that_is_there_stays(path: Path) -> None:
    path.touch(0o640)
    path.chmod(0o640)
    with WebhookInbox(path, RECEIVER) as inbox:
        assert inbox.accept(as_json(call())) == 200
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_another_working_directory_later_on_is_not_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server may change it when it has become a daemon."""
    later = tmp_path / "later"
    later.mkdir()
    monkeypatch.chdir(tmp_path)
    with WebhookInbox("webhooks.db", RECEIVER) as inbox:
        monkeypatch.chdir(later)
        assert inbox.accept(as_json(call())) == 200
        assert len(handled(inbox)) == 1
    assert list(later.iterdir()) == []


@pytest.mark.parametrize("name", [":memory:", "file:webhooks.db?mode=ro", "file::memory:"])
def test_names_that_mean_something_to_sqlite_are_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """In memory, each connection would have a file of its own: 200, and nothing to handle."""
    monkeypatch.chdir(tmp_path)
    with WebhookInbox(name, RECEIVER) as inbox:
        assert inbox.accept(as_json(call())) == 200
        assert len(handled(inbox)) == 1
    assert (tmp_path / name).is_file()


@ON_POSIX
def test_one_at_a_time_handles_by_whichever_name(path: Path) -> None:
    other_name = path.with_name("link.db")
    other_name.symlink_to(path)
    is_handling = threading.Event()
    release = threading.Event()

    def handle(_event: Event) -> None:
        is_handling.set()
        assert release.wait(DEADLINE)

    with WebhookInbox(path, RECEIVER) as first, WebhookInbox(other_name, RECEIVER) as second:
        first.accept(as_json(call()))
        thread = threading.Thread(target=first.run, args=(handle,), kwargs={"until_idle": True})
        thread.start()
        assert is_handling.wait(DEADLINE)
        seen: list[Event] = []
        waiting = threading.Thread(
            target=second.run, args=(seen.append,), kwargs={"until_idle": True}
        )
        waiting.start()
        waiting.join(1.0)  # long enough to handle the event, if it were allowed to
        release.set()
        waiting.join(DEADLINE)
        first.close()
        thread.join(DEADLINE)
    assert seen == []


def tables_and_mode(path: Path) -> tuple[list[str], str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master").fetchall()
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    return [name for (name,) in rows], mode


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE calls (x); CREATE TABLE messages (y)",
        "CREATE TABLE calls (x); PRAGMA user_version = 1",
        "PRAGMA application_id = 7",
        "PRAGMA user_version = 99",
    ],
)
def test_the_database_of_another_program_is_refused_and_not_changed(
    path: Path, script: str
) -> None:
    """Otherwise every call would be answered with 503, and the other program get new tables."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
    before = tables_and_mode(path)
    with pytest.raises(sqlite3.DatabaseError, match="another program"):
        WebhookInbox(path, RECEIVER)
    assert tables_and_mode(path) == before


def test_a_file_of_a_later_version_is_refused(path: Path) -> None:
    WebhookInbox(path, RECEIVER).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(sqlite3.DatabaseError, match="later version"):
        WebhookInbox(path, RECEIVER)


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.write_text("no database" * 1_000, "utf-8")
    with pytest.raises(sqlite3.DatabaseError):
        WebhookInbox(path, RECEIVER)
    assert path.read_text("utf-8").startswith("no database")


def test_where_no_file_can_be_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        WebhookInbox(tmp_path / "missing" / "webhooks.db", RECEIVER)
    with pytest.raises(sqlite3.OperationalError):
        WebhookInbox(tmp_path, RECEIVER)


def test_503_if_it_cannot_be_opened_and_200_once_it_can(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with WebhookInbox(path, RECEIVER) as inbox:
        path.unlink()
        path.mkdir()
        assert inbox.accept(as_json(call())) == 503
        assert inbox.counts["not_stored"] == 1
        path.rmdir()
        assert inbox.accept(as_json(call())) == 200
    assert "storing 1 calls failed" in caplog.text


@ON_POSIX
@pytest.mark.parametrize("is_replaced", [True, False])
def test_a_file_that_was_deleted_or_replaced_takes_no_calls(path: Path, is_replaced: bool) -> None:
    """SQLite would go on to write to the one that nobody will ever see again."""
    with WebhookInbox(path, RECEIVER) as inbox:
        assert inbox.accept(numbered(1)) == 200
        for file in path.parent.iterdir():
            file.unlink()
        if is_replaced:
            WebhookInbox(path, RECEIVER).close()
        assert inbox.accept(numbered(2)) == 503
        assert inbox.accept(numbered(2)) == 200
    with WebhookInbox(path, RECEIVER) as again:
        assert len(handled(again)) == 1


@ON_POSIX
def test_a_run_goes_on_with_the_file_that_took_its_place(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(event_run, "_SECONDS_AFTER_ERROR", 0.01)
    seen: list[Event] = []
    with WebhookInbox(path, RECEIVER) as inbox:
        thread = threading.Thread(target=inbox.run, args=(seen.append,))
        thread.start()
        assert inbox.accept(numbered(1)) == 200
        wait_for(lambda: len(seen) == 1)
        for name in ("webhooks.db", "webhooks.db-wal", "webhooks.db-shm"):
            path.with_name(name).unlink(missing_ok=True)
        inbox.accept(numbered(2))
        assert inbox.accept(numbered(2)) == 200
        wait_for(lambda: len(seen) == 2)
        inbox.close()
        thread.join(DEADLINE)
    assert "handling events failed: OperationalError" in caplog.text
