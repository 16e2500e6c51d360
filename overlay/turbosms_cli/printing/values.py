"""Values as they are printed: for programs as JSON types, for people as text."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from enum import IntEnum
from typing import Any

from turbosms_cli.printing.terminal_text import harmless
from turbosms_languages import _, spoken


def plain(value: Any) -> Any:
    """Convert a value to JSON types.

    Money becomes a string, so that it stays exact, and a time ISO 8601 with its offset.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    elif isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return money(value)
    return int(value) if isinstance(value, IntEnum) else value


def money(amount: Decimal) -> str:
    """Format an amount with at least two decimals."""
    from turbosms_client import format_money  # noqa: PLC0415 - as everything of the client

    return format_money(amount)


def shown(value: Any) -> str:
    """Format a value for people, in their language.

    Characters that would move the cursor of the terminal or reverse its text are escaped.
    """
    if value is None:
        return "-"
    if isinstance(value, bool):
        return spoken(_("yes") if value else _("no"))
    if isinstance(value, dt.datetime):
        return spoken(_("{at:time}", at=value))
    if isinstance(value, Decimal):
        return spoken(_("{amount:money}", amount=value))
    return harmless(spoken(value) if isinstance(value, str) else str(value))
