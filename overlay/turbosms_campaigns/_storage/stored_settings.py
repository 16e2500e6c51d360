"""Settings as the row of a campaign has them: JSON, and for limits a column each."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from turbosms_client import Sms, Viber

from .._model.settings import AudienceRules, Limits, Message, Window

_MINUTES_OF_AN_HOUR: Final = 60


def message_to_json(message: Message) -> dict[str, Any]:
    """For the column `message`."""
    return {
        "text": message.text,
        "viber": _set_fields(message.viber),
        "sms": _set_fields(message.sms),
        "prices": {rate: str(price) for rate, price in message.prices.items()},
        "viber_rate": message.viber_rate,
    }


def message_from_json(stored: Mapping[str, Any]) -> Message:
    """What `message_to_json` wrote."""
    viber = stored["viber"]
    sms = stored["sms"]
    return Message(
        text=stored["text"],
        viber=None if viber is None else Viber(**viber),
        sms=None if sms is None else Sms(**sms),
        prices={rate: Decimal(price) for rate, price in stored["prices"].items()},
        viber_rate=stored["viber_rate"],
    )


def rules_to_json(rules: AudienceRules) -> dict[str, Any]:
    """For the column `audience`, which has more besides."""
    stored = dataclasses.asdict(rules)
    stored["holdout"] = str(rules.holdout)
    return stored


def limits_to_columns(limits: Limits) -> dict[str, Any]:
    """The columns of limits, by name."""
    window_start = None
    window_end = None
    if limits.window is not None:
        window_start = _minutes(limits.window.start)
        window_end = _minutes(limits.window.end)
    return {
        "rate": limits.rate,
        "window_start": window_start,
        "window_end": window_end,
        "max_cost": limits.max_cost,
        "max_failures": limits.max_failures,
        "start_at": limits.start_at,
    }


def limits_of_row(campaign: sa.Row[Any]) -> Limits:
    """The limits in the row of a campaign."""
    window = None
    if campaign.window_start is not None:
        window = Window(_time(campaign.window_start), _time(campaign.window_end))
    return Limits(
        rate=campaign.rate,
        window=window,
        max_cost=campaign.max_cost,
        max_failures=campaign.max_failures,
        start_at=campaign.start_at,
    )


def _set_fields(channel: Viber | Sms | None) -> dict[str, Any] | None:
    if channel is None:
        return None
    stored: dict[str, Any] = {}
    for field in dataclasses.fields(channel):
        value = getattr(channel, field.name)
        if value is not None:
            stored[field.name] = value
    return stored


def _minutes(time: dt.time) -> int:
    return time.hour * _MINUTES_OF_AN_HOUR + time.minute


def _time(minutes: int) -> dt.time:
    hours, minutes = divmod(minutes, _MINUTES_OF_AN_HOUR)
    return dt.time(hours, minutes)
