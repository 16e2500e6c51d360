"""What the methods of all modules are made of: a question, a creation, and the reading of a single
thing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from . import _checks, _wire
from ._errors import ProtocolError, api_error
from ._facade import K, Module, method
from ._flow import Call, Flow, perform
from ._outcome import is_refusal, is_success

if TYPE_CHECKING:
    from ._wire import Answer, Request

T = TypeVar("T")
Row: TypeAlias = Callable[[Any], T | None]


class Pinged(Module[K]):
    """A module of the service; each can be asked whether it answers."""

    @method
    def ping(self) -> Flow[bool]:
        """Ask whether the module answers: True, or an error. Documentation: "Connection".

        Raises:
            APIError, TransportError, ProtocolError: the service refused, did not answer, or
                something else did.
        """
        operation = f"{type(self).__name__.lower()}/ping"
        yield from ask(self, _wire.request(operation), partial(raise_for_code, operation))
        return True


def ask(
    module: Module[Any], request: Request, read: Callable[[Answer], T], limit: float | None = None
) -> Flow[T]:
    """Ask for something, which changes nothing; `limit` is in seconds."""
    return (yield from perform(Call(request, lambda answer, lost: read(answer), limit), module))


def create(
    module: Module[Any],
    operation: str,
    row: Row[T],
    body: Mapping[str, Any],
    deadline: float | None = None,
) -> Flow[T]:
    """Create something once, under the `sequence_id` of the body."""
    limit = None if deadline is None else _checks.seconds("deadline", deadline)
    read = reader(operation, row, body["sequence_id"])
    return (yield from ask(module, _wire.request(operation, body), read, limit))


def reader(operation: str, row: Row[T], number: str | None = None) -> Callable[[Answer], T]:
    """What reads a single thing: where it is told, it is there, unless the code says for sure that
    it is not.
    """

    def read(answer: Answer) -> T:
        if not is_refusal(answer.code) and (found := row(answer.result)) is not None:
            return found
        raise_for_code(operation, answer, number)
        raise ProtocolError("the answer does not say what became of it.", operation=operation)

    return read


def raise_for_code(operation: str, answer: Answer, number: str | None = None) -> None:
    """`APIError` unless the code is of success."""
    if not is_success(answer.code):
        raise api_error(answer.code, answer.name, operation=operation, sequence_id=number)
