"""The inbox stores a call before it answers, and passes each event on at least once."""

from __future__ import annotations

import logging
import os
import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.webhooks.calls import (
    FORM,
    JSON,
    OTHER_MESSAGE,
    SECRET,
    as_form,
    as_json,
    call,
    login,
    report,
)
from turbosms_webhooks import (
    DeliveryReport,
    IncomingMessage,
    UnknownEvent,
    WebhookInbox,
    WebhookReceiver,
    _writer,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from turbosms_webhooks import Event
    from turbosms_webhooks._records import CallRecord
    from turbosms_webhooks._writer import Stored

RECEIVER = WebhookReceiver(SECRET)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "webhooks.db"


@pytest.fixture
def inbox(path: Path) -> Iterator[WebhookInbox]:
    with WebhookInbox(path, RECEIVER) as made:
        yield made


def run(inbox: WebhookInbox) -> list[Event]:
    events: list[Event] = []
    inbox.run(events.append, until_idle=True)
    return events


def message_ids(events: list[Event]) -> list[str]:
    return [event.message_id for event in events if isinstance(event, DeliveryReport)]


class TestAnswers:
    def test_a_call_is_answered_with_200_and_handled_once(self, inbox: WebhookInbox) -> None:
        assert inbox.accept(as_json(call()), JSON) == 200
        (event,) = run(inbox)
        assert isinstance(event, DeliveryReport)
        assert run(inbox) == []

    @pytest.mark.parametrize("webhook_type", ["DLR_SMS_SQL", "NEW", "", None])
    def test_so_is_one_of_an_unknown_type(self, inbox: WebhookInbox, webhook_type: Any) -> None:
        assert inbox.accept(as_json(call(type=webhook_type))) == 200
        (event,) = run(inbox)
        assert isinstance(event, UnknownEvent)

    def test_so_is_one_about_an_unknown_message(self, inbox: WebhookInbox) -> None:
        """Others answer 404, and the call is repeated nine times for nothing."""
        assert inbox.accept(as_json(call(data=report(message_id="not-ours")))) == 200

    @pytest.mark.parametrize(
        ("body", "status", "counted"),
        [
            (b"", 400, "malformed"),
            (as_json(call(id=None)), 400, "no_id"),
            (as_json(call(signature=None)), 401, "no_signature"),
            (as_json(call(signature="x")), 401, "bad_signature"),
        ],
    )
    def test_what_is_refused_is_counted_by_its_reason(
        self, inbox: WebhookInbox, body: bytes, status: int, counted: str
    ) -> None:
        """A wrong secret has to look different from a wrong body."""
        assert inbox.accept(body) == status
        assert dict(inbox.counts) == {counted: 1}
        assert run(inbox) == []

    def test_a_wrong_login(self, path: Path) -> None:
        receiver = WebhookReceiver(SECRET, basic_auth=("shop", "password"))
        with WebhookInbox(path, receiver) as inbox:
            assert inbox.accept(as_json(call()), JSON) == 401
            assert inbox.accept(as_json(call()), JSON, login("shop", "password")) == 200
            assert inbox.counts["basic_auth"] == 1


class TestEventIds:
    def test_the_same_again_is_answered_with_200_and_not_handled_twice(
        self, inbox: WebhookInbox
    ) -> None:
        assert inbox.accept(as_json(call())) == 200
        assert len(run(inbox)) == 1
        repeated = {**call(), "date": "2026-11-28 12:01:05", "try": 2}
        assert inbox.accept(as_json(repeated)) == 200
        assert run(inbox) == []
        assert inbox.counts["repeated"] == 1

    def test_in_the_other_format_it_is_still_the_same(self, inbox: WebhookInbox) -> None:
        data = [{"message_id": 31, "status": "Sent", "more": None, "flag": True, "list": []}]
        fields = call(data=data, type="DLR_VIBER_SESSION")
        assert inbox.accept(as_json(fields), JSON) == 200
        assert inbox.accept(as_form(fields), FORM) == 200
        assert inbox.counts["repeated"] == 1

    @pytest.mark.parametrize(
        "changes",
        [
            {"data": report("UNDELIV")},
            {"data": report(message_id=OTHER_MESSAGE)},
            {"data": [report(), report()]},
            {"type": "DLR_VIBER_API"},
        ],
    )
    @pytest.mark.parametrize("is_handled", [False, True])
    def test_other_data_under_a_used_id_is_refused_and_counted(
        self, inbox: WebhookInbox, changes: dict[str, Any], is_handled: bool
    ) -> None:
        """The signature does not cover the data: whoever saw one call could send any other."""
        assert inbox.accept(as_json(call())) == 200
        if is_handled:
            run(inbox)
        assert inbox.accept(as_json({**call(), **changes})) == 400
        assert inbox.counts["other_data"] == 1
        assert len(run(inbox)) == (0 if is_handled else 1)

    def test_calls_that_wait_are_counted(self, path: Path) -> None:
        with WebhookInbox(path, RECEIVER) as inbox:
            inbox.accept(as_json(call("1", [report(), report("READ")])))
            inbox.accept(as_json(call("2", report(message_id="2"))))
        with WebhookInbox(path, RECEIVER) as inbox:
            assert inbox.count_waiting() == 2
            run(inbox)
            assert inbox.count_waiting() == 0

    def test_ids_are_known_after_a_restart(self, path: Path) -> None:
        with WebhookInbox(path, RECEIVER) as inbox:
            inbox.accept(as_json(call()))
            run(inbox)
        with WebhookInbox(path, RECEIVER) as inbox:
            assert inbox.accept(as_json(call())) == 200
            assert inbox.accept(as_json(call(data=report("READ")))) == 400
            assert run(inbox) == []


class TestStoring:
    def test_what_was_answered_with_200_is_there_for_another_inbox(self, path: Path) -> None:
        with WebhookInbox(path, RECEIVER) as first, WebhookInbox(path, RECEIVER) as second:
            assert first.accept(as_json(call("1"))) == 200
            assert second.accept(as_json(call("2", report(message_id="2")))) == 200
            assert len(run(second)) == 2

    def test_threads_store_side_by_side_and_none_is_lost(self, inbox: WebhookInbox) -> None:
        bodies = [as_json(call(f"e{i}", report(message_id=f"m{i}"))) for i in range(500)]
        with ThreadPoolExecutor(20) as pool:
            assert set(pool.map(inbox.accept, [*bodies, *bodies])) == {200}
        assert sorted(message_ids(run(inbox))) == sorted(f"m{i}" for i in range(500))
        assert (inbox.counts["accepted"], inbox.counts["repeated"]) == (500, 500)

    def test_calls_that_come_together_share_a_commit(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sizes: list[int] = []
        store_all = _writer.store_all

        def counted(connection: sqlite3.Connection, records: Sequence[CallRecord]) -> list[Stored]:
            sizes.append(len(records))
            return store_all(connection, records)

        monkeypatch.setattr(_writer, "store_all", counted)
        with WebhookInbox(path, RECEIVER) as inbox, closing(sqlite3.connect(path)) as other, other:
            other.execute("BEGIN IMMEDIATE")  # while the file is locked, calls gather
            answers = [inbox.submit(as_json(call(f"e{number}"))) for number in range(300)]
            other.execute("COMMIT")
            assert [answer.result() for answer in answers] == [200] * 300
        assert sum(sizes) == 300
        assert len(sizes) <= 3

    def test_503_if_it_cannot_be_stored_and_200_once_it_can(
        self, path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        with WebhookInbox(path, RECEIVER) as inbox:
            for file in path.parent.iterdir():
                file.unlink()
            path.mkdir()
            assert inbox.accept(as_json(call())) == 503
            assert inbox.counts["not_stored"] == 1
            path.rmdir()
            assert inbox.accept(as_json(call())) == 200
        assert "storing 1 calls failed" in caplog.text

    def test_a_closed_inbox_answers_503(self, path: Path) -> None:
        inbox = WebhookInbox(path, RECEIVER)
        assert inbox.accept(as_json(call())) == 200
        inbox.close()
        inbox.close()
        assert inbox.accept(as_json(call("2"))) == 503

    def test_the_file_is_for_its_owner_alone(self, path: Path, inbox: WebhookInbox) -> None:
        inbox.accept(as_json(call()))
        for file in path.parent.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name

    def test_it_keeps_no_signature_and_no_data_that_is_handled(
        self, path: Path, inbox: WebhookInbox
    ) -> None:
        data = {"chat_id": 1, "message": "Top secret"}
        inbox.accept(as_json(call(data=data, type="INBOX_VIBER_SESSION")))
        with closing(sqlite3.connect(path)) as connection, connection:
            (content,) = connection.execute("SELECT content FROM calls").fetchone()
            assert "Top secret" in content
            assert call()["signature"] not in content
            run(inbox)
            assert connection.execute("SELECT content FROM calls").fetchone() == (None,)

    def test_a_file_of_a_later_version_is_refused(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("PRAGMA user_version = 99")
        with pytest.raises(sqlite3.DatabaseError, match="later version"):
            WebhookInbox(path, RECEIVER)

    def test_half_a_character_is_stored_too(self, inbox: WebhookInbox) -> None:
        data = {"message_id": "\ud800", "status": "\udfff", "more": "\ud800"}
        assert inbox.accept(as_json(call(data=data))) == 200
        (event,) = run(inbox)
        assert isinstance(event, DeliveryReport)
        assert event.raw == data

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
    @pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
    def test_it_works_in_a_child_after_a_fork(self, inbox: WebhookInbox) -> None:
        assert inbox.accept(as_json(call("1"))) == 200
        child = os.fork()
        if child == 0:
            status = inbox.accept(as_json(call("2", report(message_id="2"))))
            os._exit(0 if status == 200 else 1)
        _, code = os.waitpid(child, 0)
        assert code == 0
        assert len(run(inbox)) == 2


class TestHandling:
    def test_an_event_is_handled_again_after_the_handler_raised(self, inbox: WebhookInbox) -> None:
        inbox.accept(as_json(call()))
        seen: list[Event] = []
        done = threading.Event()

        def handle(event: Event) -> None:
            seen.append(event)
            if len(seen) == 1:
                raise RuntimeError
            done.set()

        inbox.run(handle, stop=done)
        assert len(seen) == 2
        assert (inbox.counts["failed"], inbox.counts["handled"]) == (1, 1)

    def test_what_comes_later_for_the_same_message_waits_and_others_go_on(
        self, inbox: WebhookInbox
    ) -> None:
        for number, (message_id, word) in enumerate(
            [("a", "Sent"), ("a", "DELIVRD"), ("b", "Sent"), ("b", "DELIVRD")]
        ):
            inbox.accept(as_json(call(f"e{number}", report(word, message_id))))
        seen: list[tuple[str, str]] = []
        failing = [True]

        def handle(event: Event) -> None:
            assert isinstance(event, DeliveryReport)
            if event.message_id == "a" and failing[0]:
                raise RuntimeError
            seen.append((event.message_id, event.status))

        inbox.run(handle, until_idle=True)
        assert seen == [("b", "Sent"), ("b", "Delivered")]
        failing[0] = False
        inbox.run(handle, until_idle=True)
        assert seen[2:] == [("a", "Sent"), ("a", "Delivered")]

    def test_a_failing_event_of_no_message_holds_nothing_up(self, inbox: WebhookInbox) -> None:
        inbox.accept(as_json(call("1", {"x": "y"}, type="NEW")))
        inbox.accept(as_json(call("2", {"chat_id": 1}, type="INBOX_VIBER_SESSION")))
        seen: list[Event] = []

        def handle(event: Event) -> None:
            if event.type == "NEW":
                raise RuntimeError
            seen.append(event)

        inbox.run(handle, until_idle=True)
        assert [type(event) for event in seen] == [IncomingMessage]
        assert inbox.counts["failed"] == 1

    def test_an_array_goes_on_where_it_failed(self, inbox: WebhookInbox) -> None:
        data = [report("Sent", name) for name in ("a", "b", "c")]
        inbox.accept(as_json(call(data=data)))
        seen: list[str] = []
        failing = [True]

        def handle(event: Event) -> None:
            assert isinstance(event, DeliveryReport)
            if event.message_id == "b" and failing[0]:
                raise RuntimeError
            seen.append(event.message_id)

        inbox.run(handle, until_idle=True)
        failing[0] = False
        inbox.run(handle, until_idle=True)
        assert seen == ["a", "b", "c"]

    def test_it_goes_on_with_what_comes_later(self, path: Path, inbox: WebhookInbox) -> None:
        stop = threading.Event()
        handled = threading.Semaphore(0)
        thread = threading.Thread(
            target=inbox.run, args=(lambda _: handled.release(),), kwargs={"stop": stop}
        )
        thread.start()
        assert inbox.accept(as_json(call("1"))) == 200
        assert handled.acquire(timeout=30)
        with WebhookInbox(path, RECEIVER) as another:  # as from another process
            assert another.accept(as_json(call("2", report(message_id="2")))) == 200
        assert handled.acquire(timeout=30)
        stop.set()
        thread.join(30)
        assert not thread.is_alive()

    def test_closing_ends_it(self, path: Path) -> None:
        inbox = WebhookInbox(path, RECEIVER)
        thread = threading.Thread(target=inbox.run, args=(print,))
        thread.start()
        inbox.close()
        thread.join(30)
        assert not thread.is_alive()

    def test_one_at_a_time_handles_so_that_the_order_holds(
        self, path: Path, inbox: WebhookInbox
    ) -> None:
        for number in range(40):
            inbox.accept(as_json(call(f"e{number}", report("Sent", f"m{number % 4}"))))
        running = threading.Semaphore(1)
        seen: list[Event] = []

        def handle(event: Event) -> None:
            assert running.acquire(blocking=False), "two handlers at once"
            seen.append(event)
            running.release()

        with WebhookInbox(path, RECEIVER) as another, ThreadPoolExecutor(4) as pool:
            runs = [
                pool.submit(each.run, handle, until_idle=True)
                for each in (inbox, another, inbox, another)
            ]
            for each in runs:
                each.result(60)
        assert len(seen) == 40

    def test_nothing_private_is_logged(
        self, inbox: WebhookInbox, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        data = {"chat_id": 1, "message": "Top secret", "phone": "380501234567"}
        inbox.accept(as_json(call(data=data, type="INBOX_VIBER_SESSION")))
        inbox.accept(as_json(call(signature="x")))

        def handle(event: Event) -> None:
            raise RuntimeError(str(event.raw))

        inbox.run(handle, until_idle=True)
        assert "RuntimeError" in caplog.text
        for private in (SECRET, "Top secret", "380501234567"):
            assert private not in caplog.text
        assert SECRET not in repr(inbox)
