"""A worker, from the first look at what is due to its end, with a sandbox."""

from __future__ import annotations

import dataclasses
import logging
import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import sqlalchemy as sa

from tests.campaigns.drafts import phone
from tests.campaigns.engine.local_workers import (
    MESSAGE,
    NEVER_ASKS,
    ONLY_TOLD,
    QUICK,
    SAME,
    everybody,
    people,
    registered_workers,
    sent,
    work,
    working,
)
from tests.campaigns.steps import (
    campaign_row,
    change,
    chunk_rows,
    counts,
    recipient_rows,
    write_running,
)
from tests.kit.control import passing_time
from tests.kit.waiting import wait_for
from tests.webhooks.calls import SECRET, as_json, call
from tests.webhooks.calls import report as report_data
from turbosms_campaigns import Limits, RecipientState, WorkerError
from turbosms_campaigns._sending.control import cancel, pause, resume
from turbosms_campaigns._storage.context import Context
from turbosms_campaigns._storage.tables import CAMPAIGN, WORKER
from turbosms_client import RetryPolicy
from turbosms_webhooks import WebhookInbox, WebhookReceiver

if TYPE_CHECKING:
    from tests.kit.control import Control
    from turbosms_campaigns._model.settings import Message
    from turbosms_campaigns._storage.database import Database
    from turbosms_client import CallEvent


def test_everybody_gets_one_message_and_is_known_to_have_it(
    context: Context, rich: Control, capfd: pytest.CaptureFixture[str]
) -> None:
    first = write_running(context.database, people(45), message=MESSAGE)
    second = write_running(
        context.database, [{"phone": f"38067{index:07}"} for index in range(25)], name="second"
    )
    change(context.database, CAMPAIGN, CAMPAIGN.c.id == second.id, message=_sms_json())
    with passing_time(rich, seconds=5, every=0.2):
        work(context)
    assert len(sent(rich)) == sum(sent(rich).values()) == 70
    for key, number in ((first, 45), (second, 25)):
        assert counts(context.database, key) == {RecipientState.DELIVERED: number}
        assert campaign_row(context.database, key).state == "finished"
    (message,) = rich.shown(recipient=phone(3))
    assert message["channels"][0]["text"] == "Hi 2"
    assert capfd.readouterr() == ("", ""), "the engine prints nothing"
    with context.database.reading() as connection:
        worker = connection.execute(sa.select(WORKER)).one()
    assert worker.ended_at is not None
    # And once more in the same process, when there is nothing to do.
    work(context)


def _sms_json() -> dict[str, Any]:
    return {
        "text": "Hi",
        "viber": None,
        "sms": {"sender": "TurboSMS"},
        "prices": {},
        "viber_rate": None,
    }


def test_campaigns_take_turns(context: Context, rich: Control) -> None:
    long = write_running(context.database, people(300), message=MESSAGE)
    short = write_running(
        context.database,
        [{"phone": f"38067{index:07}"} for index in range(20)],
        message=SAME,
        name="short",
    )
    with working(context, concurrency=1):
        wait_for(lambda: campaign_row(context.database, short).state == "finished")
        assert counts(context.database, long)[RecipientState.READY] > 0
    assert sent(rich).total() >= 20


def test_calls_for_all_chunks_are_made_by_threads_that_stay(
    database: Database, rich: Control
) -> None:
    """A new thread for each would leave each arena of glibc as large as a chunk makes it."""
    callers: set[threading.Thread] = set()
    write_running(database, people(100), message=SAME)
    with rich.client(on_call=lambda _call: callers.add(threading.current_thread())) as client:
        work(Context(database, client), concurrency=2, outcomes_timeout=0)
    assert sent(rich) == everybody(100)
    calling = [thread for thread in callers if thread.name == "turbosms-chunks"]
    assert len(calling) in {1, 2}
    wait_for(lambda: not any(thread.is_alive() for thread in calling))


class _FailingHandler(logging.Handler):
    """A handler that an application got wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.failed = 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.threadName == "turbosms-chunks":
            self.failed += 1
            raise RuntimeError


def test_nothing_that_an_application_raises_ends_a_thread_that_others_wait_for(
    database: Database, rich: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was at hand then is asked about again, under its number."""
    seen: list[CallEvent] = []
    ends: list[type[BaseException] | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda end: ends.append(end.exc_type))
    handler = _FailingHandler()
    logger = logging.getLogger("turbosms_campaigns")

    def raise_at_first(call: CallEvent) -> None:
        seen.append(call)
        if sum(other.operation == call.operation for other in seen) == 1:
            raise SystemExit

    write_running(database, people(50), message=SAME)
    rich.fault("user/balance", "http", status=503, times=3)
    settings = dataclasses.replace(QUICK, lease=1.0, renewal=0.3)
    logger.addHandler(handler)
    try:
        with (
            rich.client(on_call=raise_at_first, retry=RetryPolicy(attempts=1)) as client,
            passing_time(rich, seconds=5, every=0.2),
        ):
            work(Context(database, client), concurrency=1, settings=settings)
    finally:
        logger.removeHandler(handler)
    assert {"message/send", "message/details"} <= {str(call.operation) for call in seen}
    assert handler.failed > 0
    assert {SystemExit, RuntimeError} == set(ends)
    assert sent(rich) == everybody(50)


def test_a_stopped_worker_finishes_what_is_at_hand(context: Context, rich: Control) -> None:
    key = write_running(context.database, people(200), message=SAME)
    rich.fault("message/send", "delay", seconds=1, times=100)
    with working(context) as stop:
        wait_for(lambda: any(row.calls for row in chunk_rows(context.database, key)))
        stop.set()
    states = Counter(row.state for row in chunk_rows(context.database, key))
    assert set(states) <= {"open", "done"}
    assert states["done"] in {1, 2, 3}
    after = counts(context.database, key)
    assert after.pop(RecipientState.READY) == 200 - 10 * states["done"]
    assert after.keys() <= {RecipientState.ACCEPTED, RecipientState.DELIVERED}
    rich.clear_faults()
    with passing_time(rich, seconds=5, every=0.2):
        work(context)
    assert sent(rich) == everybody(200)


def test_pause_and_cancel_hold_for_a_worker_that_runs(context: Context, rich: Control) -> None:
    key = write_running(context.database, people(400), message=SAME)
    rich.fault("message/send", "delay", seconds=0.2, times=1000)
    with working(context, concurrency=1, settings=NEVER_ASKS):
        wait_for(lambda: RecipientState.ACCEPTED in counts(context.database, key))
        pause(context.database, key)
        wait_for(lambda: RecipientState.SENDING not in counts(context.database, key))
        before = counts(context.database, key)
        threading.Event().wait(1.0)
        assert counts(context.database, key) == before
        resume(context.database, key)
        wait_for(lambda: counts(context.database, key) != before)
        result = cancel(context.database, key)
        wait_for(lambda: RecipientState.SENDING not in counts(context.database, key))
    after = counts(context.database, key)
    assert after == {
        RecipientState.ACCEPTED: result.left,
        RecipientState.CANCELLED: result.cancelled,
    }
    assert sent(rich).total() == result.left


FAULTS: Final[list[tuple[str, dict[str, Any]]]] = [
    ("drop_before", {}),
    ("drop_after", {}),
    ("http", {"status": 503}),
    ("http_after", {"status": 502}),
    ("truncate", {}),
    ("garbage", {}),
    ("code", {"code": 999}),
    ("code", {"code": 503}),
]


@pytest.mark.parametrize("message", [SAME, MESSAGE], ids=["send", "sendmulti"])
def test_whatever_happens_to_calls_everybody_gets_one_message(
    context: Context, rich: Control, message: Message
) -> None:
    key = write_running(context.database, people(60), message=message)
    method = "message/send" if message is SAME else "message/sendmulti"
    for _ in range(2):
        for kind, options in FAULTS:
            rich.fault(method, kind, **options)
    with passing_time(rich, seconds=5, every=0.2):
        work(context)
    assert rich.faults() == []
    assert sent(rich) == everybody(60)
    assert counts(context.database, key) == {RecipientState.DELIVERED: 60}
    chunks = chunk_rows(context.database, key)
    assert {row.state for row in chunks} <= {"done", "dissolved"}
    assert sum(row.calls for row in chunks) > 6
    assert campaign_row(context.database, key).setbacks == 0


@pytest.mark.parametrize("message", [SAME, MESSAGE], ids=["send", "sendmulti"])
def test_a_call_that_hangs_is_made_again_after_a_while(
    context: Context, rich: Control, message: Message
) -> None:
    key = write_running(context.database, people(30), message=message)
    method = "message/send" if message is SAME else "message/sendmulti"
    rich.fault(method, "delay", seconds=3600)
    with passing_time(rich, seconds=5, every=0.2):
        work(context, settings=dataclasses.replace(QUICK, longest_call=2.0))
    assert sent(rich) == everybody(30)
    assert counts(context.database, key) == {RecipientState.DELIVERED: 30}
    assert sum(row.calls for row in chunk_rows(context.database, key)) >= 4


def test_a_lost_token_pauses_and_costs_nobody_a_message(context: Context, rich: Control) -> None:
    key = write_running(context.database, people(30), message=SAME)
    rich.account(blocked=True)
    work(context)
    row = campaign_row(context.database, key)
    assert (row.state, row.pause_reason) == ("paused", "refused")
    assert counts(context.database, key) == {RecipientState.READY: 30}
    rich.account(blocked=False)
    resume(context.database, key)
    with passing_time(rich, seconds=5, every=0.2):
        work(context)
    assert sent(rich) == everybody(30)


def test_an_empty_balance_pauses_and_a_full_one_goes_on(context: Context, rich: Control) -> None:
    rich.account(balance=10)
    key = write_running(context.database, people(60), message=SAME)
    with passing_time(rich, seconds=5, every=0.2):
        work(context)
    row = campaign_row(context.database, key)
    assert (row.state, row.pause_reason) == ("paused", "balance")
    after = counts(context.database, key)
    assert set(after) == {RecipientState.READY, RecipientState.DELIVERED}
    assert after[RecipientState.DELIVERED] == 20
    rich.account(balance=1000)
    resume(context.database, key)
    with passing_time(rich, seconds=5, every=0.2):
        work(context)
    assert sent(rich) == everybody(60)


def test_many_failures_pause_it(context: Context, rich: Control) -> None:
    # Every third of the first ones lives in a country that the account is not enabled for.
    numbers = [phone(index) for index in range(400)]
    for index in range(0, 150, 3):
        numbers[index] = f"1202555{index:04}"
    key = write_running(
        context.database,
        [{"phone": number} for number in numbers],
        message=SAME,
        limits=Limits(max_failures=20),
    )
    with passing_time(rich, seconds=5, every=0.2):
        work(context)
    row = campaign_row(context.database, key)
    assert (row.state, row.pause_reason) == ("paused", "failures")
    assert 100 <= row.results_since <= 200
    assert row.failures_since * 100 >= 20 * row.results_since
    assert counts(context.database, key)[RecipientState.READY] >= 200


def test_the_tables_of_the_engine_may_be_lost(context: Context, rich: Control) -> None:
    database = context.database
    key = write_running(database, people(60), message=SAME)
    rich.fault("message/send", "delay", seconds=0.5, times=100)
    with working(context) as stop:
        wait_for(lambda: any(row.calls for row in chunk_rows(database, key)))
        stop.set()
    if database.is_sqlite:
        file = Path(f"{database.url.database}-engine")
        # Not only gone, but damaged.
        file.write_bytes(b"no database" * 1000)
        file.with_name(file.name + "-wal").unlink(missing_ok=True)
    else:
        with database.writing() as connection:
            connection.execute(sa.text("DROP SCHEMA turbosms_engine CASCADE"))
    rich.clear_faults()
    with passing_time(rich, seconds=5, every=0.2):
        work(context)
    assert sent(rich) == everybody(60)
    assert counts(database, key) == {RecipientState.DELIVERED: 60}


def test_outcomes_come_from_an_inbox(context: Context, rich: Control, tmp_path: Path) -> None:
    key = write_running(context.database, people(20), message=SAME)
    inbox = WebhookInbox(tmp_path / "webhooks.db", WebhookReceiver(SECRET))
    with inbox, working(dataclasses.replace(context, inbox=inbox), settings=ONLY_TOLD):
        wait_for(lambda: counts(context.database, key) == {RecipientState.ACCEPTED: 20})
        # The service calls; what it says itself when asked comes later.
        for index, row in enumerate(recipient_rows(context.database, key)):
            word = "UNDELIV" if index == 0 else "DELIVRD"
            body = as_json(call(f"event-{index}", report_data(word, row.message_id)))
            assert inbox.accept(body) == 200
        wait_for(lambda: RecipientState.ACCEPTED not in counts(context.database, key))
    assert counts(context.database, key) == {
        RecipientState.DELIVERED: 19,
        RecipientState.UNDELIVERED: 1,
    }


def test_an_inbox_that_ends_with_an_error_is_begun_again(
    context: Context, rich: Control, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own failures are only logged, but the handler of a log is the application's."""
    told: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda end: told.append(str(end.exc_value)))
    key = write_running(context.database, people(1), message=SAME)
    inbox = _InboxThatEndsOnce(tmp_path / "webhooks.db", WebhookReceiver(SECRET))
    with inbox, working(dataclasses.replace(context, inbox=inbox), settings=ONLY_TOLD):
        wait_for(lambda: counts(context.database, key) == {RecipientState.ACCEPTED: 1})
        (row,) = recipient_rows(context.database, key)
        body = as_json(call("event", report_data("DELIVRD", row.message_id)))
        assert inbox.accept(body) == 200
        wait_for(lambda: counts(context.database, key) == {RecipientState.DELIVERED: 1})
    assert told == ["the handler of a log has failed"]


class _InboxThatEndsOnce(WebhookInbox):
    _has_ended = False

    def run(self, *args: Any, **kwargs: Any) -> None:
        if not self._has_ended:
            self._has_ended = True
            raise RuntimeError("the handler of a log has failed")
        super().run(*args, **kwargs)


def test_one_process_has_one_worker(context: Context) -> None:
    with working(context):
        wait_for(lambda: registered_workers(context.database) == 1)
        with pytest.raises(WorkerError, match="runs in this process already"):
            work(context)
    work(context)


def test_outcomes_are_waited_for_no_longer_than_asked(context: Context) -> None:
    key = write_running(context.database, [{"phone": "380002000007"}], message=SAME)
    work(context, outcomes_timeout=0.3)
    assert counts(context.database, key) == {RecipientState.ACCEPTED: 1}
