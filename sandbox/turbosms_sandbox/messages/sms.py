"""The SMS of a send and its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbosms_api.tables.parameters import SEND_PARAMETERS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account import prices
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.delivery.sends import SmsContent
from turbosms_sandbox.messages.channel_parameters import ChannelParameters, refusal_with
from turbosms_sandbox.messages.sms_length import measure

if TYPE_CHECKING:
    from turbosms_sandbox.account.account import Account


def read_sms(parameters: ChannelParameters, account: Account, now: float) -> SmsContent:
    """Documentation: message/send, the parameters used for SMS. All others are ignored."""
    sender = parameters.sender(account)
    text = parameters.string("text")
    rule = SEND_PARAMETERS["text"]
    if not text:
        raise refusal_with(rule.missing_code)
    size = measure(text)
    if size.is_too_long:
        raise refusal_with(rule.limit_code)
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
