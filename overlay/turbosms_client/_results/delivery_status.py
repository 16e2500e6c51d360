"""The delivery status of messages: results of `message/status` and `message/details`. Times are
aware, in Kyiv time.
"""

from decimal import Decimal

from turbosms_api.results import message
from turbosms_api.results.message import ChannelDetails

from .code_meaning import is_refusal

__all__ = ["ChannelDetails", "MessageDetails", "MessageStatus"]


class MessageStatus(message.MessageStatus):
    """How far one message is; of one with a failure code nothing else is known.

    Documentation: "message/status".
    """

    __slots__ = ()

    @property
    def awaits_sms(self) -> bool:
        """Whether this is Viber and has failed. A hybrid is not final then, unless it was
        cancelled.
        """
        return self.type == "viber" and _awaits_sms(self)


class MessageDetails(message.MessageDetails):
    """What was sent under one id, on each channel. Documentation: "message/details"."""

    __slots__ = ()

    @property
    def awaits_sms(self) -> bool:
        """Whether Viber has failed and there is no SMS. A hybrid is not final then, unless it was
        cancelled.
        """
        return self.sms is None and self.viber is not None and _awaits_sms(self.viber)

    @property
    def deciding(self) -> ChannelDetails | None:
        """The channel that counts: Viber, until it has failed and there is an SMS."""
        if self.sms is not None and (self.viber is None or self._viber_has_failed):
            return self.sms
        return self.viber

    @property
    def final(self) -> bool:
        """Whether there is nothing more to wait for, even because the service does not know the
        message.
        """
        return is_refusal(self.code) or (self.deciding is not None and self.deciding.final)

    @property
    def delivered(self) -> bool:
        """Whether the message was delivered, on either channel."""
        return self.deciding is not None and self.deciding.delivered

    @property
    def price(self) -> Decimal | None:
        """The price of both channels together in UAH; None if the response has no price."""
        viber_price = None if self.viber is None else self.viber.price
        sms_price = None if self.sms is None else self.sms.price
        if viber_price is None:
            return sms_price
        if sms_price is None:
            return viber_price
        return viber_price + sms_price

    def as_status(self) -> MessageStatus:
        """The same in the form of `message/status`: the channel that counts, and why Viber failed,
        if it did.
        """
        channel = self.deciding
        if channel is None:
            return MessageStatus(message_id=self.message_id, code=self.code)
        return MessageStatus(
            message_id=self.message_id,
            code=self.code,
            type="viber" if channel is self.viber else "sms",
            status=channel.status,
            recipient=channel.recipient,
            sent=channel.sent,
            updated=channel.updated,
            rejected_status=getattr(self.viber, "rejected_status", None),
            click_time=getattr(self.viber, "click_time", None),
            extra=channel.extra,
        )

    @property
    def _viber_has_failed(self) -> bool:
        return self.viber is not None and _has_failed(self.viber)


def _awaits_sms(viber: MessageStatus | ChannelDetails) -> bool:
    return _has_failed(viber) and viber.status != "Cancelled"


def _has_failed(viber: MessageStatus | ChannelDetails) -> bool:
    return viber.final and not viber.delivered
