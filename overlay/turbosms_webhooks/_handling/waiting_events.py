"""The events that wait in a file to be handled, and what is known of messages."""

import sqlite3
from pathlib import Path
from typing import Final, NamedTuple

from turbosms_api.webhook_events import DeliveryReport
from turbosms_webhooks._handling.message_statuses import known_status, note_status
from turbosms_webhooks._handling.status_order import advances
from turbosms_webhooks._receiving.events import Event
from turbosms_webhooks._storing.database import Database
from turbosms_webhooks._storing.records import event_of, storable

_AT_ONCE: Final = 500


class WaitingEvent(NamedTuple):
    """An event by its number, which is the order of arrival."""

    event_number: int
    subject: str
    """What the order is kept for."""


class WaitingEvents:
    """What waits in a file. One process at a time takes events away, and any may add some."""

    def __init__(self, path: Path) -> None:
        # A commit need not wait for the disk: what a power failure undoes is handled again.
        self._database = Database(path, survives_power_failure=False)

    def after(self, event_number: int) -> list[WaitingEvent]:
        """The next ones after a number; some hundreds at most."""
        return self._select("number > ?", event_number)

    def of_subject(self, subject: str) -> list[WaitingEvent]:
        """The first ones of a subject; some hundreds at most."""
        return self._select("subject = ?", subject)

    def read(self, event_number: int) -> Event:
        """The event with a number."""
        select = "SELECT content FROM waiting_events WHERE number = ?"
        with self._database.connection() as connection:
            columns = connection.execute(select, (event_number,)).fetchone()
        if columns is None:
            raise sqlite3.DatabaseError("an event that waited is no longer there")
        return event_of(columns[0])

    def is_news(self, report: DeliveryReport) -> bool:
        """Whether a report says more than what is known of its message."""
        with self._database.connection() as connection:
            before = known_status(connection, report.message_id, report.channel)
        return advances(before, storable(report.status))

    def remove(self, event_number: int) -> None:
        """Take away an event that is not to be handled."""
        with self._database.transaction() as connection:
            _delete(connection, event_number)

    def remove_handled(self, event_number: int, event: Event) -> None:
        """Take away an event that is handled, and note the status that it reports, if it does."""
        with self._database.transaction() as connection:
            _delete(connection, event_number)
            if isinstance(event, DeliveryReport):
                note_status(connection, event)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _select(self, condition: str, value: int | str) -> list[WaitingEvent]:
        select = (
            f"SELECT number, subject FROM waiting_events WHERE {condition} "  # noqa: S608
            "ORDER BY number LIMIT ?"
        )
        with self._database.connection() as connection:
            selected = connection.execute(select, (value, _AT_ONCE)).fetchall()
        return [WaitingEvent(*columns) for columns in selected]


def count_waiting(connection: sqlite3.Connection) -> int:
    """How many events are not handled yet."""
    (count,) = connection.execute("SELECT count(*) FROM waiting_events").fetchone()
    return int(count)


def _delete(connection: sqlite3.Connection, event_number: int) -> None:
    connection.execute("DELETE FROM waiting_events WHERE number = ?", (event_number,))
