from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.flag import Flag
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.sms_parameters import SmsParameters
    from ..models.viber_parameters import ViberParameters


T = TypeVar("T", bound="SendRequest")


@_attrs_define
class SendRequest:
    """A message to up to 5000 recipients. `sms`, `viber` or both choose the channels (one of them is required); every
    other parameter holds for the channels that know it and do not set it themselves.

    """

    recipients: list[str]
    """ The recipients, an array even for one; 5000 at most. A number that stands twice gets one message. """
    sms: SmsParameters | Unset = UNSET
    """ The SMS of a message. Each parameter may stand at the top level of the request instead; one that stands here
    wins. An empty object is enough to choose the channel if the top level has the rest.
     """
    viber: ViberParameters | Unset = UNSET
    """ The Viber message. Each parameter may stand at the top level of the request instead; one that stands here
    wins.
    Which parameters go together stands in `x-viber-kinds` of the whole spec.
     """
    sequence_id: str | Unset = UNSET
    """ The caller's identifier of the request, 32 characters at most. A second request with it to the same method
    within 14 days is not executed and answers 507 with the earlier result. Optional, and recommended for every
    request that creates something.
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
        recipients = self.recipients

        sms: dict[str, Any] | Unset = UNSET
        if not isinstance(self.sms, Unset):
            sms = self.sms.to_dict()

        viber: dict[str, Any] | Unset = UNSET
        if not isinstance(self.viber, Unset):
            viber = self.viber.to_dict()

        sequence_id = self.sequence_id

        sender = self.sender

        text = self.text

        start_time = self.start_time

        start_date = self.start_date

        is_flash: int | Unset = UNSET
        if not isinstance(self.is_flash, Unset):
            is_flash = self.is_flash.value

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
        field_dict.update(
            {
                "recipients": recipients,
            }
        )
        if sms is not UNSET:
            field_dict["sms"] = sms
        if viber is not UNSET:
            field_dict["viber"] = viber
        if sequence_id is not UNSET:
            field_dict["sequence_id"] = sequence_id
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
        from ..models.sms_parameters import SmsParameters  # noqa: PLC0415
        from ..models.viber_parameters import ViberParameters  # noqa: PLC0415

        d = dict(src_dict)
        recipients = cast(list[str], d.pop("recipients"))

        _sms = d.pop("sms", UNSET)
        sms: SmsParameters | Unset
        if isinstance(_sms, Unset):
            sms = UNSET
        else:
            sms = SmsParameters.from_dict(_sms)

        _viber = d.pop("viber", UNSET)
        viber: ViberParameters | Unset
        if isinstance(_viber, Unset):
            viber = UNSET
        else:
            viber = ViberParameters.from_dict(_viber)

        sequence_id = d.pop("sequence_id", UNSET)

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

        send_request = cls(
            recipients,
            sms,
            viber,
            sequence_id,
            sender,
            text,
            start_time,
            start_date,
            is_flash,
            ttl,
            image_url,
            caption,
            action,
            file_id,
            count_clicks,
            is_transactional,
        )

        send_request.additional_properties = d
        return send_request

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
