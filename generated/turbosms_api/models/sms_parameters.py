from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.flag import Flag
from ..types import UNSET, Unset

T = TypeVar("T", bound="SmsParameters")


@_attrs_define
class SmsParameters:
    """The SMS of a message. Each parameter may stand at the top level of the request instead; one that stands here
    wins. An empty object is enough to choose the channel if the top level has the rest.

    """

    sender: str | Unset = UNSET
    """ The name that the recipient sees: an alpha name for SMS, a sender for Viber. It has to be active in the
    account.
     """
    text: str | Unset = UNSET
    """ The text of an SMS in ten segments at most: 1521 characters if all are in the GSM alphabet, counted in
    septets,
    or 661 if one is not, counted in UTF-16 units. The documentation's table of parameters says string(1000), which
    is the limit of Viber; its description of the parameter names these.
     """
    start_time: str | Unset = UNSET
    """ When to send, in one of several ISO forms; `YYYY-MM-DD HH:MM` is recommended. Without an offset it is local
    time of Kyiv. At most 14 days ahead. Leave it out to send now.
     """
    start_date: str | Unset = UNSET
    """ When to send, in one of several ISO forms; `YYYY-MM-DD HH:MM` is recommended. Without an offset it is local
    time of Kyiv. At most 14 days ahead. Leave it out to send now.
     """
    is_flash: Flag | Unset = UNSET
    """ 1 for yes. The service takes any other value, and the absence of the parameter, as no. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        sender = self.sender

        text = self.text

        start_time = self.start_time

        start_date = self.start_date

        is_flash: int | Unset = UNSET
        if not isinstance(self.is_flash, Unset):
            is_flash = self.is_flash.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if sender is not UNSET:
            field_dict["sender"] = sender
        if text is not UNSET:
            field_dict["text"] = text
        if start_time is not UNSET:
            field_dict["start_time"] = start_time
        if start_date is not UNSET:
            field_dict["start_date"] = start_date
        if is_flash is not UNSET:
            field_dict["is_flash"] = is_flash

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        sender = d.pop("sender", UNSET)

        text = d.pop("text", UNSET)

        start_time = d.pop("start_time", UNSET)

        start_date = d.pop("start_date", UNSET)

        _is_flash = d.pop("is_flash", UNSET)
        is_flash: Flag | Unset
        if isinstance(_is_flash, Unset):
            is_flash = UNSET
        else:
            is_flash = Flag(_is_flash)

        sms_parameters = cls(sender, text, start_time, start_date, is_flash)

        sms_parameters.additional_properties = d
        return sms_parameters

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
