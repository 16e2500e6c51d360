"""Asks message/status for messages of which no final report has come."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final, Protocol

from turbosms_api.reading import kyiv
from turbosms_webhooks._records import CallRecord, record_of_status

_IDS_AT_ONCE: Final = 5_000
_TYPES: Final = {"sms": "DLR_SMS_API", "viber": "DLR_VIBER_API"}
_TIME: Final = "%Y-%m-%d %H:%M:%S"

#: Messages without a final status. After a Viber message that failed, an SMS may follow: a message
#: is settled when it has arrived, or when its SMS has a final status.
_OPEN: Final = """
SELECT message_id FROM (
    SELECT message_id FROM messages WHERE NOT final UNION SELECT message_id FROM expected
) AS unsettled
WHERE NOT EXISTS (
    SELECT 1 FROM messages
    WHERE messages.message_id = unsettled.message_id
    AND (messages.delivered OR (messages.final AND messages.channel = 'sms'))
)
ORDER BY message_id
"""


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


def open_messages(connection: sqlite3.Connection) -> list[str]:
    """The ids of messages without a final status, but for those of chats."""
    rows = connection.execute(_OPEN).fetchall()
    return [message_id for (message_id,) in rows if not message_id.isdecimal()]


def ask(client: StatusClient, message_ids: Iterable[str]) -> Iterator[MessageState]:
    """The statuses of messages, as many at once as one call may ask for."""
    remaining = iter(message_ids)
    while part := list(islice(remaining, _IDS_AT_ONCE)):
        yield from client.message.status(part).values()


def record_of(state: MessageState) -> CallRecord | None:
    """What is stored of an answer; None if it says nothing of delivery."""
    webhook_type = _TYPES.get(state.type or "")
    if webhook_type is None or not state.status:
        return None
    data: dict[str, Any] = {"message_id": state.message_id, "status": state.status}
    if state.updated is not None:
        data["dlr_date"] = state.updated.astimezone(kyiv()).strftime(_TIME)
    return record_of_status(webhook_type, state.message_id, data)
