"""Asks message/status for messages of which no final report has come."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol

from turbosms_api.reading import kyiv
from turbosms_webhooks._handling.message_statuses import (
    expect_no_longer,
    forget_open_status,
    known_status,
    open_messages,
)
from turbosms_webhooks._handling.status_order import advances
from turbosms_webhooks._storing.database import Database, opened
from turbosms_webhooks._storing.records import CallRecord, record_of_status, storable
from turbosms_webhooks._storing.writer import Stored, store_all

_IDS_AT_ONCE: Final = 5_000
_TYPES: Final = {"sms": "DLR_SMS_API", "viber": "DLR_VIBER_API"}


class MessageState(Protocol):
    """A row of message/status; `turbosms_client.MessageStatus` is one."""

    @property
    def message_id(self) -> str: ...
    @property
    def status(self) -> str | None: ...
    @property
    def type(self) -> str | None: ...
    @property
    def updated(self) -> datetime | None: ...
    @property
    def final(self) -> bool: ...


class StatusClient(Protocol):
    """A client that blocks; `turbosms_client.TurboSMS` is one."""

    @property
    def message(self) -> Any:
        """Has `status(ids)`, which returns the rows of messages by their ids."""


def reconcile(path: Path, client: StatusClient) -> int:
    """Store what message/status says of open messages; how many answers were news.

    Each part is stored before the next one is asked for, so an error loses no answers.
    """
    with opened(path) as database:
        with database.connection() as connection:
            remaining = iter(open_messages(connection))
        total = 0
        while message_ids := list(islice(remaining, _IDS_AT_ONCE)):
            # Without the connection, since the client may take long.
            states: Mapping[str, MessageState] = client.message.status(message_ids)
            total += _store(database, states.values())
        return total


def _store(database: Database, states: Iterable[MessageState]) -> int:
    """Store the answers that are news; how many there were."""
    with database.connection() as connection:
        records = _records_of_news(connection, states)
    outcomes = store_all(database, records)
    with database.transaction() as connection:
        for state in states:
            if state.final:
                expect_no_longer(connection, state.message_id)
            if state.final and _record_of(state) is None:
                # The service does not know the message, and never will.
                forget_open_status(connection, state.message_id)
    return outcomes.count(Stored.NEW)


def _records_of_news(
    connection: sqlite3.Connection, states: Iterable[MessageState]
) -> list[CallRecord]:
    records: list[CallRecord] = []
    for state in states:
        record = _record_of(state)
        if record is not None and _is_news(connection, state):
            records.append(record)
    return records


def _is_news(connection: sqlite3.Connection, state: MessageState) -> bool:
    before = known_status(connection, state.message_id, state.type or "")
    status = storable(state.status or "")
    return status != before and advances(before, status)


def _record_of(state: MessageState) -> CallRecord | None:
    """What is stored of an answer; None if it says nothing of delivery."""
    webhook_type = _TYPES.get(state.type or "")
    if webhook_type is None or not state.status:
        return None
    data: dict[str, Any] = {"message_id": state.message_id, "status": state.status}
    if state.updated is not None:
        # With its offset: an hour of autumn comes twice.
        data["dlr_date"] = state.updated.astimezone(kyiv()).isoformat(" ")
    return record_of_status(webhook_type, state.message_id, data)
