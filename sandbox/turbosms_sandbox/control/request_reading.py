"""Reading the bodies and the numbers of requests to the control plane."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from starlette.exceptions import HTTPException

from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.php_values import MAX_LEVELS, is_utf8, nests_too_deep
from turbosms_sandbox.http import bodies

if TYPE_CHECKING:
    from starlette.requests import Request

MAX_BODY: Final = 5 * 1024 * 1024
"""Largest body that is read: a reply with a file of the greatest size, in base64."""


def read_whole_number(name: str, text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise ControlError(f"{name}: a whole number is needed")
    return int(text)


def read_seconds(name: str, text: str, most: float) -> float:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text, re.ASCII) or float(text) > most:
        raise ControlError(f"{name}: a number of seconds up to {most} is needed")
    return float(text)


async def body_of(request: Request) -> bytes:
    try:
        body = await bodies.read_body(request.receive, MAX_BODY)
    except bodies.CrowdedError:
        raise HTTPException(503, "too many large requests at a time") from None
    if body is None:
        raise HTTPException(413, f"the body is larger than {MAX_BODY} bytes")
    return body


async def json_object_of(request: Request) -> dict[str, Any]:
    body = await body_of(request)
    try:
        values = json.loads(body)
    except (ValueError, RecursionError):
        raise HTTPException(400, "the body is not JSON") from None
    if nests_too_deep(body, values):
        raise HTTPException(400, f"the body is nested more than {MAX_LEVELS} levels deep")
    if not isinstance(values, dict):
        raise HTTPException(400, "the body is no JSON object")
    if not is_utf8(json.dumps(values, ensure_ascii=False)):
        raise HTTPException(400, "a text holds half a surrogate pair, which no answer could repeat")
    return values
