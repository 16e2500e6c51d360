"""Receives the webhooks of TurboSMS: delivery reports, replies and clicks.

    receiver = WebhookReceiver(secret="…")
    inbox = WebhookInbox("webhooks.db", receiver)
    app = turbosms_webhooks.asgi.WebhookApp(inbox, handler=print)

Every call is stored before it is answered, so that none is lost.
"""

import logging

from turbosms_api.webhook_events import ButtonClick, DeliveryReport, IncomingMessage
from turbosms_webhooks._inbox import WebhookInbox
from turbosms_webhooks._receiving.errors import Reason, WebhookError
from turbosms_webhooks._receiving.events import Event, UnknownEvent
from turbosms_webhooks._receiving.receiver import Callback, WebhookReceiver

__all__ = [
    "ButtonClick",
    "Callback",
    "DeliveryReport",
    "Event",
    "IncomingMessage",
    "Reason",
    "UnknownEvent",
    "WebhookError",
    "WebhookInbox",
    "WebhookReceiver",
]

# If the application configures no handler, Python would print warnings to stderr.
logging.getLogger("turbosms_webhooks").addHandler(logging.NullHandler())

# Errors, tracebacks and documentation show public names where applications import them from.
for _class in (
    ButtonClick,
    Callback,
    DeliveryReport,
    IncomingMessage,
    UnknownEvent,
    WebhookError,
    WebhookInbox,
    WebhookReceiver,
):
    _class.__module__ = __name__
