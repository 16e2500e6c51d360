"""Charging a send: its highest possible price at once, and the refunds that will follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.delivery import charges, courses
from turbosms_sandbox.delivery.sends import highest_price

if TYPE_CHECKING:
    from collections.abc import Mapping

    from turbosms_sandbox.account.account import Account
    from turbosms_sandbox.delivery.behaviours import RecipientBehaviour
    from turbosms_sandbox.delivery.sends import ExecutedSend, ViberContent


def charge(
    account: Account, send: ExecutedSend, recipients: Mapping[RecipientBehaviour, int]
) -> None:
    """Take the price for all accepted recipients, or refuse with 203.

    `recipients` says how many of them show each behaviour. A sender that the account does not have
    yet joins it now.
    """
    viber, sms = send.viber, send.sms
    cost = highest_price(viber, sms) * sum(recipients.values())
    if cost > account.wallet.balance(send.created):
        raise Refusal(ResultCode.REQUIRED_BALANCE)
    for content in (viber, sms):
        if content is not None and content.sender not in account.senders:
            account.adopt(content.sender)
    account.wallet.take(cost)
    for behaviour, count in recipients.items():
        for at, amount in charges.refunds(send, behaviour):
            account.wallet.schedule_refund(amount * count, at)
        if viber is not None:
            _count_as_spent(account, send, viber, behaviour, count)


def _count_as_spent(
    account: Account,
    send: ExecutedSend,
    viber: ViberContent,
    behaviour: RecipientBehaviour,
    count: int,
) -> None:
    """Count Viber messages as spending of their sender, until they fail."""
    course = courses.plan(send, behaviour).viber
    if course is None:
        return
    spending = account.senders[viber.sender].spending
    amount = viber.price * count
    spending.add(amount, send.created)
    failed = course.end_in(courses.FAILED_VIBER)
    if failed is not None:
        spending.schedule_refund(amount, spent_at=send.created, at=failed)
