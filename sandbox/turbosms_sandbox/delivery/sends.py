"""What a send creates. What all its recipients share is stored once, in an `ExecutedSend`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from turbosms_sandbox.delivery.behaviours import ORDINARY, RecipientBehaviour


class SmsContent(NamedTuple):
    """The SMS of a send.

    `price` is in kopecks; `start` is the requested start time, if there was one.
    """

    sender: str
    text: str
    start: float | None
    segments: int
    price: int
    is_flash: bool


class ViberContent(NamedTuple):
    """The Viber message of a send.

    `kind` is a key of the table of kinds, `rate` is how it is charged.
    """

    sender: str
    text: str
    start: float | None
    ttl: int
    price: int
    kind: str
    rate: str
    caption: str
    action: str
    image_url: str
    file_id: int
    count_clicks: bool
    is_transactional: bool

    @property
    def has_button(self) -> bool:
        """Whether there is something to click on: a link, or a file behind the button."""
        return bool(self.caption) and self.kind != "file"


ChannelContent: TypeAlias = "SmsContent | ViberContent"


def highest_price(viber: ViberContent | None, sms: SmsContent | None) -> int:
    """The most that a recipient may cost: for a hybrid, its more expensive channel (A-59)."""
    viber_price = 0 if viber is None else viber.price
    sms_price = 0 if sms is None else sms.price
    return max(viber_price, sms_price)


class ExecutedSend(NamedTuple):
    """One executed send. With both contents it is a hybrid: Viber first, SMS if that fails."""

    created: float
    immediate: bool
    viber: ViberContent | None
    sms: SmsContent | None

    @property
    def contents(self) -> list[ChannelContent]:
        return [content for content in (self.viber, self.sms) if content is not None]

    @property
    def price(self) -> int:
        return highest_price(self.viber, self.sms)

    @property
    def is_deferred(self) -> bool:
        viber_start = None if self.viber is None else self.viber.start
        sms_start = None if self.sms is None else self.sms.start
        return viber_start is not None or sms_start is not None


class ReadReceipt(NamedTuple):
    """When a tester had the recipient read a Viber message, and click its button."""

    read: float
    clicked: float | None = None


@dataclass(eq=False, slots=True)
class StoredMessage:
    """What one recipient gets."""

    id: str
    recipient: str
    send: ExecutedSend
    behaviour: RecipientBehaviour = ORDINARY
    """How the recipient behaved when this was sent."""
    read_receipt: ReadReceipt | None = None
    deleted: bool = False
    """Whether a tester deleted it from the list of sent messages."""
