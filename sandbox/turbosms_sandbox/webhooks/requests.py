"""The request that tells a webhook about an event: JSON, or a form as PHP writes it."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote_plus

from turbosms_sandbox.calls.times import format_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from turbosms_sandbox.webhooks.events_for_webhooks import EventForWebhook
    from turbosms_sandbox.webhooks.settings import Webhook

_WRONG_SECRET: Final = "no secret of this webhook: "  # noqa: S105 - it is none


class WebhookRequest(NamedTuple):
    """A POST request to the URL of a webhook."""

    content: bytes
    headers: Mapping[str, str]


def signature(secret: str, event: str) -> str:
    """SHA-1 of the secret and the id of the event; it covers nothing else (A-154)."""
    return hashlib.sha1(f"{secret}{event}".encode()).hexdigest()  # noqa: S324 - the service's way


def request_of(
    event_for_webhook: EventForWebhook, webhook: Webhook, at: float, *, signed_wrongly: bool = False
) -> WebhookRequest:
    """The next attempt to tell `webhook`, made at the moment `at`."""
    event = event_for_webhook.event
    secret = _WRONG_SECRET if signed_wrongly else webhook.secret
    body = {
        "id": event.id,
        "signature": signature(secret, event.id),
        "type": event.type,
        "date": format_time(at),
        "try": event_for_webhook.next_number,
        "data": event.data(),
    }
    headers = {}
    if webhook.format == "form":
        content = write_form(body)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    else:
        content = json.dumps(body, separators=(",", ":"))
        headers["Content-Type"] = "application/json"
    if webhook.login:
        credentials = f"{webhook.login}:{webhook.password}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(credentials).decode()}"
    return WebhookRequest(content.encode(), headers)


def write_form(values: Mapping[str, Any]) -> str:
    """A form like that of PHP's http_build_query: nested in brackets, without `null` (A-161)."""
    pairs: list[str] = []
    for name, value in values.items():
        _add_pairs(pairs, name, value)
    return "&".join(pairs)


def _add_pairs(pairs: list[str], name: str, value: Any) -> None:
    """Add what a value becomes: a pair, or one for each value in it, or none."""
    if isinstance(value, dict):
        for key, inner in value.items():
            _add_pairs(pairs, f"{name}[{key}]", inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _add_pairs(pairs, f"{name}[{index}]", inner)
    elif isinstance(value, bool):
        pairs.append(_pair(name, str(int(value))))
    elif value is not None:
        pairs.append(_pair(name, str(value)))


def _pair(name: str, text: str) -> str:
    return f"{_escape(name)}={_escape(text)}"


def _escape(text: str) -> str:
    return quote_plus(text).replace("~", "%7E")
