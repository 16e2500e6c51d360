"""What is known of long ago can be deleted, so that a file does not grow for ever."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.webhooks.calls import as_json, call, numbered, report
from tests.webhooks.inboxes import handled, message_ids

if TYPE_CHECKING:
    from pathlib import Path

    from turbosms_webhooks import WebhookInbox

pytestmark = pytest.mark.rules

MONTH = dt.timedelta(days=30)


def make_older(path: Path, by: dt.timedelta) -> None:
    """As if everything had happened so long before."""
    seconds = by.total_seconds()
    with closing(sqlite3.connect(path)) as connection, connection:
        for column in ("calls.stored_at", "messages.changed_at", "expected_messages.noted_at"):
            table, _, name = column.partition(".")
            connection.execute(f"UPDATE {table} SET {name} = {name} - ?", (seconds,))


def rows(path: Path) -> int:
    """In all tables but that of waiting events."""
    with closing(sqlite3.connect(path)) as connection:
        select = (
            "SELECT (SELECT count(*) FROM calls) + (SELECT count(*) FROM messages)"
            " + (SELECT count(*) FROM expected_messages)"
        )
        (number,) = connection.execute(select).fetchone()
    return int(number)


def test_what_is_older_goes_and_what_is_newer_stays(path: Path, inbox: WebhookInbox) -> None:
    inbox.accept(numbered(1))
    inbox.accept(numbered(2, "Sent"))
    inbox.expect(["m3"])
    handled(inbox)
    assert inbox.open_messages() == ["m2", "m3"]
    make_older(path, dt.timedelta(days=31))
    inbox.accept(numbered(4, "Sent"))
    handled(inbox)
    assert inbox.forget(MONTH) == 2
    assert inbox.open_messages() == ["m4"]
    assert rows(path) == 2
    assert inbox.forget(MONTH) == 0


def test_ids_are_bound_to_their_data_until_then(path: Path, inbox: WebhookInbox) -> None:
    other = as_json(call("e1", report("UNDELIV", "m1")))
    inbox.accept(numbered(1))
    handled(inbox)
    make_older(path, dt.timedelta(days=29))
    inbox.forget(MONTH)
    assert inbox.accept(other) == 400
    assert inbox.accept(numbered(1)) == 200
    assert handled(inbox) == []


def test_no_event_that_waits_is_forgotten(path: Path, inbox: WebhookInbox) -> None:
    inbox.accept(numbered(1))
    make_older(path, dt.timedelta(days=1_000))
    assert inbox.forget(dt.timedelta(days=1)) == 1
    assert message_ids(handled(inbox)) == ["m1"]


def test_thousands_go_in_parts(path: Path, inbox: WebhookInbox) -> None:
    answers = [inbox.submit(numbered(number)) for number in range(2_500)]
    assert {answer.result() for answer in answers} == {200}
    make_older(path, dt.timedelta(days=31))
    newer = [inbox.submit(numbered(number)) for number in range(2_500, 4_800)]
    assert {answer.result() for answer in newer} == {200}
    assert inbox.forget(MONTH) == 2_500
    assert rows(path) == 2_300


def test_the_file_stops_growing(path: Path, inbox: WebhookInbox) -> None:
    sizes: list[int] = []
    for round_number in range(4):
        answers = [
            inbox.submit(numbered(number))
            for number in range(round_number * 500, (round_number + 1) * 500)
        ]
        assert {answer.result() for answer in answers} == {200}
        handled(inbox)
        make_older(path, dt.timedelta(days=31))
        assert inbox.forget(MONTH) == 500
        with closing(sqlite3.connect(path)) as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
        sizes.append(pages)
    assert sizes[3] <= sizes[1] * 1.1


@pytest.mark.parametrize("older_than", [dt.timedelta(0), dt.timedelta(hours=23), -MONTH])
def test_what_the_service_may_still_repeat_cannot_be_forgotten(
    inbox: WebhookInbox, older_than: dt.timedelta
) -> None:
    with pytest.raises(ValueError, match="less than a day"):
        inbox.forget(older_than)
