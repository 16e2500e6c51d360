"""What came back: kept without anything private, and compared with what was expected."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.contract.live.probes import describe

if TYPE_CHECKING:
    import httpx2

    from tests.contract.live.probes import Probe

PUBLIC = frozenset({"response_code", "response_status", "message_id"})
"""What is kept as it is; of everything else only the type."""


class Answer(NamedTuple):
    http_status: int
    content_type: str
    content: Any
    """The JSON, or None if it is none."""


def read(response: httpx2.Response) -> Answer:
    try:
        content = response.json()
    except ValueError:
        content = None
    return Answer(response.status_code, response.headers.get("content-type", ""), content)


def difference(probe: Probe, answer: Answer) -> str:
    """In what the answer is not as expected, or nothing."""
    content = answer.content
    if (
        not isinstance(content, dict)
        or not {"response_code", "response_status", "response_result"} <= content.keys()
    ):
        return f"HTTP {answer.http_status} without an envelope, not {probe.code}"
    if content["response_code"] != probe.code:
        return f"{content['response_code']} {content['response_status']}, not {probe.code}"
    if probe.row is not None:
        rows = content["response_result"]
        codes = [row.get("response_code") for row in rows] if isinstance(rows, list) else []
        if not codes or set(codes) != {probe.row}:
            return f"rows with {codes}, not {probe.row}"
    return ""


def sanitised(probe: Probe, answer: Answer, token: str) -> str:
    """The question and the answer as a fixture: no token, no balance, nothing of the account."""
    kept = {
        "request": describe(probe),
        "http_status": answer.http_status,
        "content_type": answer.content_type,
        "answer": _public(answer.content),
    }
    return json.dumps(kept, indent=2, ensure_ascii=False).replace(token, "TOKEN") + "\n"


def _public(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _public(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_public(inner, key) for inner in value]
    if value is None or isinstance(value, bool) or key in PUBLIC:
        return value
    return type(value)()
