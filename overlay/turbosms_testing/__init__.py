"""Tests applications that send through TurboSMS.

A pytest plugin with a sandbox, ready clients and helpers.

The fixtures are in `turbosms_testing.plugin`, which pytest loads by itself. They provide a
`Sandbox`, whose helpers return `SentMessage` objects. These classes are imported on first use, so
that the plugin costs other test runs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from turbosms_testing.sandbox import Reply as Reply
    from turbosms_testing.sandbox import Sandbox as Sandbox
    from turbosms_testing.sent import SentChannel as SentChannel
    from turbosms_testing.sent import SentMessage as SentMessage
    from turbosms_testing.webhook_requests import WebhookRequest as WebhookRequest
    from turbosms_testing.webhook_requests import webhook_request as webhook_request
    from turbosms_testing.webhooks import WebhookCall as WebhookCall
    from turbosms_testing.webhooks import Webhooks as Webhooks

__all__ = [
    "Reply",
    "Sandbox",
    "SentChannel",
    "SentMessage",
    "WebhookCall",
    "WebhookRequest",
    "Webhooks",
    "webhook_request",
]

_HOMES = {
    "Reply": "turbosms_testing.sandbox",
    "Sandbox": "turbosms_testing.sandbox",
    "SentChannel": "turbosms_testing.sent",
    "SentMessage": "turbosms_testing.sent",
    "WebhookCall": "turbosms_testing.webhooks",
    "WebhookRequest": "turbosms_testing.webhook_requests",
    "Webhooks": "turbosms_testing.webhooks",
    "webhook_request": "turbosms_testing.webhook_requests",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
