from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="StatusRow")


@_attrs_define
class StatusRow:
    """How far one message is. A row with a failure code has `message_id` and the two of the code only."""

    message_id: str
    """ The id that was asked for. """
    response_code: int
    """ The result in a number. `x-result-codes` of the whole spec lists the known ones, and the published JSON
    Schemas take no other; a new one may appear at any time. """
    response_status: str
    """ The name that belongs to the result code. """
    recipient: str | Unset = UNSET
    """ The number. """
    sent: None | str | Unset = UNSET
    """ When it went out, or null while it waits in the queue. """
    updated: None | str | Unset = UNSET
    """ When the status changed last. """
    status: str | Unset = UNSET
    """ How far delivery is. `x-delivery-statuses` of the whole spec lists the known values and which are final;
    keep others as they are. """
    type_: str | Unset = UNSET
    """ The channel that was used, `sms` or `viber`. """
    rejected_status: str | Unset = UNSET
    """ Why Viber did not take the message, or an empty string. `x-rejection-reasons` of the whole spec lists the
    known values. Viber only. """
    click_time: None | str | Unset = UNSET
    """ When the button was clicked, or null; Viber only. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        message_id = self.message_id

        response_code = self.response_code

        response_status = self.response_status

        recipient = self.recipient

        sent: None | str | Unset
        if isinstance(self.sent, Unset):
            sent = UNSET
        else:
            sent = self.sent

        updated: None | str | Unset
        if isinstance(self.updated, Unset):
            updated = UNSET
        else:
            updated = self.updated

        status = self.status

        type_ = self.type_

        rejected_status = self.rejected_status

        click_time: None | str | Unset
        if isinstance(self.click_time, Unset):
            click_time = UNSET
        else:
            click_time = self.click_time

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "message_id": message_id,
                "response_code": response_code,
                "response_status": response_status,
            }
        )
        if recipient is not UNSET:
            field_dict["recipient"] = recipient
        if sent is not UNSET:
            field_dict["sent"] = sent
        if updated is not UNSET:
            field_dict["updated"] = updated
        if status is not UNSET:
            field_dict["status"] = status
        if type_ is not UNSET:
            field_dict["type"] = type_
        if rejected_status is not UNSET:
            field_dict["rejected_status"] = rejected_status
        if click_time is not UNSET:
            field_dict["click_time"] = click_time

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        message_id = d.pop("message_id")

        response_code = d.pop("response_code")

        response_status = d.pop("response_status")

        recipient = d.pop("recipient", UNSET)

        sent: None | str | Unset = d.pop("sent", UNSET)

        updated: None | str | Unset = d.pop("updated", UNSET)

        status = d.pop("status", UNSET)

        type_ = d.pop("type", UNSET)

        rejected_status = d.pop("rejected_status", UNSET)

        click_time: None | str | Unset = d.pop("click_time", UNSET)

        status_row = cls(
            message_id,
            response_code,
            response_status,
            recipient,
            sent,
            updated,
            status,
            type_,
            rejected_status,
            click_time,
        )

        status_row.additional_properties = d
        return status_row

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
