from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.flag import Flag
from ..types import UNSET, Unset

T = TypeVar("T", bound="ChatMessagesRequest")


@_attrs_define
class ChatMessagesRequest:
    """Which messages to list. Without `chat_id`, those of all chats."""

    chat_id: int | Unset = UNSET
    """ The number of a chat, from `chat/recipients`. """
    page: int | Unset = UNSET
    """ The page, counted from 1. """
    rows: int | Unset = UNSET
    """ Rows of a page, 500 at most; 30 if not given. """
    new_only: Flag | Unset = UNSET
    """ 1 for yes. The service takes any other value, and the absence of the parameter, as no. """
    last_message_id: int | Unset = UNSET
    """ The number of a message in a chat. """
    sequence_id: str | Unset = UNSET
    """ The caller's identifier of the request, 32 characters at most. A second request with it to the same method
    within 14 days is not executed and answers 507 with the earlier result. Optional, and recommended for every
    request that creates something.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        chat_id = self.chat_id

        page = self.page

        rows = self.rows

        new_only: int | Unset = UNSET
        if not isinstance(self.new_only, Unset):
            new_only = self.new_only.value

        last_message_id = self.last_message_id

        sequence_id = self.sequence_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if chat_id is not UNSET:
            field_dict["chat_id"] = chat_id
        if page is not UNSET:
            field_dict["page"] = page
        if rows is not UNSET:
            field_dict["rows"] = rows
        if new_only is not UNSET:
            field_dict["new_only"] = new_only
        if last_message_id is not UNSET:
            field_dict["last_message_id"] = last_message_id
        if sequence_id is not UNSET:
            field_dict["sequence_id"] = sequence_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        chat_id = d.pop("chat_id", UNSET)

        page = d.pop("page", UNSET)

        rows = d.pop("rows", UNSET)

        _new_only = d.pop("new_only", UNSET)
        new_only: Flag | Unset
        if isinstance(_new_only, Unset):
            new_only = UNSET
        else:
            new_only = Flag(_new_only)

        last_message_id = d.pop("last_message_id", UNSET)

        sequence_id = d.pop("sequence_id", UNSET)

        chat_messages_request = cls(chat_id, page, rows, new_only, last_message_id, sequence_id)

        chat_messages_request.additional_properties = d
        return chat_messages_request

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
