"""Finds what the service would refuse, before anything is sent. Numbers and rules come from the
generated tables.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from turbosms_api.tables import limits
from turbosms_api.tables.limits import Limit
from turbosms_api.tables.parameters import SEND_PARAMETERS, Parameter
from turbosms_api.tables.result_codes import ResultCode

from .._results.errors import InvalidParameterError, invalid_parameter

_HALF: Final = re.compile("[\ud800-\udfff]")
# In seconds. Longer values overflow in one operating system or another.
_LONGEST: Final = 14 * 86_400
FLAGS: Final = frozenset(
    name for name, parameter in SEND_PARAMETERS.items() if parameter.type == "flag"
)
BOOLEANS: Final = (True, False)
# With a host: it stands behind the last "@" before the path, and before a port.
_LINK: Final = re.compile(r"https?://(?:[^\s/?#]*@)?+[^\s/?#@:]\S*", re.IGNORECASE)


def empty(parameter: str, code: int | None) -> InvalidParameterError:
    """The error for an optional parameter that is empty."""
    return invalid_parameter(parameter, f"{parameter} is empty: leave it out.", code)


def no_link(parameter: str, code: int | None) -> InvalidParameterError:
    """The error for a value that is not a web link."""
    return invalid_parameter(parameter, f"{parameter} must be an http:// or https:// link.", code)


def check_length(parameter: str, length: int, limit: Limit) -> None:
    """Raise for a text or list that exceeds a limit of the table."""
    if length > limit.value:
        message = f"{parameter} has {length} {limit.unit}, and {limit.value} fit: shorten it."
        raise invalid_parameter(parameter, message, limit.code, limit=limit.value)


def read_recipients(recipients: Any) -> list[str]:
    """Return the recipients as a list, checked."""
    parameter = SEND_PARAMETERS["recipients"]
    is_nothing = recipients is None or (isinstance(recipients, str) and not recipients)
    if is_nothing:
        raise _no_recipients()
    is_single = isinstance(recipients, (str, bytes, Mapping))
    if is_single or not isinstance(recipients, Iterable):
        message = "recipients must be a list, even for a single phone number: [number]."
        raise invalid_parameter("recipients", message, parameter.type_code)
    recipients_list = list(recipients)
    if not recipients_list:
        raise _no_recipients()
    if not _are_strings(recipients_list):
        message = "Every recipient must be a string, such as '380501234567'."
        raise invalid_parameter("recipients", message, parameter.type_code)
    if not is_whole("".join(recipients_list)):
        message = "A recipient has half a character (a lone surrogate)."
        raise invalid_parameter("recipients", message, ResultCode.INVALID_PHONE)
    return recipients_list


def _no_recipients() -> InvalidParameterError:
    message = "recipients is empty: pass at least one phone number."
    return invalid_parameter("recipients", message, SEND_PARAMETERS["recipients"].missing_code)


def _are_strings(values: list[Any]) -> bool:
    has_plain_strings_only = set(map(type, values)) == {str}  # fast for thousands
    return has_plain_strings_only or all(isinstance(value, str) for value in values)


def is_whole(text: str) -> bool:
    """Whether a text can be encoded, that is, has no half of a character (a lone surrogate)."""
    return text.isascii() or _HALF.search(text) is None


def is_link(value: Any) -> bool:
    """Whether this is a web link (A-113): http or https, a host, no white space."""
    return isinstance(value, str) and is_whole(value) and _LINK.fullmatch(value) is not None


def check_seconds(parameter: str, value: Any, *, zero: bool = False) -> float:
    """Return a number of seconds, checked."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number and 0 < value <= _LONGEST:
        return float(value)
    if is_number and value == 0 and zero:
        return 0.0
    least = "0" if zero else "more than 0"
    is_too_long = is_number and value > 0
    message = f"{parameter} must be a number of seconds, {least} to {_LONGEST}."
    raise invalid_parameter(parameter, message, None, limit=_LONGEST if is_too_long else 0)


def check_on_report(value: Any) -> None:
    """Raise unless this can be called with each report."""
    _check_function("on_report", value)


def check_on_call(value: Any) -> None:
    """Raise unless this can be called with each event."""
    _check_function("on_call", value)


def _check_function(parameter: str, value: Any) -> None:
    if value is None:
        return
    if not callable(value):
        message = f"{parameter} must be a function, not {type(value).__name__}."
        raise invalid_parameter(parameter, message, None)
    if inspect.iscoroutinefunction(value):
        message = (
            f"{parameter} must be a plain function, not an async one, which nothing would await."
        )
        raise invalid_parameter(parameter, message, None)


def check_hybrid(value: Any) -> bool | None:
    """Return whether an SMS follows if Viber fails; None if unknown."""
    if value is None:
        return None
    check_flag("hybrid", value)
    return bool(value)


def check_deadline(value: Any) -> float | None:
    """Return the seconds that a call may take in all; None means no limit."""
    if value is None:
        return None
    return check_seconds("deadline", value)


def check_flag(name: str, value: Any) -> None:
    if value not in BOOLEANS:
        raise invalid_parameter(name, f"{name} must be True or False.", allowed=BOOLEANS)


def text_of(name: str, values: Mapping[str, Any]) -> str:
    """Get a text from the values of `message.send`, empty if there is none."""
    if name not in values:
        return ""
    value: str = values[name]
    check_string(name, value, SEND_PARAMETERS[name].type_code)
    return value


def check_string(name: str, value: Any, code: int | None) -> None:
    if not isinstance(value, str):
        raise invalid_parameter(name, f"{name} must be a string, not {type(value).__name__}.", code)
    if not is_whole(value):
        raise invalid_parameter(name, f"{name} has half a character (a lone surrogate).", code)


def client_sender(name: str, value: Any) -> None:
    """Check a client's sender for messages that name none."""
    if value is None:
        return
    parameter = SEND_PARAMETERS["sender"]
    check_string(name, value, parameter.type_code)
    if not value:
        raise empty(name, parameter.missing_code)
    check_length(name, len(value), limits.SENDER_CHARACTERS)


def check_integer(name: str, parameter: Parameter, value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        message = f"{name} must be an integer, not {type(value).__name__}."
        raise invalid_parameter(name, message, parameter.type_code)
    low = parameter.minimum or 0
    high = parameter.maximum
    is_too_high = high is not None and value > high
    if low <= value and not is_too_high:
        return
    allowed = f"at least {low}" if high is None else f"{low} to {high}"
    message = f"{name} is {value}, and must be {allowed}."
    raise invalid_parameter(name, message, parameter.limit_code, limit=high if is_too_high else low)
