from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="StoredFile")


@_attrs_define
class StoredFile:
    """An uploaded file."""

    id: int
    """ The number of the file, for `file_id` in Viber messages. """
    link: str
    """ A public link to the file. """
    source: str
    """ Where the file came from when it was uploaded by URL. """
    size: int
    """ The size in bytes. """
    created: str
    """ A date and time of Kyiv without an offset. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        link = self.link

        source = self.source

        size = self.size

        created = self.created

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "link": link,
                "source": source,
                "size": size,
                "created": created,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        id = src_dict["id"]

        link = src_dict["link"]

        source = src_dict["source"]

        size = src_dict["size"]

        created = src_dict["created"]

        stored_file = cls(id, link, source, size, created)

        if len(src_dict) > 5:
            known = {"id", "link", "source", "size", "created"}
            rest = {key: value for key, value in src_dict.items() if key not in known}
            stored_file.additional_properties = rest
        return stored_file

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
