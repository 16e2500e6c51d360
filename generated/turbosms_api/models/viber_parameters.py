from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.flag import Flag
from ..types import UNSET, Unset

T = TypeVar("T", bound="ViberParameters")


@_attrs_define
class ViberParameters:
    """The Viber message. Each parameter may stand at the top level of the request instead; one that stands here wins.
    Which parameters go together stands in `x-viber-kinds` of the whole spec.

    """

    sender: str | Unset = UNSET
    """ The name that the recipient sees: an alpha name for SMS, a sender for Viber. It has to be active in the
    account.
     """
    text: str | Unset = UNSET
    """ The text of a Viber message, 1000 characters at most. """
    start_time: str | Unset = UNSET
    """ When to send, in one of several ISO forms; `YYYY-MM-DD HH:MM` is recommended. Without an offset it is local
    time of Kyiv. At most 14 days ahead. Leave it out to send now.
     """
    start_date: str | Unset = UNSET
    """ When to send, in one of several ISO forms; `YYYY-MM-DD HH:MM` is recommended. Without an offset it is local
    time of Kyiv. At most 14 days ahead. Leave it out to send now.
     """
    ttl: int | Unset = UNSET
    """ For how many seconds the message is kept for delivery, 60 to 86400; 3600 if given neither for Viber nor for
    all
    channels. In a hybrid the SMS follows when they have run out. JSON needs a number here, not a string.
     """
    image_url: str | Unset = UNSET
    """ An image from the web: jpg, jpeg, png or gif. An image next to a text needs a button too. Ignored beside the
    `file_id` of an image.
     """
    caption: str | Unset = UNSET
    """ The text of the button, 30 characters at most. Beside the `file_id` of a document without text, button and
    image it is the name of the file instead, which may have 25 Latin or 12 Cyrillic characters (the list of
    result codes speaks of 25 only).
     """
    action: str | Unset = UNSET
    """ The link that the button opens. """
    file_id: int | Unset = UNSET
    """ The number of an uploaded file, from `file/add`; 0 stands for none. With `caption` alone it sends a
    document, with text and `caption`
    a link behind a button, and the number of an image sends that image. The documentation lists `.info` among
    the documents that can be sent, but not among the files that can be uploaded.
     """
    count_clicks: Flag | Unset = UNSET
    """ 1 for yes. The service takes any other value, and the absence of the parameter, as no. """
    is_transactional: Flag | Unset = UNSET
    """ 1 for yes. The service takes any other value, and the absence of the parameter, as no. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        sender = self.sender

        text = self.text

        start_time = self.start_time

        start_date = self.start_date

        ttl = self.ttl

        image_url = self.image_url

        caption = self.caption

        action = self.action

        file_id = self.file_id

        count_clicks: int | Unset = UNSET
        if not isinstance(self.count_clicks, Unset):
            count_clicks = self.count_clicks.value

        is_transactional: int | Unset = UNSET
        if not isinstance(self.is_transactional, Unset):
            is_transactional = self.is_transactional.value

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
        if ttl is not UNSET:
            field_dict["ttl"] = ttl
        if image_url is not UNSET:
            field_dict["image_url"] = image_url
        if caption is not UNSET:
            field_dict["caption"] = caption
        if action is not UNSET:
            field_dict["action"] = action
        if file_id is not UNSET:
            field_dict["file_id"] = file_id
        if count_clicks is not UNSET:
            field_dict["count_clicks"] = count_clicks
        if is_transactional is not UNSET:
            field_dict["is_transactional"] = is_transactional

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        sender = d.pop("sender", UNSET)

        text = d.pop("text", UNSET)

        start_time = d.pop("start_time", UNSET)

        start_date = d.pop("start_date", UNSET)

        ttl = d.pop("ttl", UNSET)

        image_url = d.pop("image_url", UNSET)

        caption = d.pop("caption", UNSET)

        action = d.pop("action", UNSET)

        file_id = d.pop("file_id", UNSET)

        _count_clicks = d.pop("count_clicks", UNSET)
        count_clicks: Flag | Unset
        if isinstance(_count_clicks, Unset):
            count_clicks = UNSET
        else:
            count_clicks = Flag(_count_clicks)

        _is_transactional = d.pop("is_transactional", UNSET)
        is_transactional: Flag | Unset
        if isinstance(_is_transactional, Unset):
            is_transactional = UNSET
        else:
            is_transactional = Flag(_is_transactional)

        viber_parameters = cls(
            sender,
            text,
            start_time,
            start_date,
            ttl,
            image_url,
            caption,
            action,
            file_id,
            count_clicks,
            is_transactional,
        )

        viber_parameters.additional_properties = d
        return viber_parameters

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
