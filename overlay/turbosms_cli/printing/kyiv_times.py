"""Times by the clocks of Kyiv, as people are shown them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


def in_kyiv(moment: dt.datetime) -> dt.datetime:
    """The same moment by the clocks of Kyiv."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - seldom needed

    return moment.astimezone(ZoneInfo("Europe/Kyiv"))
