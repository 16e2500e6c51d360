"""Calls as the service makes them, written without what is tested."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET: Final = "s3cret-key"
JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
MESSAGE: Final = "f83f8868-5e46-c6cf-e4fb-615e5a293754"
OTHER_MESSAGE: Final = "2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba"


def report(status: str = "DELIVRD", message_id: str = MESSAGE) -> dict[str, Any]:
    return {"message_id": message_id, "status": status, "dlr_date": "2026-11-28 12:00:03"}


def sha1(text: str) -> str:
    return hashlib.sha1(text.encode()).hexdigest()


def signed(event_id: str, secret: str = SECRET) -> str:
    return sha1(secret + event_id)


def call(event_id: str = "event-1", data: Any = None, **changes: Any) -> dict[str, Any]:
    """The fields of a call; None takes one away."""
    fields = {
        "id": event_id,
        "signature": signed(event_id),
        "type": "DLR_SMS_API",
        "date": "2026-11-28 12:00:05",
        "try": 1,
        "data": report() if data is None else data,
    }
    fields |= changes
    return {key: value for key, value in fields.items() if value is not None}


def as_json(fields: Any) -> bytes:
    return json.dumps(fields).encode()


def numbered(number: int, word: str = "DELIVRD") -> bytes:
    """A call that reports on a message; the number tells both from others."""
    return as_json(call(f"e{number}", report(word, message_id=f"m{number}")))


def as_form(fields: dict[str, Any]) -> bytes:
    """As `http_build_query` of PHP writes it."""
    pairs = [f"{quote_plus(name)}={quote_plus(value)}" for name, value in _pairs("", fields)]
    return "&".join(pairs).encode()


def login(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def _pairs(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        value = dict(enumerate(value))
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _pairs(f"{prefix}[{key}]" if prefix else str(key), item)
    elif isinstance(value, bool):
        yield prefix, "1" if value else "0"
    elif value is not None:
        yield prefix, str(value)
