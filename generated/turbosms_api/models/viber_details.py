from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ViberDetails")


@_attrs_define
class ViberDetails:
    """A Viber message."""

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
    """ The text, or an empty string. """
    recipient: str
    """ The number. """
    status: str
    """ How far delivery is. `x-delivery-statuses` of the whole spec lists the known values and which are final;
    keep others as they are. """
    rejected_status: str
    """ Why Viber did not take the message, or an empty string. `x-rejection-reasons` of the whole spec lists the
    known values. Viber only. """
    price: float
    """ What it cost, in UAH; 0 if Viber did not take it. """
    ttl: int
    """ For how many seconds it is kept for delivery. """
    caption: str
    """ The text of the button or the name of the file, or an empty string. """
    action: str
    """ The link of the button, or an empty string. """
    file_id: int
    """ The file, or 0 for none. """
    click_time: None | str
    """ When the button was clicked, or null. """
    is_transactional: int
    """ 1 for a transactional message. """
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

        rejected_status = self.rejected_status

        price = self.price

        ttl = self.ttl

        caption = self.caption

        action = self.action

        file_id = self.file_id

        click_time: None | str
        click_time = self.click_time

        is_transactional = self.is_transactional

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
                "rejected_status": rejected_status,
                "price": price,
                "ttl": ttl,
                "caption": caption,
                "action": action,
                "file_id": file_id,
                "click_time": click_time,
                "is_transactional": is_transactional,
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

        rejected_status = src_dict["rejected_status"]

        price = src_dict["price"]

        ttl = src_dict["ttl"]

        caption = src_dict["caption"]

        action = src_dict["action"]

        file_id = src_dict["file_id"]

        click_time: None | str = src_dict["click_time"]

        is_transactional = src_dict["is_transactional"]

        viber_details = cls(
            added,
            start,
            sent,
            updated,
            sender,
            text,
            recipient,
            status,
            rejected_status,
            price,
            ttl,
            caption,
            action,
            file_id,
            click_time,
            is_transactional,
        )

        if len(src_dict) > 16:
            known = {
                "added",
                "start",
                "sent",
                "updated",
                "sender",
                "text",
                "recipient",
                "status",
                "rejected_status",
                "price",
                "ttl",
                "caption",
                "action",
                "file_id",
                "click_time",
                "is_transactional",
            }
            rest = {key: value for key, value in src_dict.items() if key not in known}
            viber_details.additional_properties = rest
        return viber_details

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
