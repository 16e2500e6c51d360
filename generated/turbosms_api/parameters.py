"""The parameters of a send, as applications give them. Documentation: message/send."""

import datetime as dt
import sys
from collections.abc import Iterable
from dataclasses import dataclass

# Tools that read annotations, such as pydantic, need what it knows of inherited keys since 3.12.
if sys.version_info >= (3, 12):
    from typing import TypedDict
else:
    from typing_extensions import TypedDict


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    """The SMS of a message. A value given here wins over the one given to `send` for all channels."""

    sender: str | None = None
    """The name that the recipient sees: an alpha name for SMS, a sender for Viber. It has to be active in the
    account. 20 characters at most."""
    text: str | None = None
    """The text of an SMS in ten segments at most: 1521 characters if all are in the GSM alphabet, counted in
    septets, or 661 if one is not, counted in UTF-16 units. The documentation's table of parameters says
    string(1000), which is the limit of Viber; its description of the parameter names these."""
    start_time: dt.datetime | str | None = None
    """When to send, in one of several ISO forms; `YYYY-MM-DD HH:MM` is recommended. Without an offset it is local
    time of Kyiv. At most 14 days ahead. Leave it out to send now."""
    is_flash: bool | None = None
    """True for a flash SMS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Viber:
    """The Viber message. A value given here wins over the one given to `send` for all channels."""

    sender: str | None = None
    """The name that the recipient sees: an alpha name for SMS, a sender for Viber. It has to be active in the
    account. 20 characters at most."""
    text: str | None = None
    """The text of a Viber message, 1000 characters at most."""
    start_time: dt.datetime | str | None = None
    """When to send, in one of several ISO forms; `YYYY-MM-DD HH:MM` is recommended. Without an offset it is local
    time of Kyiv. At most 14 days ahead. Leave it out to send now."""
    ttl: int | None = None
    """For how many seconds the message is kept for delivery, 60 to 86400; 3600 if given neither for Viber nor for
    all channels. In a hybrid the SMS follows when they have run out. JSON needs a number here, not a string."""
    image_url: str | None = None
    """An image from the web: jpg, jpeg, png or gif. An image next to a text needs a button too. Ignored beside the
    `file_id` of an image."""
    caption: str | None = None
    """The text of the button, 30 characters at most. Beside the `file_id` of a document without text, button and
    image it is the name of the file instead, which may have 25 Latin or 12 Cyrillic characters (the list of
    result codes speaks of 25 only)."""
    action: str | None = None
    """The link that the button opens."""
    file_id: int | None = None
    """The number of an uploaded file, from `file/add`; 0 stands for none. With `caption` alone it sends a
    document, with text and `caption` a link behind a button, and the number of an image sends that image. The
    documentation lists `.info` among the documents that can be sent, but not among the files that can be
    uploaded."""
    count_clicks: bool | None = None
    """True to keep click-through statistics: `click_time` in its status."""
    is_transactional: bool | None = None
    """True for a transactional message: text only, not from a shared sender, and fitting a registered template for
    Ukrainian numbers. If Viber itself does not find the template, the message is charged at the promotional
    rate."""


class SendOptions(TypedDict, total=False):
    """The parameters of a send but for its recipients; None is as good as leaving one out."""

    sms: Sms | None
    """The SMS of a message."""
    viber: Viber | None
    """The Viber message."""
    sequence_id: str | None
    """The caller's identifier of the request, 32 characters at most. A second request with it to the same method
    within 14 days is not executed and answers 507 with the earlier result. Optional, and recommended for every
    request that creates something."""
    sender: str | None
    """The name that the recipient sees: an alpha name for SMS, a sender for Viber. It has to be active in the
    account. 20 characters at most."""
    text: str | None
    """The text of an SMS in ten segments at most: 1521 characters if all are in the GSM alphabet, counted in
    septets, or 661 if one is not, counted in UTF-16 units. The documentation's table of parameters says
    string(1000), which is the limit of Viber; its description of the parameter names these."""
    start_time: dt.datetime | str | None
    """When to send, in one of several ISO forms; `YYYY-MM-DD HH:MM` is recommended. Without an offset it is local
    time of Kyiv. At most 14 days ahead. Leave it out to send now."""
    is_flash: bool | None
    """True for a flash SMS."""
    ttl: int | None
    """For how many seconds the message is kept for delivery, 60 to 86400; 3600 if given neither for Viber nor for
    all channels. In a hybrid the SMS follows when they have run out. JSON needs a number here, not a string."""
    image_url: str | None
    """An image from the web: jpg, jpeg, png or gif. An image next to a text needs a button too. Ignored beside the
    `file_id` of an image."""
    caption: str | None
    """The text of the button, 30 characters at most. Beside the `file_id` of a document without text, button and
    image it is the name of the file instead, which may have 25 Latin or 12 Cyrillic characters (the list of
    result codes speaks of 25 only)."""
    action: str | None
    """The link that the button opens."""
    file_id: int | None
    """The number of an uploaded file, from `file/add`; 0 stands for none. With `caption` alone it sends a
    document, with text and `caption` a link behind a button, and the number of an image sends that image. The
    documentation lists `.info` among the documents that can be sent, but not among the files that can be
    uploaded."""
    count_clicks: bool | None
    """True to keep click-through statistics: `click_time` in its status."""
    is_transactional: bool | None
    """True for a transactional message: text only, not from a shared sender, and fitting a registered template for
    Ukrainian numbers. If Viber itself does not find the template, the message is charged at the promotional
    rate."""


class SendParameters(SendOptions):
    """The parameters of one send."""

    recipients: Iterable[str]
    """The recipients, an array even for one; 5000 at most. A number that stands twice gets one message."""
