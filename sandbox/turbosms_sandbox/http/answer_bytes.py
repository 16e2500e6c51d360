"""The bytes of an answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from turbosms_sandbox.account.quirks import KEY_ORDER, LISTS, is_list_of_php, rewrite
from turbosms_sandbox.calls.answers import Answer

if TYPE_CHECKING:
    from turbosms_sandbox.http.call_reading import Call

_OF_WRITING: Final = frozenset({LISTS, KEY_ORDER})
_write = json.JSONEncoder(separators=(",", ":")).encode


def write(answer: Answer, call: Call, quirks: frozenset[str]) -> bytes:
    """The answer to a call as it leaves.

    A-43: requests that came as a list are answered with one.
    """
    result = answer.result
    came_as_list = call.data is not None and call.data.is_list
    if came_as_list and isinstance(result, dict) and is_list_of_php(result):
        answer = Answer(answer.code, list(result.values()))
    if quirks.isdisjoint(_OF_WRITING):
        return answer.encode()
    return _write(rewrite(quirks, answer.envelope())).encode()
