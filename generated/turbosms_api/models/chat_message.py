from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ChatMessage")


@_attrs_define
class ChatMessage:
    """A message of a chat."""

    id: int
    """ The number of the message. """
    chat_id: int
    """ The chat it belongs to. """
    added: str
    """ A date and time of Kyiv without an offset. """
    type_: str
    """ `Inbox` from the recipient, `Outbox` to the recipient. """
    message: str
    """ The text, or an empty string. """
    status: str
    """ How far delivery is. `x-delivery-statuses` of the whole spec lists the known values and which are final;
    keep others as they are. """
    file_id: int
    """ The file, or 0 for none. The documentation's first sample has a `file_url` and no `file_id`, so look at
    both.
     """
    file_url: str
    """ Where the file is, or an empty string. """
    button_caption: str
    """ The text of the button of a promotional message, or an empty string. """
    button_action: str
    """ The link of that button, or an empty string. """
    session_id: int
    """ The session it was sent in, or 0 for none. """
    file_name: str | Unset = UNSET
    """ The name of the file, or an empty string. One of the documentation's samples has `file_source` in its place.
     """
    file_source: str | Unset = UNSET
    """ Stands in one sample of the documentation where the others, and its list of fields, have `file_name`.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        chat_id = self.chat_id

        added = self.added

        type_ = self.type_

        message = self.message

        status = self.status

        file_id = self.file_id

        file_url = self.file_url

        button_caption = self.button_caption

        button_action = self.button_action

        session_id = self.session_id

        file_name = self.file_name

        file_source = self.file_source

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "chat_id": chat_id,
                "added": added,
                "type": type_,
                "message": message,
                "status": status,
                "file_id": file_id,
                "file_url": file_url,
                "button_caption": button_caption,
                "button_action": button_action,
                "session_id": session_id,
            }
        )
        if file_name is not UNSET:
            field_dict["file_name"] = file_name
        if file_source is not UNSET:
            field_dict["file_source"] = file_source

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        chat_id = d.pop("chat_id")

        added = d.pop("added")

        type_ = d.pop("type")

        message = d.pop("message")

        status = d.pop("status")

        file_id = d.pop("file_id")

        file_url = d.pop("file_url")

        button_caption = d.pop("button_caption")

        button_action = d.pop("button_action")

        session_id = d.pop("session_id")

        file_name = d.pop("file_name", UNSET)

        file_source = d.pop("file_source", UNSET)

        chat_message = cls(
            id,
            chat_id,
            added,
            type_,
            message,
            status,
            file_id,
            file_url,
            button_caption,
            button_action,
            session_id,
            file_name,
            file_source,
        )

        chat_message.additional_properties = d
        return chat_message

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
