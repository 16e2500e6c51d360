"""One process at a time works on a SQLite file, and the files beside it are private."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.campaigns.engine.local_workers import (
    MESSAGE,
    NEVER_ASKS,
    SAME,
    everybody,
    people,
    registered_workers,
    sent,
    work,
    working,
)
from tests.campaigns.steps import called, counts, events, write_running
from tests.kit.control import passing_time
from tests.kit.processes import PYTHON, ROOT, environment
from tests.kit.waiting import wait_for
from turbosms_campaigns import RecipientState
from turbosms_campaigns._engine.run_lock import RunLock

if TYPE_CHECKING:
    from tests.kit.control import Control
    from turbosms_campaigns._storage.context import Context


HOLDER: Final = """
import sys
from pathlib import Path
from turbosms_campaigns._engine.run_lock import RunLock
lock = RunLock(Path(sys.argv[1]))
assert lock.acquire(lambda seconds: False)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_process_on_a_file_waits_until_the_first_ends_however_it_does(
    sqlite_context: Context, rich: Control
) -> None:
    file = Path(sqlite_context.database.url.database or "")
    key = write_running(sqlite_context.database, people(10), message=SAME)
    told: list[str] = []
    with subprocess.Popen(
        [PYTHON, "-c", HOLDER, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(PYTHONPATH=str(ROOT)),
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with working(sqlite_context, on_waiting=lambda: told.append("waits"), settings=NEVER_ASKS):
            wait_for(lambda: told)
            assert registered_workers(sqlite_context.database) == 0
            holder.kill()
            wait_for(lambda: counts(sqlite_context.database, key) == {RecipientState.ACCEPTED: 10})
    assert told == ["waits"]
    assert sent(rich) == everybody(10)


def test_who_waits_for_a_file_can_be_stopped(sqlite_context: Context) -> None:
    file = Path(sqlite_context.database.url.database or "")
    lock = RunLock(file)
    assert lock.acquire(lambda _: False)
    told: list[str] = []
    try:
        with working(sqlite_context, on_waiting=lambda: told.append("waits")):
            wait_for(lambda: told)
    finally:
        lock.release()
    assert registered_workers(sqlite_context.database) == 0


def test_files_of_the_engine_are_private(sqlite_context: Context) -> None:
    work(sqlite_context)
    folder = Path(sqlite_context.database.url.database or "").parent
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


def test_what_was_at_hand_when_a_worker_died_is_asked_for_at_once(
    sqlite_context: Context, rich: Control
) -> None:
    """On a file nobody waits for the end of a lease: the lock tells that the worker is dead."""
    database = sqlite_context.database
    key = write_running(database, people(10), message=SAME)
    claimed = called(database)
    sqlite_context.client.message.send(
        claimed.call.phones(), sms=MESSAGE.sms, text="Hi", sequence_id=claimed.sequence_id
    )
    with passing_time(rich, seconds=5, every=0.2):
        work(sqlite_context)
    assert sent(rich) == everybody(10)
    assert counts(database, key) == {RecipientState.DELIVERED: 10}
    assert [kind for kind, _ in events(database, key)] == [
        "started",
        "chunk_in_doubt",
        "finished",
    ]
