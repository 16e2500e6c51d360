"""What is known of one message, whoever told it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from turbosms_client import MessageDetails
from turbosms_webhooks import DeliveryReport

from .._model.settings import Message
from .._storage.storable import storable_price, storable_text

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
        message_id=storable_id(details.message_id),
        channel=status.type or "sms",
        status=_storable(deciding.status),
        final=deciding.final,
        delivered=deciding.delivered,
        sms_may_follow=details.awaits_sms,
        rejected_status=_storable(status.rejected_status),
        price=storable_price(details.price),
        at=deciding.updated,
    )


def outcome_of_report(report: DeliveryReport) -> MessageOutcome:
    """What a webhook tells; it has no price."""
    has_failed = report.final and not report.delivered
    return MessageOutcome(
        message_id=storable_id(report.message_id),
        channel=report.channel,
        status=_storable(report.status),
        final=report.final,
        delivered=report.delivered,
        sms_may_follow=report.channel == "viber" and has_failed and report.status != _CANCELLED,
        at=report.at,
    )


def storable_id(message_id: str) -> str:
    """The id as recipients and stray reports have it."""
    return storable_text(message_id).lower()


def _storable(word: str | None) -> str | None:
    return None if word is None else storable_text(word)
