"""What is known of one message, whoever told it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from turbosms_client import MessageDetails
from turbosms_webhooks import DeliveryReport

from .._model.settings import Message

_CANCELLED = "Cancelled"
"""Of a Viber message: no SMS follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageOutcome:
    """What is known of one message."""

    message_id: str
    """In small letters."""
    channel: str
    """The one that counts: `viber` or `sms`."""
    status: str | None
    final: bool
    """Nothing more is to be waited for on this channel."""
    delivered: bool
    sms_may_follow: bool
    """It is Viber and has failed: if the message is a hybrid, its SMS is on the way."""
    rejected_status: str | None = None
    price: Decimal | None = None
    """UAH, on both channels; None if it was not told."""
    at: dt.datetime | None = None
    """When the status changed."""

    def is_final_for(self, message: Message) -> bool:
        """Whether nothing more is to be waited for."""
        return self.final and not (self.sms_may_follow and message.hybrid)


def outcome_of_details(details: MessageDetails) -> MessageOutcome | None:
    """What an answer to `message/details` tells; None if the service does not know the message."""
    deciding = details.deciding
    if deciding is None:
        return None
    status = details.as_status()
    return MessageOutcome(
        message_id=details.message_id.lower(),
        channel=status.type or "sms",
        status=deciding.status,
        final=deciding.final,
        delivered=deciding.delivered,
        sms_may_follow=details.awaits_sms,
        rejected_status=status.rejected_status,
        price=details.price,
        at=deciding.updated,
    )


def outcome_of_report(report: DeliveryReport) -> MessageOutcome:
    """What a webhook tells; it has no price."""
    has_failed = report.final and not report.delivered
    return MessageOutcome(
        message_id=report.message_id.lower(),
        channel=report.channel,
        status=report.status,
        final=report.final,
        delivered=report.delivered,
        sms_may_follow=report.channel == "viber" and has_failed and report.status != _CANCELLED,
        at=report.at,
    )
