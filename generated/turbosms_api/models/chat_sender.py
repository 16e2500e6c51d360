from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ChatSender")


@_attrs_define
class ChatSender:
    """A Viber sender of the account."""

    id: int
    """ The number of the sender, for the other methods of the module. """
    name: str
    """ The name that recipients see. """
    status: str
    """ Whether it is active. The documentation describes `ok` and `frozen` in small letters and shows `OK` in its
    sample, so compare without regard to case.
     """
    logo_url: str
    """ The path of the logo on the service's domain. """
    start_date: str
    """ The day the sender began to work, `YYYY-MM-DD`. """
    reserve: float
    """ The amount set aside for the following months, in UAH. """
    spent: float
    """ What it has spent in this calendar month, in UAH. """
    balance: float
    """ What is left on its own balance for sending, in UAH. """
    paid_date: str
    """ The day up to which it is paid, `YYYY-MM-DD`. """
    is_2way: int
    """ 1 if recipients can write to it. """
    recipients: int
    """ How many recipients it has chats with; two-way senders only, otherwise 0. """
    unread_messages: int
    """ Unread incoming messages; two-way senders only, otherwise 0. """
    last_message_date: str
    """ A date and time of Kyiv without an offset, or an empty string. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        status = self.status

        logo_url = self.logo_url

        start_date = self.start_date

        reserve = self.reserve

        spent = self.spent

        balance = self.balance

        paid_date = self.paid_date

        is_2way = self.is_2way

        recipients = self.recipients

        unread_messages = self.unread_messages

        last_message_date = self.last_message_date

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "status": status,
                "logo_url": logo_url,
                "start_date": start_date,
                "reserve": reserve,
                "spent": spent,
                "balance": balance,
                "paid_date": paid_date,
                "2way": is_2way,
                "recipients": recipients,
                "unread_messages": unread_messages,
                "last_message_date": last_message_date,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        id = src_dict["id"]

        name = src_dict["name"]

        status = src_dict["status"]

        logo_url = src_dict["logo_url"]

        start_date = src_dict["start_date"]

        reserve = src_dict["reserve"]

        spent = src_dict["spent"]

        balance = src_dict["balance"]

        paid_date = src_dict["paid_date"]

        is_2way = src_dict["2way"]

        recipients = src_dict["recipients"]

        unread_messages = src_dict["unread_messages"]

        last_message_date = src_dict["last_message_date"]

        chat_sender = cls(
            id,
            name,
            status,
            logo_url,
            start_date,
            reserve,
            spent,
            balance,
            paid_date,
            is_2way,
            recipients,
            unread_messages,
            last_message_date,
        )

        if len(src_dict) > 13:
            known = {
                "id",
                "name",
                "status",
                "logo_url",
                "start_date",
                "reserve",
                "spent",
                "balance",
                "paid_date",
                "2way",
                "recipients",
                "unread_messages",
                "last_message_date",
            }
            rest = {key: value for key, value in src_dict.items() if key not in known}
            chat_sender.additional_properties = rest
        return chat_sender

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
