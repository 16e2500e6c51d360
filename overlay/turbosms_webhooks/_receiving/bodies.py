"""Bodies of calls, from bytes to fields: JSON, or a form that nests in brackets.

Nothing in here raises anything but WebhookError, and what it builds is bounded (A-166).
"""

import json
from typing import Any, Final

from turbosms_webhooks._receiving.bracketed_forms import MOST_LEVELS, MOST_VALUES, read_form
from turbosms_webhooks._receiving.errors import WebhookError

LARGEST_BODY: Final = 1024 * 1024
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def read_body(body: bytes, content_type: str | None) -> dict[str, Any]:
    """The fields of a body.

    A form of the service begins with the name of a field, and JSON with a brace. So the body tells
    what it is; what it is declared as matters only if it is neither.
    """
    if len(body) > LARGEST_BODY:
        raise WebhookError("malformed")
    content = body.removeprefix(_BYTE_ORDER_MARK).strip()
    if content.startswith(b"{"):
        return _json(content)
    is_declared_json = "json" in (content_type or "").lower()
    is_form = b"=" in content and not is_declared_json
    if not is_form:
        raise WebhookError("malformed")
    return read_form(content)


def _json(content: bytes) -> dict[str, Any]:
    # Separators in texts are counted, too: it is only to be no more than this.
    if sum(content.count(each) for each in (b"{", b"[", b",")) > MOST_VALUES:
        raise WebhookError("malformed")
    fields = _loaded(content)
    if not isinstance(fields, dict) or _is_deeper(fields, MOST_LEVELS):
        raise WebhookError("malformed")
    return fields


def _loaded(content: bytes) -> object:
    """What JSON says; None if it is none, or nothing that can be read."""
    # The error is not the context of a WebhookError: it has the body in it.
    try:
        return json.loads(content.decode("utf-8", "replace"))
    # No JSON, a number of thousands of digits; nested more than a thousand times.
    except (ValueError, RecursionError):
        return None


def _is_deeper(value: object, levels: int) -> bool:
    """Whether objects and arrays stand in one another more often than this."""
    containers: list[Any] = [value]
    for _ in range(levels):
        inner: list[Any] = []
        for container in containers:
            values = container.values() if isinstance(container, dict) else container
            inner += [each for each in values if isinstance(each, (dict, list))]
        if not inner:
            return False
        containers = inner
    return True
