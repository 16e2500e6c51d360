"""The bytes of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turbosms_sandbox.envelope import Answer

if TYPE_CHECKING:
    from turbosms_sandbox.transport import Call


def write(answer: Answer, call: Call) -> bytes:
    """The answer to a call as it leaves.

    A-43: requests that came as a list are answered with one.
    """
    if call.is_list and isinstance(answer.result, dict):
        answer = Answer(answer.code, as_php_writes(answer.result))
    return answer.encode()


def as_php_writes(values: dict[str, Any]) -> dict[str, Any] | list[Any]:
    """A map, which PHP writes as a list exactly where its keys are 0, 1, … n-1."""
    is_list = list(values) == [str(place) for place in range(len(values))]
    return list(values.values()) if is_list else values
