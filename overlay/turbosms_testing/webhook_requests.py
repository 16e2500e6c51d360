"""Requests as the service makes them to a webhook, for tests of applications that receive them."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from turbosms_webhooks import WebhookReceiver

_KYIV: Final = ZoneInfo("Europe/Kyiv")
_TIME: Final = "%Y-%m-%d %H:%M:%S"
_MEDIA_TYPES: Final = {"json": "application/json", "form": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, kw_only=True)
class WebhookRequest:
    """A signed POST: give it to the test client of your framework."""

    body: bytes = field(repr=False)
    content_type: str
    authorization: str | None = field(default=None, repr=False)
    """The header for HTTP Basic, if there is a login."""

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the request."""
        headers = {"Content-Type": self.content_type}
        if self.authorization is not None:
            headers["Authorization"] = self.authorization
        return headers


def webhook_request(  # noqa: PLR0913 - named
    webhook_type: str,
    data: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    *,
    secret: str,
    event_id: str | None = None,
    attempt: int = 1,
    format: Literal["json", "form"] = "json",  # noqa: A002 - as the service's panel calls it
    login: tuple[str, str] | None = None,
) -> WebhookRequest:
    """A request with an event of any type, signed as the service signs it.

    Args:
        webhook_type: the type of the event, such as `DLR_SMS_API`.
        data: what has happened; several objects for several events.
        secret: the secret key of the webhook.
        event_id: names the event; a new one by default. Pass the same one, with the same data, for
            a repeat.
        attempt: 1 for the first attempt.
        format: the body is JSON, or a form with brackets, as PHP writes it.
        login: login and password for HTTP Basic.
    """
    identifier = event_id if event_id is not None else str(uuid.uuid4())
    fields = {
        "id": identifier,
        "signature": WebhookReceiver(secret).sign(identifier),
        "type": webhook_type,
        "date": datetime.now(_KYIV).strftime(_TIME),
        "try": attempt,
        "data": data,
    }
    body = json.dumps(fields) if format == "json" else urlencode(list(_pairs("", fields)))
    return WebhookRequest(
        body=body.encode(),
        content_type=_MEDIA_TYPES[format],
        authorization=None if login is None else _basic(*login),
    )


def _pairs(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    """The fields of a form; null and what is empty leave none, as in PHP."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _pairs(f"{prefix}[{key}]" if prefix else key, inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, inner in enumerate(value):
            yield from _pairs(f"{prefix}[{index}]", inner)
    elif isinstance(value, bool):
        yield prefix, "1" if value else "0"
    elif value is not None:
        yield prefix, str(value)


def _basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()
