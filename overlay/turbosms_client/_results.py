"""What became of messages: the answers of `message/status` and `message/details`. Times are aware,
in Kyiv time.
"""

from decimal import Decimal

from turbosms_api.results import message
from turbosms_api.results.message import ChannelDetails, MessageStatus

from ._outcome import is_refusal

__all__ = ["ChannelDetails", "MessageDetails", "MessageStatus"]


class MessageDetails(message.MessageDetails):
    """What was sent under one id, on each channel. Documentation: "message/details"."""

    __slots__ = ()

    @property
    def awaits_sms(self) -> bool:
        """Whether Viber has failed and there is no SMS: for a hybrid, not yet the end, unless it
        was cancelled.
        """
        half = self.viber if self.sms is None else None
        return half is not None and half.final and not half.delivered and half.status != "Cancelled"

    @property
    def deciding(self) -> ChannelDetails | None:
        """The half that decides: Viber, until it has failed and there is an SMS."""
        failed = self.viber is None or (self.viber.final and not self.viber.delivered)
        return self.sms if failed and self.sms is not None else self.viber

    @property
    def final(self) -> bool:
        """Whether nothing more is to be waited for; so too if the service does not know the
        message.
        """
        return is_refusal(self.code) or (self.deciding is not None and self.deciding.final)

    @property
    def delivered(self) -> bool:
        """Whether the message arrived, on either channel."""
        return self.deciding is not None and self.deciding.delivered

    @property
    def price(self) -> Decimal | None:
        """What both halves cost together, in UAH; None if the answer names no price."""
        prices = [
            half.price
            for half in (self.viber, self.sms)
            if half is not None and half.price is not None
        ]
        return sum(prices[1:], prices[0]) if prices else None

    def as_status(self) -> MessageStatus:
        """The same in the form of `message/status`: the deciding half, and why Viber failed if it
        did.
        """
        if self.deciding is None:
            return MessageStatus(message_id=self.message_id, code=self.code)
        values = {
            name: getattr(self.deciding, name)
            for name in ("status", "recipient", "sent", "updated", "extra")
        }
        values |= {
            name: getattr(self.viber, name, None) for name in ("rejected_status", "click_time")
        }
        channel = "viber" if self.deciding is self.viber else "sms"
        return MessageStatus(message_id=self.message_id, code=self.code, type=channel, **values)
