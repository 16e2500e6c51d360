"""JSON as the control plane answers it, for people as much as for programs."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from turbosms_sandbox.calls.php_values import is_utf8


def write_json(value: Any) -> str:
    """`value` as JSON, in letters that people can read.

    The text of a refused call may hold half a surrogate pair, which UTF-8 cannot: only then is all
    that is not ASCII escaped.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if is_utf8(text):
        return text
    return json.dumps(value, separators=(",", ":"))


class JSONAnswer(Response):
    """Whatever a method of the service was given can be answered."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return write_json(content).encode()
