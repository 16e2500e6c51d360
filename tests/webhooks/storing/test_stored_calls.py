"""Calls are stored before they are answered, from any number of threads, whatever goes wrong."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.kit.waiting import wait_for
from tests.webhooks.calls import as_json, call, numbered, report
from tests.webhooks.inboxes import RECEIVER, handled, message_ids
from turbosms_webhooks import DeliveryReport, WebhookInbox
from turbosms_webhooks._storing import database, writer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from turbosms_webhooks._storing.database import Database
    from turbosms_webhooks._storing.records import CallRecord
    from turbosms_webhooks._storing.writer import Stored

DEADLINE = 60
LARGER_THAN_MEMORY = 2**46


def test_what_was_answered_with_200_is_there_for_another_inbox(path: Path) -> None:
    with WebhookInbox(path, RECEIVER) as first, WebhookInbox(path, RECEIVER) as second:
        assert first.accept(numbered(1)) == 200
        assert second.accept(numbered(2)) == 200
        assert second.count_waiting() == 2
        assert len(handled(second)) == 2
        assert first.count_waiting() == 0


def test_threads_store_side_by_side_and_none_is_lost(inbox: WebhookInbox) -> None:
    bodies = [numbered(number) for number in range(500)]
    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(inbox.accept, [*bodies, *bodies])) == {200}
    assert sorted(message_ids(handled(inbox))) == sorted(f"m{number}" for number in range(500))
    assert (inbox.counts["accepted"], inbox.counts["repeated"]) == (500, 500)


def test_one_of_those_that_come_at_once_under_one_id_is_stored(path: Path) -> None:
    """Two of them have other data, and both come from every inbox."""
    bodies = [as_json(call(data=report(word))) for word in ("DELIVRD", "UNDELIV")]
    inboxes = [WebhookInbox(path, RECEIVER) for _ in range(3)]
    with ThreadPoolExecutor(12) as pool:
        answers = [pool.submit(each.accept, body) for each in inboxes for body in bodies * 5]
        statuses = [answer.result(DEADLINE) for answer in answers]
    assert sorted(statuses) == [200] * 15 + [400] * 15
    assert sum(each.counts["accepted"] for each in inboxes) == 1
    assert len(handled(inboxes[0])) == 1
    for each in inboxes:
        each.close()


def sizes_of_commits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many calls each commit has, from now on."""
    sizes: list[int] = []
    store_all = writer.store_all

    def counted(file: Database, records: Sequence[CallRecord]) -> list[Stored]:
        sizes.append(len(records))
        return store_all(file, records)

    monkeypatch.setattr(writer, "store_all", counted)
    return sizes


def assert_burst_is_stored(
    inbox: WebhookInbox, other: sqlite3.Connection, sizes: list[int], numbers: range
) -> None:
    """Calls that come while another program locks the file: the first in a commit of its own."""
    commits = len(sizes)
    other.execute("BEGIN IMMEDIATE")
    answers = [inbox.submit(numbered(numbers[0]))]
    wait_for(lambda: len(sizes) == commits + 1)
    answers += [inbox.submit(numbered(number)) for number in numbers[1:]]
    other.execute("COMMIT")
    assert [answer.result(DEADLINE) for answer in answers] == [200] * len(numbers)


def test_calls_that_come_together_share_a_commit(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = sizes_of_commits(monkeypatch)
    with WebhookInbox(path, RECEIVER) as inbox, closing(sqlite3.connect(path)) as other, other:
        other.execute("BEGIN IMMEDIATE")  # while the file is locked, calls gather
        answers = [inbox.submit(numbered(number)) for number in range(300)]
        other.execute("COMMIT")
        assert [answer.result() for answer in answers] == [200] * 300
    assert sum(sizes) == 300
    assert len(sizes) <= 3


def test_in_a_burst_more_calls_are_waited_for_and_share_the_next_commit(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = sizes_of_commits(monkeypatch)
    answers: list[Future[int]] = []

    def more_come(_: writer.CallWriter, _expected: int) -> None:
        if not answers:
            answers.extend(inbox.submit(numbered(number)) for number in range(100, 103))

    monkeypatch.setattr(writer.CallWriter, "_let_more_come", more_come)
    with WebhookInbox(path, RECEIVER) as inbox, closing(sqlite3.connect(path)) as other, other:
        assert inbox.accept(numbered(0)) == 200, "alone, a call waits for no other"
        assert_burst_is_stored(inbox, other, sizes, range(1, 22))
        wait_for(lambda: len(answers) == 3)
        assert [answer.result(DEADLINE) for answer in answers] == [200] * 3
    assert sizes == [1, 1, 20, 3]


def test_in_one_commit_new_calls_repeats_and_others_under_known_ids_are_told_apart(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = sizes_of_commits(monkeypatch)
    other_data = as_json(call("e7", report("UNDELIV", "m7")))
    bodies = [numbered(number) for number in range(40)]
    gathered = [*bodies, numbered(7), other_data, numbered(100), numbered(100), numbered(41)]
    with WebhookInbox(path, RECEIVER) as inbox, closing(sqlite3.connect(path)) as other, other:
        assert inbox.accept(numbered(35)) == 200
        other.execute("BEGIN IMMEDIATE")
        first = inbox.submit(numbered(100))
        wait_for(lambda: len(sizes) == 2)
        answers = [inbox.submit(body) for body in gathered]
        other.execute("COMMIT")
        statuses = [answer.result(DEADLINE) for answer in [first, *answers]]
        assert sizes == [1, 1, 45]
        assert statuses == [200] * 42 + [400] + [200] * 3
        counts = {"accepted": 42, "repeated": 4, "other_data": 1}
        assert inbox.counts == counts
        numbers = [35, 100, *(number for number in range(40) if number != 35), 41]
        assert message_ids(handled(inbox)) == [f"m{number}" for number in numbers]


def test_in_a_burst_the_wait_ends_when_as_many_have_come_or_the_inbox_closes(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_LONGEST_PAUSE", 3_600.0)
    sizes = sizes_of_commits(monkeypatch)
    with WebhookInbox(path, RECEIVER) as inbox, closing(sqlite3.connect(path)) as other, other:
        assert_burst_is_stored(inbox, other, sizes, range(21))
        as_many = [inbox.submit(numbered(number)) for number in range(21, 41)]
        assert [answer.result(DEADLINE) for answer in as_many] == [200] * 20
        fewer = [inbox.submit(numbered(number)) for number in range(41, 43)]
        assert not any(answer.done() for answer in fewer)
    assert [answer.result(DEADLINE) for answer in fewer] == [200] * 2


def test_what_waits_for_the_disk_takes_a_bounded_part_of_the_memory(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are answered with 503 at once, and come again."""
    is_storing = threading.Event()
    store_all = writer.store_all

    def announced(file: Database, records: Sequence[CallRecord]) -> list[Stored]:
        is_storing.set()
        return store_all(file, records)

    monkeypatch.setattr(writer, "store_all", announced)
    monkeypatch.setattr(writer, "_MOST_BYTES_WAITING", 4_000_000)
    large = [as_json(call(f"e{number}", {"text": "x" * 1_000_000})) for number in range(8)]
    with WebhookInbox(path, RECEIVER) as inbox, closing(sqlite3.connect(path)) as other, other:
        other.execute("BEGIN IMMEDIATE")
        first = inbox.submit(numbered(9))
        assert is_storing.wait(DEADLINE)
        answers = [inbox.submit(body) for body in large]
        refused = [answer.result() for answer in answers if answer.done()]
        other.execute("COMMIT")
        assert refused == [503] * 4
        assert [answer.result(DEADLINE) for answer in [first, *answers]] == [200] * 5 + [503] * 4
        assert inbox.accept(large[7]) == 200, "there is room again"


def test_503_while_another_program_keeps_the_file_locked(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(database, "_SECONDS_OF_PATIENCE", 0.05)
    with WebhookInbox(path, RECEIVER) as inbox, closing(sqlite3.connect(path)) as other, other:
        other.execute("BEGIN IMMEDIATE")
        assert inbox.accept(numbered(1)) == 503
        other.execute("COMMIT")
        assert inbox.accept(numbered(1)) == 200
        assert (inbox.counts["not_stored"], inbox.counts["accepted"]) == (1, 1)
    assert "storing 1 calls failed: OperationalError (SQLITE_BUSY)" in caplog.text


@pytest.mark.parametrize("error", [MemoryError, sqlite3.DatabaseError, RuntimeError])
def test_whatever_goes_wrong_those_who_wait_get_an_answer(
    inbox: WebhookInbox, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fail(*_: object) -> list[Stored]:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(writer, "store_all", fail)
        assert inbox.submit(numbered(1)).result(DEADLINE) == 503
    assert inbox.submit(numbered(1)).result(DEADLINE) == 200


def test_503_while_there_can_be_no_thread(
    inbox: WebhookInbox, caplog: pytest.LogCaptureFixture
) -> None:
    before = threading.stack_size(LARGER_THAN_MEMORY)
    try:
        assert inbox.accept(numbered(1)) == 503
    finally:
        threading.stack_size(before)
    assert inbox.submit(numbered(1)).result(DEADLINE) == 200
    assert "there can be no other thread" in caplog.text


def test_a_closed_inbox_answers_503(path: Path) -> None:
    inbox = WebhookInbox(path, RECEIVER)
    assert inbox.accept(numbered(1)) == 200
    inbox.close()
    inbox.close()
    assert inbox.accept(numbered(2)) == 503
    for method in (inbox.open_messages, inbox.count_waiting):
        with pytest.raises(RuntimeError, match="closed"):
            method()


def test_closing_stores_what_was_taken_and_refuses_the_rest(path: Path) -> None:
    inbox = WebhookInbox(path, RECEIVER)
    some_are_stored = threading.Event()

    def accept(number: int) -> tuple[int, int]:
        status = inbox.accept(numbered(number))
        if number == 50:
            some_are_stored.set()
        return number, status

    with ThreadPoolExecutor(16) as pool:
        answers = [pool.submit(accept, number) for number in range(400)]
        assert some_are_stored.wait(DEADLINE)
        inbox.close()
        statuses = dict(answer.result(DEADLINE) for answer in answers)
    assert set(statuses.values()) <= {200, 503}
    with WebhookInbox(path, RECEIVER) as again:
        stored = set(message_ids(handled(again)))
    assert stored == {f"m{number}" for number, status in statuses.items() if status == 200}


def test_half_a_character_is_stored_too(inbox: WebhookInbox) -> None:
    data = {"message_id": "\ud800", "status": "\udfff", "more": "\ud800"}
    assert inbox.accept(as_json(call(data=data))) == 200
    (event,) = handled(inbox)
    assert isinstance(event, DeliveryReport)
    assert event.raw == data


@pytest.mark.parametrize("data", [[[{"a": 1}, {"a": 2}]], {"0": {"0": {"a": 1}}}, 5, None, []])
def test_what_is_stored_comes_back_as_it_came(inbox: WebhookInbox, data: object) -> None:
    """Data that looks like an array a second time is not taken apart again."""
    body = as_json({**call(), "type": "NEW", "data": data})
    expected = list(RECEIVER.parse(body).events)
    assert inbox.accept(body) == 200
    assert handled(inbox) == expected
