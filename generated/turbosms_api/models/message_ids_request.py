from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="MessageIdsRequest")


@_attrs_define
class MessageIdsRequest:
    """The messages to report on."""

    messages: list[str]
    """ The message ids, an array even for one. The documentation names no limit. """
    sequence_id: str | Unset = UNSET
    """ The caller's identifier of the request, 32 characters at most. A second request with it to the same method
    within 14 days is not executed and answers 507 with the earlier result. Optional, and recommended for every
    request that creates something.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        messages = self.messages

        sequence_id = self.sequence_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "messages": messages,
            }
        )
        if sequence_id is not UNSET:
            field_dict["sequence_id"] = sequence_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        messages = cast(list[str], d.pop("messages"))

        sequence_id = d.pop("sequence_id", UNSET)

        message_ids_request = cls(messages, sequence_id)

        message_ids_request.additional_properties = d
        return message_ids_request

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
