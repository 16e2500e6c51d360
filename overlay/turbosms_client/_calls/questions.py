"""Read-only requests, and reading an answer about a single thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from .._answers.envelopes import Answer
from .._flows.instructions import Flow
from .._flows.method import ClientKind, Module, method
from .._flows.runtime import Runtime
from .._requests.attempts import Attempts
from .._requests.building import Request, build_request
from .._results.errors import ProtocolError
from .._results.outcome import is_refusal, is_success
from .._results.report import api_error
from .exchange import exchange

T = TypeVar("T")
ReadRow: TypeAlias = Callable[[Any], T | None]


class ServiceModule(Module[ClientKind]):
    """A module of the service. Each has a `ping`."""

    @method
    def ping(self) -> Flow[bool]:
        """Check that the module responds: True, or an error. Documentation: "Connection".

        Raises:
            APIError, TransportError, ProtocolError: the service refused, there was no response, or
                it was not from the service.
        """
        operation = f"{type(self).__name__.lower()}/ping"

        def read(answer: Answer) -> bool:
            raise_for_code(operation, answer)
            return True

        return (yield from ask(self._runtime, build_request(operation), read))


def ask(
    runtime: Runtime,
    request: Request,
    read: Callable[[Answer], T],
    until: float | None = None,
) -> Flow[T]:
    """Make a read-only request, until a time of `time.monotonic` at the latest."""
    attempts = Attempts(runtime.retry, until)
    return (yield from exchange(request, read, attempts))


def read_one(
    operation: str, read_row: ReadRow[T], answer: Answer, sequence_id: str | None = None
) -> T:
    """Read the single thing in an answer, unless the code says that there is none."""
    if not is_refusal(answer.code):
        result = read_row(answer.result)
        if result is not None:
            return result
    raise_for_code(operation, answer, sequence_id)
    raise ProtocolError("the response does not say what was done.", operation=operation)


def raise_for_code(operation: str, answer: Answer, sequence_id: str | None = None) -> None:
    """Raise an `APIError` unless the code means success."""
    if not is_success(answer.code):
        raise api_error(answer.code, answer.name, operation=operation, sequence_id=sequence_id)
