"""Signals of what the service calls back with, and of what became of the outbox.

Receivers run in a transaction, which is committed when all of them have returned: what they write
to the database stays exactly once. If one raises, everything that they wrote is undone, and the
signal is sent again later. What they do elsewhere may happen twice.
"""

from django.dispatch import Signal

delivery_report = Signal()
"""`event`: a `turbosms_webhooks.DeliveryReport`. The sender is its class, as below."""
incoming_message = Signal()
"""`event`: a `turbosms_webhooks.IncomingMessage`."""
button_click = Signal()
"""`event`: a `turbosms_webhooks.ButtonClick`."""
unknown_event = Signal()
"""`event`: a `turbosms_webhooks.UnknownEvent`, of a type that is new."""
message_sent = Signal()
"""`message`: an `OutgoingMessage`, the sender's class; `report`: a `turbosms_client.SendReport`."""
message_failed = Signal()
"""`message`: an `OutgoingMessage` that will not be sent; `error`: a
`turbosms_client.APIError`, or None if it became too old."""
