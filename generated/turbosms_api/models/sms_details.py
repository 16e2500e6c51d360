from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="SmsDetails")


@_attrs_define
class SmsDetails:
    """An SMS."""

    added: str
    """ A date and time of Kyiv without an offset. """
    start: None | str
    """ The time it was scheduled for, or null. """
    sent: None | str
    """ When it went out, or null while it waits. """
    updated: None | str
    """ When the status changed last. """
    sender: str
    """ The name that the recipient sees. """
    text: str
    """ The text. """
    recipient: str
    """ The number. """
    status: str
    """ How far delivery is. `x-delivery-statuses` of the whole spec lists the known values and which are final;
    keep others as they are. """
    price: float
    """ What it cost, in UAH. """
    segments: int
    """ The number of SMS segments that were charged. """
    ttl: int
    """ How long delivery is tried, in seconds. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        added = self.added

        start: None | str
        start = self.start

        sent: None | str
        sent = self.sent

        updated: None | str
        updated = self.updated

        sender = self.sender

        text = self.text

        recipient = self.recipient

        status = self.status

        price = self.price

        segments = self.segments

        ttl = self.ttl

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "added": added,
                "start": start,
                "sent": sent,
                "updated": updated,
                "sender": sender,
                "text": text,
                "recipient": recipient,
                "status": status,
                "price": price,
                "segments": segments,
                "ttl": ttl,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        added = src_dict["added"]

        start: None | str = src_dict["start"]

        sent: None | str = src_dict["sent"]

        updated: None | str = src_dict["updated"]

        sender = src_dict["sender"]

        text = src_dict["text"]

        recipient = src_dict["recipient"]

        status = src_dict["status"]

        price = src_dict["price"]

        segments = src_dict["segments"]

        ttl = src_dict["ttl"]

        sms_details = cls(added, start, sent, updated, sender, text, recipient, status, price, segments, ttl)

        if len(src_dict) > 11:
            known = {
                "added",
                "start",
                "sent",
                "updated",
                "sender",
                "text",
                "recipient",
                "status",
                "price",
                "segments",
                "ttl",
            }
            rest = {key: value for key, value in src_dict.items() if key not in known}
            sms_details.additional_properties = rest
        return sms_details

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
