"""What an inbox passes to a handler."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.webhooks.calls import SECRET
from turbosms_webhooks import DeliveryReport, WebhookReceiver

if TYPE_CHECKING:
    from turbosms_webhooks import Event, WebhookInbox

RECEIVER: Final = WebhookReceiver(SECRET)


def handled(inbox: WebhookInbox) -> list[Event]:
    """What waits, in the order in which it is passed on."""
    events: list[Event] = []
    inbox.run(events.append, until_idle=True)
    return events


def message_ids(events: list[Event]) -> list[str]:
    """The messages that were reported on."""
    return [event.message_id for event in events if isinstance(event, DeliveryReport)]
