"""The method user/balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account.prices import in_uah
from turbosms_sandbox.calls.answers import ServiceAnswer

if TYPE_CHECKING:
    from turbosms_sandbox.account.account import Account
    from turbosms_sandbox.calls.commands import Command


def user_balance(account: Account, command: Command) -> ServiceAnswer:
    """Documentation: user/balance."""
    return ServiceAnswer(ResultCode.OK, {"balance": in_uah(account.wallet.balance(command.now))})
