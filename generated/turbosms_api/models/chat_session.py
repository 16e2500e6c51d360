from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ChatSession")


@_attrs_define
class ChatSession:
    """A session of 24 hours in which session messages may be sent."""

    id: int
    """ The number of the session. """
    price: float
    """ Its price in UAH, taken from the balance of the sender or of the account. """
    started: str
    """ A date and time of Kyiv without an offset. """
    ended: None | str
    """ When it ended, or null while it is open. """
    sent_messages: int
    """ Session messages that were sent in it. """
    unreplied_messages: int
    """ How many of them, the last in a row, have no answer. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        price = self.price

        started = self.started

        ended: None | str
        ended = self.ended

        sent_messages = self.sent_messages

        unreplied_messages = self.unreplied_messages

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "price": price,
                "started": started,
                "ended": ended,
                "sent_messages": sent_messages,
                "unreplied_messages": unreplied_messages,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        id = src_dict["id"]

        price = src_dict["price"]

        started = src_dict["started"]

        ended: None | str = src_dict["ended"]

        sent_messages = src_dict["sent_messages"]

        unreplied_messages = src_dict["unreplied_messages"]

        chat_session = cls(id, price, started, ended, sent_messages, unreplied_messages)

        if len(src_dict) > 6:
            known = {"id", "price", "started", "ended", "sent_messages", "unreplied_messages"}
            rest = {key: value for key, value in src_dict.items() if key not in known}
            chat_session.additional_properties = rest
        return chat_session

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
