from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="SendRow")


@_attrs_define
class SendRow:
    """What became of one recipient. An accepted one has a code of success (0, 800 or 801) and a `message_id`."""

    phone: str
    """ The recipient. """
    response_code: int
    """ The result in a number. `x-result-codes` of the whole spec lists the known ones, and the published JSON
    Schemas take no other; a new one may appear at any time. """
    message_id: None | str
    """ The id of the created message, or null if the recipient was refused. """
    response_status: str
    """ The name that belongs to the result code. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        phone = self.phone

        response_code = self.response_code

        message_id: None | str
        message_id = self.message_id

        response_status = self.response_status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "phone": phone,
                "response_code": response_code,
                "message_id": message_id,
                "response_status": response_status,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        phone = src_dict["phone"]

        response_code = src_dict["response_code"]

        message_id: None | str = src_dict["message_id"]

        response_status = src_dict["response_status"]

        send_row = cls(phone, response_code, message_id, response_status)

        if len(src_dict) > 4:
            known = {"phone", "response_code", "message_id", "response_status"}
            rest = {key: value for key, value in src_dict.items() if key not in known}
            send_row.additional_properties = rest
        return send_row

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
