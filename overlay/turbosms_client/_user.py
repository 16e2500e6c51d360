"""The module `user`: the account."""

from __future__ import annotations

from decimal import Decimal

from ._answers import Answer, read_balance
from ._errors import ProtocolError
from ._flow import Flow
from ._method import ClientKind, method
from ._questions import ServiceModule, ask, raise_for_code
from ._requests import build_request


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
