"""What the methods of the module `message` answer. Times are aware, in Kyiv time; money is in UAH."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, Self

from ..reading import (
    CODES,
    raise_unless_from,
    read_code,
    read_flag,
    read_money,
    read_number,
    read_text,
    read_time,
)
from ..tables.result_codes import ResultCode
from ..tables.statuses import DELIVERY_STATUSES


class SendRow(NamedTuple):
    """What became of one recipient. An accepted one has a code of success (0, 800 or 801) and a `message_id`.

    Documentation: "message/send".
    """

    phone: str
    """The recipient."""
    code: ResultCode | int
    """The result in a number. `ResultCode` lists the known ones, and the published JSON Schemas take no other; a
    new one may appear at any time."""
    name: str
    """The name that belongs to the result code."""
    message_id: str | None
    """The id of the created message, or None if the recipient was refused."""
    extra: Mapping[str, Any]
    """Fields of the answer that the documentation does not know."""

    @classmethod
    def from_row(cls, row: object) -> Self | None:
        """A row of an answer, read tolerantly; None if it is no row, or lacks what makes it one."""
        if not isinstance(row, dict):
            return None
        rest = dict(row)
        phone = read_text(rest.pop("phone", None))
        if not phone:
            return None
        code = read_code(rest.pop("response_code", None))
        if code is None:
            return None
        return cls(
            phone,
            code,
            read_text(rest.pop("response_status", None)) or "",
            read_text(rest.pop("message_id", None)),
            rest,
        )

    @staticmethod
    def columns(rows: list[Any]) -> tuple[list[str], list[ResultCode | int], list[str], list[str | None]] | None:
        """The same for all rows at once, field by field, without those in `extra`; None unless each is as documented.

        There may be thousands: this takes a fraction of the time.
        """
        try:
            phone = [row["phone"] for row in rows]
            code = [row["response_code"] for row in rows]
            name = [row["response_status"] for row in rows]
            message_id = [row["message_id"] for row in rows]
            known = {*map(len, rows)} <= {4}
        except (IndexError, KeyError, TypeError) as error:
            raise_unless_from(error, globals())
            return None
        known = known and {*map(type, phone)} <= {str} and "" not in phone
        known = known and {*map(type, code)} <= {int}
        known = known and {*map(type, name)} <= {str}
        known = known and {*map(type, message_id)} <= {str, type(None)} and "" not in message_id
        code = [*map(CODES.get, code, code)] if known else []
        return (phone, code, name, message_id) if known else None

    def __repr__(self) -> str:
        return f"SendRow(code={self.code!r}, name={self.name!r}, message_id={self.message_id!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageStatus:
    """How far one message is; of one with a failure code nothing else is known.

    Documentation: "message/status".
    """

    status: str | None = None
    """How far delivery is. `DELIVERY_STATUSES` lists the known values and which are final; keep others as they
    are."""
    rejected_status: str | None = None
    """Why Viber did not take the message, or None. `REJECTION_REASONS` lists the known values. Viber only."""
    recipient: str | None = field(default=None, repr=False)
    """The number."""
    sent: dt.datetime | None = None
    """When it went out, or None while it waits in the queue."""
    updated: dt.datetime | None = None
    """When the status changed last."""
    click_time: dt.datetime | None = None
    """When the button was clicked, or None; Viber only."""
    message_id: str
    """The id that was asked for."""
    code: ResultCode | int
    """414 for an id that is not the account's, 307 for a malformed one."""
    type: str | None = None
    """The channel that was used, `sms` or `viber`."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Fields of the answer that the documentation does not know."""

    @property
    def final(self) -> bool:
        """Whether nothing more is to be waited for; so too if the service does not know the message."""
        if isinstance(self.code, ResultCode) and self.code.outcome == "failure":
            return True
        return (known := DELIVERY_STATUSES.get(self.status or "")) is not None and known.final

    @property
    def delivered(self) -> bool:
        """Whether the message arrived."""
        return (known := DELIVERY_STATUSES.get(self.status or "")) is not None and known.delivered

    @classmethod
    def from_row(cls, row: object) -> Self | None:
        """A row of an answer, read tolerantly; None if it is no row, or lacks what makes it one."""
        if not isinstance(row, dict):
            return None
        rest = dict(row)
        message_id = read_text(rest.pop("message_id", None))
        if not message_id:
            return None
        code = read_code(rest.pop("response_code", None))
        if code is None:
            return None
        rest.pop("response_status", None)
        return cls(
            status=read_text(rest.pop("status", None)),
            rejected_status=read_text(rest.pop("rejected_status", None)),
            recipient=read_text(rest.pop("recipient", None)),
            sent=read_time(rest.pop("sent", None)),
            updated=read_time(rest.pop("updated", None)),
            click_time=read_time(rest.pop("click_time", None)),
            message_id=message_id,
            code=code,
            type=read_text(rest.pop("type", None)),
            extra=rest,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDetails:
    """The SMS or the Viber half of a message; what a channel lacks is None.

    Documentation: "message/details".
    """

    status: str | None = None
    """How far delivery is. `DELIVERY_STATUSES` lists the known values and which are final; keep others as they
    are."""
    rejected_status: str | None = None
    """Why Viber did not take the message, or None. `REJECTION_REASONS` lists the known values. Viber only."""
    recipient: str | None = field(default=None, repr=False)
    """The number."""
    sent: dt.datetime | None = None
    """When it went out, or None while it waits."""
    updated: dt.datetime | None = None
    """When the status changed last."""
    click_time: dt.datetime | None = None
    """When the button was clicked, or None."""
    sender: str | None = None
    """The name that the recipient sees."""
    text: str | None = field(default=None, repr=False)
    """The text, or None."""
    added: dt.datetime | None = None
    """When it was created."""
    start: dt.datetime | None = None
    """The time it was scheduled for, or None."""
    price: Decimal | None = None
    """What it cost, in UAH; 0 if Viber did not take it."""
    ttl: int | None = None
    """For how many seconds it is kept for delivery."""
    segments: int | None = None
    """The number of SMS segments that were charged."""
    caption: str | None = None
    """The text of the button or the name of the file, or None."""
    action: str | None = None
    """The link of the button, or None."""
    file_id: int | None = None
    """The file, or None."""
    is_transactional: bool | None = None
    """True for a transactional message."""
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

    @classmethod
    def from_row(cls, row: object) -> Self | None:
        """A row of an answer, read tolerantly; None if it is no row, or lacks what makes it one."""
        if not isinstance(row, dict):
            return None
        rest = dict(row)
        return cls(
            status=read_text(rest.pop("status", None)),
            rejected_status=read_text(rest.pop("rejected_status", None)),
            recipient=read_text(rest.pop("recipient", None)),
            sent=read_time(rest.pop("sent", None)),
            updated=read_time(rest.pop("updated", None)),
            click_time=read_time(rest.pop("click_time", None)),
            sender=read_text(rest.pop("sender", None)),
            text=read_text(rest.pop("text", None)),
            added=read_time(rest.pop("added", None)),
            start=read_time(rest.pop("start", None)),
            price=read_money(rest.pop("price", None)),
            ttl=read_number(rest.pop("ttl", None)),
            segments=read_number(rest.pop("segments", None)),
            caption=read_text(rest.pop("caption", None)),
            action=read_text(rest.pop("action", None)),
            file_id=read_number(rest.pop("file_id", None)) or None,
            is_transactional=read_flag(rest.pop("is_transactional", None)),
            extra=rest,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDetails:
    """What was sent under one id.

    Documentation: "message/details".
    """

    message_id: str
    """The id that was asked for."""
    code: ResultCode | int
    """414 for an id that is not the account's, 307 for a malformed one."""
    viber: ChannelDetails | None = None
    """The Viber message, or None if none was created."""
    sms: ChannelDetails | None = None
    """The SMS, or None if none was created."""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Fields of the answer that the documentation does not know."""

    @classmethod
    def from_row(cls, row: object) -> Self | None:
        """A row of an answer, read tolerantly; None if it is no row, or lacks what makes it one."""
        if not isinstance(row, dict):
            return None
        rest = dict(row)
        message_id = read_text(rest.pop("message_id", None))
        if not message_id:
            return None
        code = read_code(rest.pop("response_code", None))
        if code is None:
            return None
        found = rest.pop("viber", None)
        viber = ChannelDetails.from_row(found) if found else None
        if found and viber is None:
            return None
        found = rest.pop("sms", None)
        sms = ChannelDetails.from_row(found) if found else None
        if found and sms is None:
            return None
        rest.pop("response_status", None)
        return cls(
            message_id=message_id,
            code=code,
            viber=viber,
            sms=sms,
            extra=rest,
        )
