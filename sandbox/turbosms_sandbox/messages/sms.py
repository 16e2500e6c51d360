"""The SMS of a send: its rules, and what it becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbosms_api.tables.parameters import SEND_PARAMETERS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account import prices
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.delivery.campaigns import SmsContent
from turbosms_sandbox.messages import sms_length
from turbosms_sandbox.messages.channel_parameters import Parameters, refuse

if TYPE_CHECKING:
    from turbosms_sandbox.account.account import Account


def read_sms(parameters: Parameters, account: Account, now: float) -> SmsContent:
    """Documentation: message/send, the parameters used for SMS.

    Every other parameter is ignored.
    """
    sender = parameters.sender(account)
    text = parameters.string("text")
    row = SEND_PARAMETERS["text"]
    if not text:
        raise refuse(row.missing_code)
    size = sms_length.measure(text)
    if size.too_long:
        raise refuse(row.limit_code)
    if account.forbids(text):
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_TEXT)
    return SmsContent(
        sender=sender.name,
        text=text,
        start=parameters.start(now),
        segments=size.segments,
        price=size.segments * prices.SMS_SEGMENT,
        is_flash=parameters.flag("is_flash"),
    )
