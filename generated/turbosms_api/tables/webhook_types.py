"""What the service calls back with: types of events, the words of statuses, and when calls are repeated."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from .texts import text_in

if TYPE_CHECKING:
    from collections.abc import Mapping

Channel: TypeAlias = Literal["sms", "viber"]


class WebhookType(NamedTuple):
    """A type of event."""

    name: str
    meaning: str
    interface: Literal["http", "sql", "soap", "smpp"]
    """The interface of the service that it belongs to."""
    event: str | None
    """The class of `webhook_events`; None for the other interfaces, whose events are not described."""
    channel: Channel

    def meaning_in(self, language: str) -> str:
        """The meaning in `"en"` or `"uk"`.

        Raises:
            ValueError: It is in no other language.
        """
        return text_in(language, "webhook_type", self.name, self.meaning)


WEBHOOK_TYPES: Final[Mapping[str, WebhookType]] = MappingProxyType(
    {
        "DLR_SMS_API": WebhookType(
            name="DLR_SMS_API",
            meaning="What became of an SMS that was sent by the HTTP API.",
            interface="http",
            event="DeliveryReport",
            channel="sms",
        ),
        "DLR_VIBER_API": WebhookType(
            name="DLR_VIBER_API",
            meaning="What became of a Viber message that was sent by the HTTP API.",
            interface="http",
            event="DeliveryReport",
            channel="viber",
        ),
        "DLR_VIBER_SESSION": WebhookType(
            name="DLR_VIBER_SESSION",
            meaning="What became of a message that was written in a Viber chat.",
            interface="http",
            event="DeliveryReport",
            channel="viber",
        ),
        "INBOX_VIBER_SESSION": WebhookType(
            name="INBOX_VIBER_SESSION",
            meaning="A recipient has written in a Viber chat.",
            interface="http",
            event="IncomingMessage",
            channel="viber",
        ),
        "VIBER_BUTTON_CLICK": WebhookType(
            name="VIBER_BUTTON_CLICK",
            meaning="A recipient has clicked the button of a Viber message.",
            interface="http",
            event="ButtonClick",
            channel="viber",
        ),
        "DLR_SMS_SQL": WebhookType(
            name="DLR_SMS_SQL",
            meaning="What became of an SMS that was sent by the SQL interface, which this spec does not describe.",
            interface="sql",
            event=None,
            channel="sms",
        ),
        "DLR_SMS_SOAP": WebhookType(
            name="DLR_SMS_SOAP",
            meaning="What became of an SMS that was sent by the SOAP interface, which this spec does not describe.",
            interface="soap",
            event=None,
            channel="sms",
        ),
        "DLR_SMS_SMPP": WebhookType(
            name="DLR_SMS_SMPP",
            meaning="What became of an SMS that was sent over SMPP, which this spec does not describe.",
            interface="smpp",
            event=None,
            channel="sms",
        ),
    }
)
"""The known types by name; the service may call with others."""

WEBHOOK_STATUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "DELIVRD": "Delivered",
        "UNDELIV": "Undelivered",
        "REJECTD": "Rejected",
        "EXPIRED": "Expired",
        "READ": "Read",
        "Sent": "Sent",
        "Accepted": "Accepted",
        "In Queue": "Queued",
        "In Process": "Queued",
    }
)
"""The words that were seen, with the delivery status that each stands for. The names of DELIVERY_STATUSES occur, too."""

WEBHOOK_REPEATS: Final[tuple[int, ...]] = (1, 3, 5, 10, 15, 20, 30, 60, 120)
"""After how many minutes a call that was not answered with 200 is repeated, each counted from the attempt before."""
