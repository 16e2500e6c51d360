"""What became of messages: the answers of `message/status` and `message/details`. Times are aware, in Kyiv time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from turbosms_api.tables.statuses import DELIVERY_STATUSES

from ._outcome import is_refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from decimal import Decimal

    from turbosms_api.tables.result_codes import ResultCode


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    status: str | None = None
    """A delivery status such as `Delivered`; a word that is not documented is kept, and says nothing."""
    rejected_status: str | None = None
    """Why Viber did not take it, such as `SRVC_NOT_VIBER_USER`."""
    recipient: str | None = field(default=None, repr=False)
    sent: dt.datetime | None = None
    """When it was sent; None while it waits in the queue."""
    updated: dt.datetime | None = None
    click_time: dt.datetime | None = None
    """When the button was clicked; only with `count_clicks`."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Fields of the answer that the documentation does not know."""

    @property
    def final(self) -> bool:
        """Whether nothing more is to be waited for. `Delivered` counts, though a Viber message may still be read."""
        return (known := DELIVERY_STATUSES.get(self.status or "")) is not None and known.final

    @property
    def delivered(self) -> bool:
        """Whether the message arrived."""
        return (known := DELIVERY_STATUSES.get(self.status or "")) is not None and known.delivered


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageStatus(_Course):
    """Where one message is. Documentation: "message/status"."""

    message_id: str
    code: ResultCode | int
    """414 for an id that is not the account's, 307 for a malformed one."""
    type: str | None = None
    """The channel of the message as it stands: `viber` or `sms`."""

    @property
    def final(self) -> bool:
        """Whether nothing more is to be waited for; so too if the service does not know the message."""
        return is_refusal(self.code) or super(MessageStatus, self).final


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDetails(_Course):
    """The SMS or the Viber half of a message; what a channel lacks is None. Documentation: "message/details"."""

    sender: str | None = None
    text: str | None = field(default=None, repr=False)
    added: dt.datetime | None = None
    start: dt.datetime | None = None
    """The time it was scheduled for."""
    price: Decimal | None = None
    """In UAH; 0 for a rejected Viber message."""
    ttl: int | None = None
    """Seconds in which it has to be delivered."""
    segments: int | None = None
    caption: str | None = None
    action: str | None = None
    file_id: int | None = None
    is_transactional: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDetails:
    """What was sent under one id, on each channel. Documentation: "message/details"."""

    message_id: str
    code: ResultCode | int
    """414 for an id that is not the account's, 307 for a malformed one."""
    viber: ChannelDetails | None = None
    sms: ChannelDetails | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Fields of the answer that the documentation does not know."""

    @property
    def awaits_sms(self) -> bool:
        """Whether Viber has failed and there is no SMS: for a hybrid, not yet the end, unless it was cancelled."""
        half = self.viber if self.sms is None else None
        return half is not None and half.final and not half.delivered and half.status != "Cancelled"

    @property
    def deciding(self) -> ChannelDetails | None:
        """The half that decides: Viber, until it has failed and there is an SMS."""
        failed = self.viber is None or (self.viber.final and not self.viber.delivered)
        return self.sms if failed and self.sms is not None else self.viber

    @property
    def final(self) -> bool:
        """Whether nothing more is to be waited for; so too if the service does not know the message."""
        return is_refusal(self.code) or (self.deciding is not None and self.deciding.final)

    @property
    def delivered(self) -> bool:
        """Whether the message arrived, on either channel."""
        return self.deciding is not None and self.deciding.delivered

    @property
    def price(self) -> Decimal | None:
        """What both halves cost together, in UAH; None if the answer names no price."""
        prices = [half.price for half in (self.viber, self.sms) if half is not None and half.price is not None]
        return sum(prices[1:], prices[0]) if prices else None

    def as_status(self) -> MessageStatus:
        """The same in the form of `message/status`: the deciding half, and why Viber failed if it did."""
        if self.deciding is None:
            return MessageStatus(message_id=self.message_id, code=self.code)
        values = {name: getattr(self.deciding, name) for name in ("status", "recipient", "sent", "updated", "extra")}
        values |= {name: getattr(self.viber, name, None) for name in ("rejected_status", "click_time")}
        channel = "viber" if self.deciding is self.viber else "sms"
        return MessageStatus(message_id=self.message_id, code=self.code, type=channel, **values)
