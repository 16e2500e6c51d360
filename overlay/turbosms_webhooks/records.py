"""The rules of `WebhookInbox`, for those who keep calls in a database of their own.

Store a `CallRecord` under its key in one transaction, with a row for each of its events, and answer
200 when that is committed. If the key is there already, the call is a repeat if the digest is the
same, else it is refused. Handle the events of a subject one after the other; `event_of` reads what
was stored, and a report whose status does not `advance` is left out. After a failure, try again
after `pause_after` seconds.
"""

from turbosms_webhooks._handling.failures import pause_after
from turbosms_webhooks._handling.status_order import advances
from turbosms_webhooks._storing.records import (
    CallRecord,
    EventRecord,
    event_of,
    record_of_callback,
)

__all__ = [
    "CallRecord",
    "EventRecord",
    "advances",
    "event_of",
    "pause_after",
    "record_of_callback",
]
