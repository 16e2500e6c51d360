"""Times as the client has them: aware, in Kyiv time."""

import datetime as dt
from functools import cache
from typing import overload
from zoneinfo import ZoneInfo


@overload
def in_kyiv(moment: dt.datetime) -> dt.datetime: ...
@overload
def in_kyiv(moment: None) -> None: ...
def in_kyiv(moment: dt.datetime | None) -> dt.datetime | None:
    """The same moment by the clocks of Kyiv."""
    return None if moment is None else moment.astimezone(_kyiv())


@cache
def _kyiv() -> ZoneInfo:
    return ZoneInfo("Europe/Kyiv")
