"""What is known of messages: their last status, and which of them are still open."""

import sqlite3
import time
from collections.abc import Iterable
from typing import Final

from turbosms_api.webhook_events import DeliveryReport
from turbosms_webhooks._storing.records import storable

_OPEN: Final = """
SELECT message_id FROM (
    SELECT message_id FROM messages WHERE NOT final
    UNION SELECT message_id FROM expected_messages
) AS unsettled
WHERE NOT EXISTS (
    SELECT 1 FROM messages WHERE messages.message_id = unsettled.message_id AND settled
)
ORDER BY message_id
"""
_EXPECT: Final = """
INSERT OR IGNORE INTO expected_messages (message_id, noted_at)
SELECT :message_id, :now WHERE NOT EXISTS (
    SELECT 1 FROM messages WHERE messages.message_id = :message_id AND settled
)
"""


def known_status(connection: sqlite3.Connection, message_id: str, channel: str) -> str | None:
    """The last status of a message on a channel; None if there is none."""
    select = "SELECT status FROM messages WHERE message_id = ? AND channel = ?"
    columns = connection.execute(select, (storable(message_id), channel)).fetchone()
    if columns is None:
        return None
    return str(columns[0])


def note_status(connection: sqlite3.Connection, report: DeliveryReport) -> None:
    """Note what a report says."""
    insert = (
        "INSERT OR REPLACE INTO messages "
        "(message_id, channel, status, final, settled, changed_at) VALUES (?, ?, ?, ?, ?, ?)"
    )
    message_id = storable(report.message_id)
    status = storable(report.status)
    # After a Viber message that failed, an SMS may follow.
    is_settled = report.delivered or (report.final and report.channel == "sms")
    now = int(time.time())
    values = (message_id, report.channel, status, report.final, is_settled, now)
    connection.execute(insert, values)
    if is_settled:
        expect_no_longer(connection, message_id)


def expect(connection: sqlite3.Connection, message_ids: Iterable[str]) -> None:
    """Note messages that reports are to come for, unless they have come."""
    now = int(time.time())
    for message_id in message_ids:
        values = {"message_id": storable(message_id).lower(), "now": now}
        connection.execute(_EXPECT, values)


def expect_no_longer(connection: sqlite3.Connection, message_id: str) -> None:
    """Forget that reports are to come for a message."""
    connection.execute("DELETE FROM expected_messages WHERE message_id = ?", (message_id,))


def forget_open_status(connection: sqlite3.Connection, message_id: str) -> None:
    """Forget the status of a message, unless it is final."""
    connection.execute("DELETE FROM messages WHERE message_id = ? AND NOT final", (message_id,))


def open_messages(connection: sqlite3.Connection) -> list[str]:
    """The ids of messages without a final status, but for those of chats."""
    selected = connection.execute(_OPEN).fetchall()
    return [message_id for (message_id,) in selected if not message_id.isdecimal()]
