"""Checks the limits that a caller wants, and changes them."""

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from turbosms_languages import _

from .._model.errors import invalid_option
from .._model.kyiv import in_kyiv, kyiv
from .._model.options import LimitOptions
from .._model.settings import Limits, Message, Window
from .._storage.campaign_rows import read_row
from .._storage.context import CampaignKey
from .._storage.database import Database
from .._storage.events import note
from .._storage.stored_settings import limits_of_row, limits_to_columns, message_from_json
from .._storage.tables import CAMPAIGN
from .._texts.cost import price_range
from .option_names import check_option_names
from .requested_numbers import number_of

_DAYTIME: Final = Window(dt.time(9), dt.time(21))
_WINDOW: Final = re.compile(r"\s*(\d{1,2}):(\d\d)\s*[-\u2013]\s*(\d{1,2}):(\d\d)\s*", re.ASCII)
_LARGEST_INTEGER: Final = 2**31 - 1
_SMALLEST_COST: Final = Decimal("0.000001")


def limits_of_new_campaign(message: Message, options: LimitOptions) -> Limits:
    """The limits, with the defaults for this message; other keys are passed over.

    Raises:
        InvalidCampaignError: a value is wrong.
    """
    limits = Limits(window=_DAYTIME if message.is_promotional else None)
    return dataclasses.replace(limits, **_checked(options))


def read_limits(database: Database, key: CampaignKey) -> Limits:
    """The limits as they are now."""
    with database.reading() as connection:
        return limits_of_row(read_row(connection, key))


def change_limits(database: Database, key: CampaignKey, options: LimitOptions) -> Limits:
    """Change those that are in the options.

    Raises:
        InvalidCampaignError: a value is wrong. Nothing was changed.
    """
    check_option_names("set", options, LimitOptions.__optional_keys__)
    requested = _checked(options)
    with database.writing() as connection:
        campaign = read_row(connection, key, locked=True)
        old = limits_of_row(campaign)
        new = dataclasses.replace(old, **requested)
        check_cost_limit(new, message_from_json(campaign.message))
        if new == old:
            return old
        values = limits_to_columns(new)
        if new.rate != old.rate:
            now = database.now(connection)
            values["rate_free_at"] = _free_at(campaign.rate_free_at, old.rate, new.rate, now)
        connection.execute(sa.update(CAMPAIGN).where(CAMPAIGN.c.id == key.id).values(values))
        note(connection, key.id, "limits_changed", **_changes(old, new))
    return new


def check_cost_limit(limits: Limits, message: Message) -> None:
    """Raise unless the price of every channel is known, if there is a limit of the cost."""
    if limits.max_cost is not None and price_range(message, 1) is None:
        raise invalid_option("max_cost", _("max_cost needs your price for every channel."))


def _checked(options: Mapping[str, Any]) -> dict[str, Any]:
    """Those limits that are in the options, by name."""
    checks = {
        "rate": _rate,
        "window": _window,
        "max_cost": _max_cost,
        "max_failures": _max_failures,
        "start_at": _start_at,
    }
    limits: dict[str, Any] = {}
    for name, check in checks.items():
        if name in options:
            value = options[name]
            limits[name] = None if value is None else check(value)
    return limits


def _rate(value: Any) -> int:
    if not _is_integer(value) or not 1 <= value <= _LARGEST_INTEGER:
        raise invalid_option(
            "rate", _("rate is a whole number of recipients a minute, at least 1.")
        )
    rate: int = value
    return rate


def _max_failures(value: Any) -> int:
    if not _is_integer(value) or not 1 <= value <= 100:
        raise invalid_option(
            "max_failures", _("max_failures is a whole number of per cent, 1 to 100.")
        )
    share: int = value
    return share


def _max_cost(value: Any) -> Decimal:
    cost = number_of(value)
    if not cost.is_finite() or not _SMALLEST_COST <= cost <= _LARGEST_INTEGER:
        raise invalid_option("max_cost", _("max_cost is an amount in UAH, more than 0."))
    return cost


def _window(value: Any) -> Window:
    match = _WINDOW.fullmatch(value) if isinstance(value, str) else None
    if match is not None:
        start_hour, start_minute, end_hour, end_minute = map(int, match.groups())
        # A day ends at 24:00.
        is_end_of_day = end_hour == 24 and end_minute == 0
        try:
            end = dt.time(0 if is_end_of_day else end_hour, end_minute)
            return Window(dt.time(start_hour, start_minute), end)
        except ValueError:
            pass
    raise invalid_option(
        "window", _("window is a time of day in Kyiv from and to, such as 09:00-21:00.")
    )


def _start_at(value: Any) -> dt.datetime:
    moment = value
    try:
        if isinstance(value, str):
            moment = dt.datetime.fromisoformat(value.strip())
        if isinstance(moment, dt.datetime):
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=kyiv())
            return moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        pass
    tomorrow = in_kyiv(dt.datetime.now(dt.UTC)) + dt.timedelta(days=1)
    example = f"{tomorrow:%Y-%m-%d} 10:00"
    raise invalid_option(
        "start_at", _("start_at is a time, such as {example}, in Kyiv time.", example=example)
    )


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _free_at(
    free_at: dt.datetime | None, old: int | None, new: int | None, now: dt.datetime
) -> dt.datetime | None:
    """When the next chunk may begin: what has begun takes no longer than it would by either rate.

    So a higher rate is felt at once, and a lower one from the next chunk on.
    """
    if free_at is None or old is None or new is None or free_at <= now:
        return None
    left = free_at - now
    return now + min(left, left * old / new)


def _changes(old: Limits, new: Limits) -> dict[str, str | None]:
    changes: dict[str, str | None] = {}
    for field in dataclasses.fields(Limits):
        value = getattr(new, field.name)
        if value != getattr(old, field.name):
            changes[field.name] = _in_words(value)
    return changes


def _in_words(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, Window):
        return f"{value.start:%H:%M}-{value.end:%H:%M}"
    if isinstance(value, dt.datetime):
        return f"{in_kyiv(value):%Y-%m-%d %H:%M}"
    return str(value)
