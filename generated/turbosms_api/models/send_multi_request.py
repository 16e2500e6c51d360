from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.send_request import SendRequest


T = TypeVar("T", bound="SendMultiRequest")


@_attrs_define
class SendMultiRequest:
    """`message/send` requests under keys of the caller's choice, except `token`, which is none, and `sequence_id`, which
    names the call.

    """

    sequence_id: str | Unset = UNSET
    """ The caller's identifier of the request, 32 characters at most. A second request with it to the same method
    within 14 days is not executed and answers 507 with the earlier result. Optional, and recommended for every
    request that creates something.
     """
    additional_properties: dict[str, SendRequest] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        sequence_id = self.sequence_id

        field_dict: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            field_dict[prop_name] = prop.to_dict()

        field_dict.update({})
        if sequence_id is not UNSET:
            field_dict["sequence_id"] = sequence_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.send_request import SendRequest  # noqa: PLC0415

        d = dict(src_dict)
        sequence_id = d.pop("sequence_id", UNSET)

        send_multi_request = cls(sequence_id)

        additional_properties = {}
        for prop_name, prop_dict in d.items():
            additional_property = SendRequest.from_dict(prop_dict)

            additional_properties[prop_name] = additional_property

        send_multi_request.additional_properties = additional_properties
        return send_multi_request

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> SendRequest:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: SendRequest) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
