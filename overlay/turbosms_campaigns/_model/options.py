"""What may be passed to make a campaign, and to change it, by name. Left out is not None."""

import datetime as dt
import os
import sys
from collections.abc import Iterable, Mapping
from decimal import Decimal

from turbosms_client import Sms, Viber

# Tools that read annotations, such as pydantic, need what it knows of inherited keys since 3.12.
if sys.version_info >= (3, 12):
    from typing import TypedDict
else:
    from typing_extensions import TypedDict


class LimitOptions(TypedDict, total=False):
    """What may be changed while a campaign runs. None takes a limit away."""

    rate: int | None
    """Recipients a minute, for all workers together."""
    window: str | None
    """`09:00-21:00`, in Kyiv time: chunks begin only in it. A new campaign gets that one unless it
    is transactional, which has none."""
    max_cost: Decimal | int | str | None
    """UAH for the whole campaign; needs `prices`."""
    max_failures: int | None
    """The share of failures in per cent at which it pauses by itself; 20 for a new campaign."""
    start_at: dt.datetime | str | None
    """An aware time; a naive one, or a text, is taken as Kyiv time."""


class MessageOptions(TypedDict, total=False):
    """What is sent."""

    text: str | None
    """For every channel without one of its own. `{name}` is replaced by that column of the row,
    `{name|friend}` by `friend` where it is empty, `{{` by `{`, `}}` by `}`."""
    viber: Viber | None
    """The Viber message. Its text, caption, action and image_url may have columns, too."""
    sms: Sms | None
    """The SMS."""
    prices: Mapping[str, Decimal | int | str] | None
    """Your prices in UAH, as for `TurboSMS.message.preview`."""


class AudienceOptions(TypedDict, total=False):
    """Whom of the table a campaign leaves out, and where its columns are."""

    column: str | None
    """The column of phone numbers, if it is not the only one or named like one."""
    consent: str | None
    """The column that must say yes."""
    keep: Iterable[str]
    """Columns to keep for the report."""
    exclude: Iterable[str | os.PathLike[str]]
    """Files of phone numbers, or `campaign:NAME` for whom an earlier one has reached."""
    holdout: Decimal | float | int
    """The share that gets nothing, in per cent."""


class CampaignOptions(LimitOptions, MessageOptions, AudienceOptions, total=False):
    """All that a new campaign may be told."""
