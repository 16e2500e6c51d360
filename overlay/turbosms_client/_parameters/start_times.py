"""The start time of a message, checked."""

from __future__ import annotations

import datetime as dt

from turbosms_api.tables import limits
from turbosms_api.tables.parameters import SEND_PARAMETERS

from .._formats import times
from .._results.errors import InvalidParameterError, invalid_parameter


def read_start_time(value: dt.datetime | str, *, may_be_repeat: bool) -> dt.datetime:
    """Return a start time as an aware `datetime`, within the days that the service allows.

    If the call may be a repeat, the time may be past: the first send may have been in time, which
    only the service knows.
    """
    parameter = SEND_PARAMETERS["start_time"]
    days = limits.START_TIME_DAYS.value
    now = times.now()
    try:
        moment = times.parse(value) if isinstance(value, str) else value
        moment = times.whole_seconds(times.aware(moment))
        is_past = moment < now.replace(second=0, microsecond=0)  # the current minute is not
        is_too_late = moment > now + dt.timedelta(days=days)
    except OverflowError:  # in UTC, it is before the year 1 or after the year 9999
        raise _start_time_out_of_range(str(value)) from None
    except (AttributeError, TypeError, ValueError):
        tomorrow = times.to_wire(now.replace(second=0) + dt.timedelta(days=1))
        message = f"start_time must be a datetime, or a string such as '{tomorrow}'."
        raise invalid_parameter("start_time", message, parameter.type_code) from None
    if is_too_late or (is_past and not may_be_repeat):
        raise _start_time_out_of_range(times.to_wire(moment))
    if times.is_second_pass(moment):
        message = (
            "start_time is in the hour that Kyiv's clocks repeat in autumn, the second time, which "
            "the API cannot express: choose a time before or after that hour."
        )
        raise invalid_parameter("start_time", message, None)
    return moment


def _start_time_out_of_range(start_time: str) -> InvalidParameterError:
    days = limits.START_TIME_DAYS.value
    message = (
        f"start_time {start_time} (in Kyiv, as is any time without a zone) is in the past or more "
        f"than {days} days ahead: in Kyiv it is {times.to_wire(times.now())}. Leave it out to "
        "send now."
    )
    return invalid_parameter(
        "start_time", message, SEND_PARAMETERS["start_time"].limit_code, limit=days
    )
