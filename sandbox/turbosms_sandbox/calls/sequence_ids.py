"""`sequence_id`: a request is executed once, and its repeats are answered 507 with its result."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from turbosms_api.tables import limits
from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal, ServiceAnswer
from turbosms_sandbox.calls.php_values import is_utf8

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_sandbox.calls.commands import Command
    from turbosms_sandbox.calls.parameters import Parameters

LIFETIME = limits.SEQUENCE_ID_DAYS.value * 86_400
"""Seconds for which a `sequence_id` protects."""


def read_sequence_id(parameters: Parameters) -> str | None:
    """The `sequence_id`, or None; 300 unless it is a string of 1 to 32 characters (A-35).

    Documentation: Request Numbering. A-47: an empty one is a mistake too, and not the same as none.
    """
    value = parameters.get("sequence_id")
    if value is None:
        return None
    if (
        not isinstance(value, str)
        or not 0 < len(value) <= limits.SEQUENCE_ID_CHARACTERS.value
        or not is_utf8(value)
    ):
        raise Refusal(ResultCode.INVALID_REQUEST)
    return value


def sequence_id_of(command: Command) -> str | None:
    """The `sequence_id` that protects a whole command, or None.

    Only a method that creates something is protected.
    """
    if "sequence_id" not in command.parameters.values:
        return None  # by far the most requests
    operation = OPERATIONS.get(command.name)
    if operation is None or not operation.creates:
        return None
    return read_sequence_id(command.parameters)


class _ExecutedRequest(NamedTuple):
    at: float
    result_json: str


class ExecutedRequests:
    """The numbered requests of one account, by method and `sequence_id`.

    The sends within a sendmulti have a name of their own in place of that of a method (A-148).
    """

    def __init__(self) -> None:
        self._requests: OrderedDict[tuple[str, str], _ExecutedRequest] = OrderedDict()
        """In the order of time."""

    def once(
        self,
        now: float,
        operation: str,
        sequence_id: str | None,
        execute: Callable[[], ServiceAnswer],
    ) -> ServiceAnswer:
        """Execute a request, or answer a repeat of it."""
        repeated = self.answer_to_repeat(now, operation, sequence_id)
        if repeated is not None:
            return repeated
        answer = execute()
        self.remember(now, operation, sequence_id, answer)
        return answer

    def remember(
        self, now: float, operation: str, sequence_id: str | None, answer: ServiceAnswer
    ) -> None:
        """Remember a request that was executed now.

        A-50: only if it created something. A-51: its result stands, whatever is sent under the same
        `sequence_id` later.
        """
        if sequence_id is None or not answer.created:
            return
        key = (operation, sequence_id)
        self._requests[key] = _ExecutedRequest(now, answer.result_json)
        self._requests.move_to_end(key)

    def answer_to_repeat(
        self, now: float, operation: str, sequence_id: str | None
    ) -> ServiceAnswer | None:
        """The answer to a request that was executed before; None if it was not."""
        if sequence_id is None:
            return None
        self._forget_older_than(now - LIFETIME)
        executed = self._requests.get((operation, sequence_id))
        if executed is None:
            return None
        return ServiceAnswer(ResultCode.FAILED_DUPLICATE_REQUEST, result_json=executed.result_json)

    def _forget_older_than(self, moment: float) -> None:
        """Forget what was executed before a moment. This costs as much as it forgets."""
        while self._requests:
            key, oldest = next(iter(self._requests.items()))
            if oldest.at >= moment:
                break
            del self._requests[key]
