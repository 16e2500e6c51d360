"""What all modules of the service have in common."""

from __future__ import annotations

from .._answers.envelopes import Answer
from .._answers.single_answers import raise_for_code
from .._flows.instructions import Flow
from .._flows.method import ClientKind, MethodOwner, method
from .._requests.building import build_request
from .read_only_calls import ask


class ServiceModule(MethodOwner[ClientKind]):
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
