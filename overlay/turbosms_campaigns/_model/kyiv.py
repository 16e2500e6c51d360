"""The clock of Kyiv, by which the service and its customers go."""

import datetime as dt
from functools import cache
from typing import overload
from zoneinfo import ZoneInfo


@cache
def kyiv() -> ZoneInfo:
    """The time zone, read when it is first needed."""
    return ZoneInfo("Europe/Kyiv")


@overload
def in_kyiv(moment: dt.datetime) -> dt.datetime: ...
@overload
def in_kyiv(moment: None) -> None: ...
def in_kyiv(moment: dt.datetime | None) -> dt.datetime | None:
    """The same moment by the clocks of Kyiv."""
    return None if moment is None else moment.astimezone(kyiv())
