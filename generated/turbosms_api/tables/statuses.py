"""Delivery statuses and the reasons why Viber refuses a message. Documentation: message/status."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class DeliveryStatus(NamedTuple):
    """A status that a message can have."""

    name: str
    meaning: str
    final: bool
    """Whether waiting for another status is pointless."""
    delivered: bool
    """Whether the message has arrived."""


DELIVERY_STATUSES: Final[Mapping[str, DeliveryStatus]] = MappingProxyType(
    {
        "Queued": DeliveryStatus(
            name="Queued",
            meaning="Waiting to be processed; it will be sent.",
            final=False,
            delivered=False,
        ),
        "Accepted": DeliveryStatus(
            name="Accepted",
            meaning="Handed to the mobile network, which has not answered yet.",
            final=False,
            delivered=False,
        ),
        "Sent": DeliveryStatus(
            name="Sent",
            meaning="Sent and on its way to the recipient.",
            final=False,
            delivered=False,
        ),
        "Delivered": DeliveryStatus(
            name="Delivered",
            meaning="Arrived at the recipient. A Viber message may still become `Read`.",
            final=True,
            delivered=True,
        ),
        "Read": DeliveryStatus(
            name="Read",
            meaning="The recipient has opened it.",
            final=True,
            delivered=True,
        ),
        "Expired": DeliveryStatus(
            name="Expired",
            meaning="Its time to live ran out before it could be delivered.",
            final=True,
            delivered=False,
        ),
        "Undelivered": DeliveryStatus(
            name="Undelivered",
            meaning="Could not be delivered.",
            final=True,
            delivered=False,
        ),
        "Rejected": DeliveryStatus(
            name="Rejected",
            meaning="Was refused; for Viber, `rejected_status` says why.",
            final=True,
            delivered=False,
        ),
        "Unknown": DeliveryStatus(
            name="Unknown",
            meaning="The operator reported a state that says nothing; no further report is to be expected.",
            final=True,
            delivered=False,
        ),
        "Failed": DeliveryStatus(
            name="Failed",
            meaning="Could not be sent at all.",
            final=True,
            delivered=False,
        ),
        "Cancelled": DeliveryStatus(
            name="Cancelled",
            meaning="Was called off, and its price went back to the balance.",
            final=True,
            delivered=False,
        ),
    }
)
"""The documented statuses by name, in the order of the documentation; an answer may have others."""

REJECTION_REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "SRVC_NOT_VIBER_USER": "The recipient has no Viber account.",
        "SRVC_USER_BLOCKED": "The recipient has blocked this sender, or every business message.",
        "SRVC_NO_SUITABLE_DEVICE": "The recipient's Viber cannot receive business messages.",
    }
)
"""What each documented `rejected_status` means; an answer may have others."""
