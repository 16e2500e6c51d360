from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ChatRecipient")


@_attrs_define
class ChatRecipient:
    """A recipient with whom a sender has a chat."""

    chat_id: int
    """ The number of the chat. """
    number: str
    """ The recipient's phone number in international form. """
    contact_id: int
    """ The card in the account's contact book, or 0 for none. """
    name: str
    """ The name on that card, or an empty string. """
    total_messages: int
    """ All messages of the chat, in and out, however they were sent. """
    unread_messages: int
    """ Unread incoming messages. """
    last_message_date: str
    """ A date and time of Kyiv without an offset. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        chat_id = self.chat_id

        number = self.number

        contact_id = self.contact_id

        name = self.name

        total_messages = self.total_messages

        unread_messages = self.unread_messages

        last_message_date = self.last_message_date

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "chat_id": chat_id,
                "number": number,
                "contact_id": contact_id,
                "name": name,
                "total_messages": total_messages,
                "unread_messages": unread_messages,
                "last_message_date": last_message_date,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        chat_id = src_dict["chat_id"]

        number = src_dict["number"]

        contact_id = src_dict["contact_id"]

        name = src_dict["name"]

        total_messages = src_dict["total_messages"]

        unread_messages = src_dict["unread_messages"]

        last_message_date = src_dict["last_message_date"]

        chat_recipient = cls(chat_id, number, contact_id, name, total_messages, unread_messages, last_message_date)

        if len(src_dict) > 7:
            known = {
                "chat_id",
                "number",
                "contact_id",
                "name",
                "total_messages",
                "unread_messages",
                "last_message_date",
            }
            rest = {key: value for key, value in src_dict.items() if key not in known}
            chat_recipient.additional_properties = rest
        return chat_recipient

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
