"""What the service would refuse, found before anything is sent. Numbers and rules come from the generated tables."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from turbosms_api.tables import limits
from turbosms_api.tables.parameters import SEND_PARAMETERS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_api.tables.viber_kinds import MISSING_CODES, VIBER_KINDS

from . import _times
from ._errors import InvalidParameterError
from ._texts import measure_sms

if TYPE_CHECKING:
    from turbosms_api.tables.limits import Limit

_CYRILLIC: Final = re.compile(r"[\u0400-\u052f]")
FLAGS: Final = frozenset(name for name, row in SEND_PARAMETERS.items() if row.type == "flag")


def wrong(
    parameter: str, message: str, code: int | None = ResultCode.INVALID_REQUEST, limit: int | None = None
) -> InvalidParameterError:
    """The error for a parameter; without a code of its own it makes an invalid request."""
    return InvalidParameterError(message, parameter=parameter, code=code, limit=limit)


def too_long(parameter: str, length: int, limit: Limit) -> InvalidParameterError:
    """The error for a text or list beyond a limit of the table."""
    message = f"{parameter} has {length} {limit.unit}, and {limit.value} fit: shorten it."
    return wrong(parameter, message, limit.code, limit.value)


def recipients(given: Any) -> list[str]:
    """The recipients as a list."""
    row = SEND_PARAMETERS["recipients"]
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise wrong("recipients", "recipients is a list, even for one: [number].", row.type_code)
    listed = list(given)
    if not listed:
        raise wrong("recipients", "recipients is empty: pass at least one number.", row.missing_code)
    if not all(isinstance(recipient, str) for recipient in listed):
        raise wrong("recipients", "Every recipient is a text, such as '380501234567'.", row.type_code)
    if len(listed) > limits.RECIPIENTS_PER_REQUEST.value:
        raise too_long("recipients", len(listed), limits.RECIPIENTS_PER_REQUEST)
    return listed


def sequence_id(number: Any) -> str:
    """A caller's own `sequence_id`."""
    if not isinstance(number, str) or not number:
        raise wrong("sequence_id", "sequence_id is a text that names this call; leave it out to have one made.")
    if len(number) > limits.SEQUENCE_ID_CHARACTERS.value:
        raise too_long("sequence_id", len(number), limits.SEQUENCE_ID_CHARACTERS)
    return number


def seconds(parameter: str, value: Any, *, zero: bool = False) -> float:
    """A span of time."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not (value > 0 or (zero and value == 0)):
        raise wrong(parameter, f"{parameter} is a number of seconds, {'0 or ' if zero else ''}more than 0.", None, 0)
    return float(value)


def start_time(value: dt.datetime | str) -> dt.datetime:
    """A start time as an aware moment, within the days that the service allows."""
    row, days = SEND_PARAMETERS["start_time"], limits.START_TIME_DAYS.value
    try:
        moment = _times.aware(dt.datetime.fromisoformat(value) if isinstance(value, str) else value)
        ahead = moment - _times.now()
    except (AttributeError, TypeError, ValueError):
        message = "start_time is a datetime, or a text such as '2030-01-31 10:00'."
        raise wrong("start_time", message, row.type_code) from None
    if ahead < dt.timedelta(0):
        raise wrong("start_time", "start_time has passed: leave it out to send now.", row.limit_code, days)
    if ahead > dt.timedelta(days=days):
        message = f"start_time is more than {days} days ahead: schedule it later."
        raise wrong("start_time", message, row.limit_code, days)
    return moment


def channel(name: str, values: Mapping[str, Any]) -> None:
    """The merged parameters of one channel."""
    for parameter, value in values.items():
        _value(name, parameter, value)
    if not values.get("sender"):
        message = f"The {name} message has no sender: pass sender=, or {name}_sender= to the client."
        raise wrong("sender", message, MISSING_CODES["sender"])
    if name == "viber":
        _viber(values)
        return
    if not values.get("text"):
        raise wrong("text", "The SMS has no text: pass text=.", MISSING_CODES["text"])
    size = measure_sms(values["text"])
    limit = limits.SMS_GSM_CHARACTERS if size.encoding == "gsm-7" else limits.SMS_UNICODE_CHARACTERS
    if size.units > limit.value:
        raise too_long("text", size.units, limit)


def _value(channel: str, parameter: str, value: Any) -> None:
    """The type of a value, and its limits where they do not depend on other values."""
    row = SEND_PARAMETERS[parameter]
    if parameter in FLAGS:
        if value not in (0, 1):
            raise wrong(parameter, f"{parameter} is True or False.")
    elif row.type == "integer":
        if not isinstance(value, int) or isinstance(value, bool):
            raise wrong(parameter, f"{parameter} is an integer, not {type(value).__name__}.", row.type_code)
        low, high = row.minimum, row.maximum
        for bound, beyond in ((low, low is not None and value < low), (high, high is not None and value > high)):
            if beyond:
                taken = f"at least {low}" if high is None else f"{low} to {high}"
                raise wrong(parameter, f"{parameter} is {value}; the service takes {taken}.", row.limit_code, bound)
    elif parameter != "start_time":
        if not isinstance(value, str) or not _is_utf8(value):
            raise wrong(parameter, f"{parameter} is a text in whole characters.", row.type_code)
        longest = row.max_length.get(channel)
        # What a caption may take depends on the kind of message, and the text of an SMS on its alphabet.
        if longest is not None and len(value) > longest and (parameter, channel) not in _ELSEWHERE:
            message = f"The {channel} {parameter} has {len(value)} characters, and {longest} fit: shorten it."
            raise wrong(parameter, message, row.limit_code, longest)


_ELSEWHERE: Final = {("caption", "viber"), ("text", "sms")}


def _is_utf8(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _viber(values: Mapping[str, Any]) -> None:
    """What the kind of Viber message asks for."""
    present = {parameter for parameter, value in values.items() if value not in ("", 0)}
    kind = next(
        row
        for row in VIBER_KINDS
        if present.issuperset(row.all) and (not row.any or present & {*row.any}) and present.isdisjoint(row.none)
    )
    needed = {*kind.required, *(kind.together if present & {*kind.together} else ())}
    missing = [parameter for parameter in MISSING_CODES if parameter in needed - present]
    if missing:
        message = f"A Viber message of this kind ({kind.kind}) needs {' and '.join(missing)}."
        code = "button" if {"caption", "action"} <= {*missing} else missing[0]
        raise wrong(missing[0] if code != "button" else "caption", message, MISSING_CODES[code])
    if "is_transactional" in present and not kind.transactional_allowed:
        message = f"A transactional Viber message is text alone, and this one is of the kind {kind.kind}."
        raise wrong("is_transactional", message, kind.transactional_code)
    if kind.caption_limit and "caption" in present:
        caption, limit = values["caption"], limits.BUTTON_CAPTION_CHARACTERS
        if kind.caption_limit == "file_caption":
            limit = limits.FILE_CAPTION_CYRILLIC if _CYRILLIC.search(caption) else limits.FILE_CAPTION_LATIN
        if len(caption) > limit.value:
            raise too_long("caption", len(caption), limit)
