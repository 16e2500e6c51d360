"""How each operation is called through the client, and how one knows what the service has done."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from tests.guarantees.chat_and_file_calls import CHAT_AND_FILE_CALLS
from tests.guarantees.message_calls import MESSAGE_CALLS
from tests.guarantees.operation_call import OperationCall
from turbosms_api.tables.operations import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.guarantees.operation_call import World


def _check_balance(result: Any, world: World) -> None:
    assert result == Decimal(str(world.control.account()["balance"]))


def _check_true(result: Any, world: World) -> None:
    assert result is True


def _ping(module: str) -> OperationCall:
    return OperationCall(
        lambda client, world: getattr(client, module).ping(), _check_true, blank=True
    )


OPERATION_CALLS: Final[Mapping[str, OperationCall]] = {
    **{
        operation: _ping(row.module)
        for operation, row in OPERATIONS.items()
        if row.method == "ping"
    },
    **MESSAGE_CALLS,
    "user/balance": OperationCall(lambda client, world: client.user.balance(), _check_balance),
    **CHAT_AND_FILE_CALLS,
}

CREATING: Final = tuple(name for name in OPERATION_CALLS if OPERATIONS[name].creates)
READING: Final = tuple(name for name in OPERATION_CALLS if name not in CREATING)
