"""Delivery statuses and the reasons why Viber refuses a message. Documentation: message/status."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from .texts import text_in

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

    def name_in(self, language: str) -> str:
        """The name for people in `"en"` or `"uk"`; programs and the service know the English one.

        Raises:
            ValueError: It is in no other language.
        """
        return text_in(language, "status_name", self.name, self.name)

    def meaning_in(self, language: str) -> str:
        """The meaning in `"en"` or `"uk"`.

        Raises:
            ValueError: It is in no other language.
        """
        return text_in(language, "status", self.name, self.meaning)


class RejectionReason(NamedTuple):
    """Why Viber did not take a message."""

    name: str
    meaning: str

    def meaning_in(self, language: str) -> str:
        """The meaning in `"en"` or `"uk"`.

        Raises:
            ValueError: It is in no other language.
        """
        return text_in(language, "rejection_reason", self.name, self.meaning)


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

REJECTION_REASONS: Final[Mapping[str, RejectionReason]] = MappingProxyType(
    {
        "SRVC_NOT_VIBER_USER": RejectionReason(
            name="SRVC_NOT_VIBER_USER",
            meaning="The recipient has no Viber account.",
        ),
        "SRVC_USER_BLOCKED": RejectionReason(
            name="SRVC_USER_BLOCKED",
            meaning="The recipient has blocked this sender, or every business message.",
        ),
        "SRVC_NO_SUITABLE_DEVICE": RejectionReason(
            name="SRVC_NO_SUITABLE_DEVICE",
            meaning="The recipient's Viber cannot receive business messages.",
        ),
    }
)
"""What each documented `rejected_status` means, by name; an answer may have others."""
