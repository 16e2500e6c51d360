from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="FileAddRequest")


@_attrs_define
class FileAddRequest:
    """A file, in one of two forms."""

    data: str | Unset = UNSET
    """ A file as a data URI after RFC 2397, in base64 or percent-encoded; 3 MB of content at most. An empty text,
    as the
    documentation shows it, is no file.
     """
    url: str | Unset = UNSET
    """ An address from which the service fetches the file; 3 MB at most. """
    sequence_id: str | Unset = UNSET
    """ The caller's identifier of the request, 32 characters at most. A second request with it to the same method
    within 14 days is not executed and answers 507 with the earlier result. Optional, and recommended for every
    request that creates something.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        data = self.data

        url = self.url

        sequence_id = self.sequence_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if data is not UNSET:
            field_dict["data"] = data
        if url is not UNSET:
            field_dict["url"] = url
        if sequence_id is not UNSET:
            field_dict["sequence_id"] = sequence_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        data = d.pop("data", UNSET)

        url = d.pop("url", UNSET)

        sequence_id = d.pop("sequence_id", UNSET)

        file_add_request = cls(data, url, sequence_id)

        file_add_request.additional_properties = d
        return file_add_request

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
