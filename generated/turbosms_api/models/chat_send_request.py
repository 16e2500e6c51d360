from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ChatSendRequest")


@_attrs_define
class ChatSendRequest:
    """A text (`message`) or a file (`file_data`, or `file_url` instead of it)."""

    chat_id: int
    """ The number of a chat, from `chat/recipients`. """
    message: str | Unset = UNSET
    """ The text of a Viber message, 1000 characters at most. """
    file_name: str | Unset = UNSET
    """ The name of a file as the recipient sees it, 25 characters at most. """
    file_data: str | Unset = UNSET
    """ A file as a data URI after RFC 2397, in base64 or percent-encoded; 3 MB of content at most. An empty text,
    as the
    documentation shows it, is no file.
     """
    file_url: str | Unset = UNSET
    """ An address from which the service fetches the file; 3 MB at most. """
    sequence_id: str | Unset = UNSET
    """ The caller's identifier of the request, 32 characters at most. A second request with it to the same method
    within 14 days is not executed and answers 507 with the earlier result. Optional, and recommended for every
    request that creates something.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        chat_id = self.chat_id

        message = self.message

        file_name = self.file_name

        file_data = self.file_data

        file_url = self.file_url

        sequence_id = self.sequence_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "chat_id": chat_id,
            }
        )
        if message is not UNSET:
            field_dict["message"] = message
        if file_name is not UNSET:
            field_dict["file_name"] = file_name
        if file_data is not UNSET:
            field_dict["file_data"] = file_data
        if file_url is not UNSET:
            field_dict["file_url"] = file_url
        if sequence_id is not UNSET:
            field_dict["sequence_id"] = sequence_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        chat_id = d.pop("chat_id")

        message = d.pop("message", UNSET)

        file_name = d.pop("file_name", UNSET)

        file_data = d.pop("file_data", UNSET)

        file_url = d.pop("file_url", UNSET)

        sequence_id = d.pop("sequence_id", UNSET)

        chat_send_request = cls(chat_id, message, file_name, file_data, file_url, sequence_id)

        chat_send_request.additional_properties = d
        return chat_send_request

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
