from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ChatSessionsRequest")


@_attrs_define
class ChatSessionsRequest:
    """Which sessions to list. One of `chat_id` and `session_id` is required."""

    chat_id: int | Unset = UNSET
    """ The number of a chat, from `chat/recipients`. """
    session_id: int | Unset = UNSET
    """ The number of a session, from `chat/sessions` or a message of the chat. """
    page: int | Unset = UNSET
    """ The page, counted from 1. """
    rows: int | Unset = UNSET
    """ Rows of a page, 500 at most; 30 if not given. """
    sequence_id: str | Unset = UNSET
    """ The caller's identifier of the request, 32 characters at most. A second request with it to the same method
    within 14 days is not executed and answers 507 with the earlier result. Optional, and recommended for every
    request that creates something.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        chat_id = self.chat_id

        session_id = self.session_id

        page = self.page

        rows = self.rows

        sequence_id = self.sequence_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if chat_id is not UNSET:
            field_dict["chat_id"] = chat_id
        if session_id is not UNSET:
            field_dict["session_id"] = session_id
        if page is not UNSET:
            field_dict["page"] = page
        if rows is not UNSET:
            field_dict["rows"] = rows
        if sequence_id is not UNSET:
            field_dict["sequence_id"] = sequence_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        chat_id = d.pop("chat_id", UNSET)

        session_id = d.pop("session_id", UNSET)

        page = d.pop("page", UNSET)

        rows = d.pop("rows", UNSET)

        sequence_id = d.pop("sequence_id", UNSET)

        chat_sessions_request = cls(chat_id, session_id, page, rows, sequence_id)

        chat_sessions_request.additional_properties = d
        return chat_sessions_request

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
