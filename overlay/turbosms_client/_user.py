"""The module `user`: the account."""

from __future__ import annotations

from decimal import Decimal

from ._answers.envelopes import Answer
from ._answers.rows import read_balance
from ._answers.single_answers import raise_for_code
from ._calls.read_only_calls import ask
from ._calls.service_module import ServiceModule
from ._flows.instructions import Flow
from ._flows.method import ClientKind, method
from ._requests.building import build_request
from ._results.errors import ProtocolError


class User(ServiceModule[ClientKind]):
    """The module `user`: the account."""

    @method
    def balance(self) -> Flow[Decimal]:
        """Get the balance of the account in UAH. Documentation: "user/balance".

        Raises:
            APIError, TransportError, ProtocolError: the service refused, there was no response, or
                it was not from the service.
        """
        return (yield from ask(self._runtime, build_request("user/balance"), _read_balance))


def _read_balance(answer: Answer) -> Decimal:
    raise_for_code("user/balance", answer)
    amount = read_balance(answer.result)
    if amount is None:
        raise ProtocolError("the response has no readable balance.", operation="user/balance")
    return amount
