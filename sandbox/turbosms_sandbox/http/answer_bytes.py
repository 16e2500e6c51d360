"""The bytes of an answer, including the quirks that concern only how it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from turbosms_sandbox.account.quirks import KEY_ORDER, LISTS
from turbosms_sandbox.calls.answers import ServiceAnswer, encode_json

if TYPE_CHECKING:
    from collections.abc import Collection

    from turbosms_sandbox.calls.call import Call

_QUIRKS_OF_WRITING: Final = frozenset({LISTS, KEY_ORDER})
_ROW_ORDER: Final = ("phone", "message_id", "response_code", "response_status")
_ENVELOPE_ORDER: Final = ("response_status", "response_code", "response_result")


def answer_bytes(answer: ServiceAnswer, call: Call, quirks: frozenset[str]) -> bytes:
    """The answer to a call as it is sent.

    A-43: sends that came as a list are answered with a list.
    """
    came_as_list = call.parameters is not None and call.parameters.is_list
    if came_as_list:
        answer = _as_list(answer)
    if quirks.isdisjoint(_QUIRKS_OF_WRITING):
        return answer.encode()
    return encode_json(_with_quirks(quirks, answer.envelope())).encode()


def _as_list(answer: ServiceAnswer) -> ServiceAnswer:
    """The answer with a list for a map with the keys 0, 1, … n-1."""
    result = answer.result
    if isinstance(result, dict) and _is_php_list(result):
        return ServiceAnswer(answer.code, list(result.values()))
    return answer


def _with_quirks(quirks: Collection[str], value: Any) -> Any:
    """An envelope, or a part of one: lists in place of maps, keys in another order."""
    if isinstance(value, list):
        return [_with_quirks(quirks, item) for item in value]
    if not isinstance(value, dict):
        return value
    values = {key: _with_quirks(quirks, item) for key, item in value.items()}
    if LISTS in quirks and _is_php_list(values):
        return list(values.values())
    return _reordered(values) if KEY_ORDER in quirks else values


def _is_php_list(values: dict[str, Any]) -> bool:
    """Whether PHP writes this map as a list: its keys are 0, 1, … n-1, or there are none."""
    return list(values) == [str(index) for index in range(len(values))]


def _reordered(values: dict[str, Any]) -> dict[str, Any]:
    """A row of a send as it was seen in use, anything else in reverse order (A-123)."""
    for order in (_ROW_ORDER, _ENVELOPE_ORDER):
        if values.keys() == set(order):
            return {key: values[key] for key in order}
    return dict(reversed(values.items()))
