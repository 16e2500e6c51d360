from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="PingResponse")


@_attrs_define
class PingResponse:
    """The answer of every `ping`."""

    response_code: int
    """ The result in a number. `x-result-codes` of the whole spec lists the known ones, and the published JSON
    Schemas take no other; a new one may appear at any time. """
    response_status: str
    """ The name that belongs to the result code. """
    response_result: Any
    """ Always null. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        response_code = self.response_code

        response_status = self.response_status

        response_result = self.response_result

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "response_code": response_code,
                "response_status": response_status,
                "response_result": response_result,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        response_code = src_dict["response_code"]

        response_status = src_dict["response_status"]

        response_result = src_dict["response_result"]

        ping_response = cls(response_code, response_status, response_result)

        if len(src_dict) > 3:
            known = {"response_code", "response_status", "response_result"}
            rest = {key: value for key, value in src_dict.items() if key not in known}
            ping_response.additional_properties = rest
        return ping_response

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
