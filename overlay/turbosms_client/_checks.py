"""What the service would refuse, found before anything is sent. Numbers and rules come from the
generated tables.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from turbosms_api.tables import limits
from turbosms_api.tables.limits import Limit
from turbosms_api.tables.parameters import PARAMETERS, SEND_PARAMETERS, Parameter
from turbosms_api.tables.result_codes import ResultCode
from turbosms_api.tables.viber_kinds import MISSING_CODES, VIBER_KINDS, ViberKind

from . import _times
from ._errors import InvalidParameterError
from ._texts import measure_sms

_HALF: Final = re.compile("[\ud800-\udfff]")
_LONGEST: Final = (
    14 * 86_400
)  # seconds; what is longer overflows in one operating system or another
_CYRILLIC: Final = re.compile("[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]")
FLAGS: Final = frozenset(name for name, row in SEND_PARAMETERS.items() if row.type == "flag")
BOOLEANS: Final = (True, False)
_LINK: Final = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
# What the service calls them, where our methods have another name.
_WIRE: Final = {"text": "message", "name": "file_name", "file_id": "id"}


def wrong(
    parameter: str,
    message: str,
    code: int | None = ResultCode.INVALID_REQUEST,
    limit: int | None = None,
    allowed: tuple[str | bool, ...] = (),
) -> InvalidParameterError:
    """The error for a parameter; without a code of its own it makes an invalid request."""
    return InvalidParameterError(
        message, parameter=parameter, code=code, limit=limit, allowed=allowed
    )


def fits(parameter: str, length: int, limit: Limit) -> None:
    """Raise for a text or a list beyond a limit of the table."""
    if length > limit.value:
        message = f"{parameter} has {length} {limit.unit}, and {limit.value} fit: shorten it."
        raise wrong(parameter, message, limit.code, limit.value)


def recipients(given: Any) -> list[str]:
    """The recipients as a list."""
    row = SEND_PARAMETERS["recipients"]
    single = isinstance(given, (str, bytes, Mapping)) or not isinstance(given, Iterable)
    if single and given is not None and given != "":
        message = "recipients must be a list, even for a single number: [number]."
        raise wrong("recipients", message, row.type_code)
    listed = [] if single else list(given)
    if not listed:
        raise wrong(
            "recipients", "recipients is empty: pass at least one number.", row.missing_code
        )
    if {*map(type, listed)} != {str} and not all(
        isinstance(recipient, str) for recipient in listed
    ):
        raise wrong(
            "recipients",
            "Every recipient must be a string, such as '380501234567'.",
            row.type_code,
        )
    if not is_whole("".join(listed)):
        raise wrong("recipients", "A recipient has half of a character.", ResultCode.INVALID_PHONE)
    return listed


def sequence_id(number: str) -> str:
    """A caller's own `sequence_id`."""
    row = SEND_PARAMETERS["sequence_id"]
    _string("sequence_id", number, row.type_code)
    if not number:
        message = "sequence_id is empty: leave it out to have one made."
        raise wrong("sequence_id", message, row.type_code)
    fits("sequence_id", len(number), limits.SEQUENCE_ID_CHARACTERS)
    return number


def is_whole(text: str) -> bool:
    """Whether a text can be written: half of a character (a lone surrogate) cannot."""
    return text.isascii() or _HALF.search(text) is None


def is_link(value: str) -> bool:
    """Whether this is a link of the web (A-113): http or https, and a host."""
    return _LINK.match(value) is not None


def seconds(parameter: str, value: Any, *, zero: bool = False) -> float:
    """A span of time."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not (number and value <= _LONGEST and (value > 0 or (zero and value == 0))):
        message = (
            f"{parameter} is a number of seconds, {'0' if zero else 'more than 0'} to {_LONGEST}."
        )
        raise wrong(parameter, message, None, _LONGEST if number and value > 0 else 0)
    return float(value)


def deadline(value: Any) -> float | None:
    """The seconds that a call may take in all; None is as long as it takes."""
    return None if value is None else seconds("deadline", value)


def start_time(value: dt.datetime | str, *, repeat: bool = False) -> dt.datetime:
    """A start time as an aware moment, within the days that the service allows.

    Of what may be a `repeat` it may be over: the first send may have been in time, and only the
    service knows it.
    """
    row, days = SEND_PARAMETERS["start_time"], limits.START_TIME_DAYS.value
    moment = now = _times.now()
    try:
        given = _times.parse(value) if isinstance(value, str) else value
        moment = _times.whole(_times.aware(given))
        is_past = moment < now.replace(microsecond=0)
        is_too_late = moment > now + dt.timedelta(days=days)
        fits_in = not is_too_late and (repeat or not is_past)
    except OverflowError:  # in UTC it is before the year 1, or after the year 9999
        fits_in = False
    except (AttributeError, TypeError, ValueError):
        message = "start_time must be a datetime, or a text such as '2030-01-31 10:00'."
        raise wrong("start_time", message, row.type_code) from None
    if not fits_in:
        message = (
            f"start_time is in the past or more than {days} days ahead; leave it out to send now."
        )
        raise wrong("start_time", message, row.limit_code, days)
    if _times.is_second_pass(moment):
        message = (
            "start_time is in the hour that the clocks of Kyiv show twice, and in its second pass, "
            "for which the service has no form: choose a time before or after that hour."
        )
        raise wrong("start_time", message, None)
    return moment


def channel(name: str, values: dict[str, Any], *, repeat: bool = False) -> None:
    """The merged parameters of one channel, in the order of the sandbox (A-83). The start time
    becomes a moment.
    """
    _sender(name, values)
    text, caption, action = (
        text_of("text", values),
        text_of("caption", values),
        text_of("action", values),
    )
    for flag in FLAGS & values.keys():
        _flag(flag, values[flag])
    if name == "viber":
        kind = viber_kind(values)
        for ignored in kind.ignored:
            values.pop(ignored, None)
        fits("text", len(text), limits.VIBER_TEXT_CHARACTERS)
        limit = limits.BUTTON_CAPTION_CHARACTERS
        if kind.caption_limit == "file_caption":
            limit = (
                limits.FILE_CAPTION_CYRILLIC
                if _CYRILLIC.search(caption)
                else limits.FILE_CAPTION_LATIN
            )
        fits("caption", len(caption), limit)
        _link("action", action)
    elif not text:
        raise wrong("text", "The SMS has no text: pass text=.", MISSING_CODES["text"])
    else:
        encoding, units, _ = measure_sms(text)
        fits(
            "text",
            units,
            limits.SMS_GSM_CHARACTERS if encoding == "gsm-7" else limits.SMS_UNICODE_CHARACTERS,
        )
    _range("ttl", values)
    _link("image_url", text_of("image_url", values))
    _range("file_id", values)
    if "start_time" in values:
        values["start_time"] = start_time(values["start_time"], repeat=repeat)


def one_of(missing: int, both: int | None = None, **given: Any) -> None:
    """Raise unless exactly one of these is given. Where the service would take its pick of both,
    there is no code. What is given and empty is given.
    """
    present = [name for name, value in given.items() if value is not None]
    if not present:
        raise wrong(next(iter(given)), f"Pass one of {' and '.join(given)}.", missing)
    if len(present) == 1:
        return
    for name in present:
        if isinstance(given[name], str) and not given[name]:
            raise wrong(name, f"{name} is empty: leave it out.", None)
    raise wrong(present[0], f"Pass one of {' and '.join(given)}, not both.", both)


def plain(operation: str, **given: Any) -> dict[str, Any]:
    """The parameters of a method of `chat` or `file` that are given, as the service names them."""
    body: dict[str, Any] = {}
    for name, value in given.items():
        row = PARAMETERS[operation][theirs := _WIRE.get(name, name)]
        if row.type == "flag":
            _flag(name, value)
        if row.type == "integer" and (value is not None or name == "rows"):
            _whole(name, row, value)
        if row.type == "string" and value is not None:
            _filled(name, row, value)
        if value:
            body[theirs] = 1 if value is True else value
    return body


def number_of(operation: str, **given: Any) -> dict[str, int]:
    """The one number that a method cannot do without, as the service names it."""
    ((name, value),) = given.items()
    theirs = _WIRE.get(name, name)
    _whole(name, PARAMETERS[operation][theirs], value)
    return {theirs: value}


def _filled(name: str, row: Parameter, value: Any) -> None:
    """A text that is not empty, and not too long."""
    _string(name, value, row.type_code)
    if not value:
        code = row.type_code if row.missing_code is None else row.missing_code
        raise wrong(name, f"{name} is empty: leave it out.", code)
    most = row.max_length["request"]
    if len(value) > most:
        message = f"{name} has {len(value)} characters, and {most} fit: shorten it."
        raise wrong(name, message, row.limit_code, most)


def _sender(channel: str, values: Mapping[str, Any]) -> None:
    sender = text_of("sender", values)
    if not sender:
        what = "an empty sender" if "sender" in values else "no sender"
        message = (
            f"The {channel} message has {what}: pass sender=, or {channel}_sender= to the client."
        )
        raise wrong("sender", message, MISSING_CODES["sender"])
    fits("sender", len(sender), limits.SENDER_CHARACTERS)


def _flag(name: str, value: Any) -> None:
    if value not in BOOLEANS:
        raise wrong(name, f"{name} must be True or False.", allowed=BOOLEANS)


def _link(name: str, value: str) -> None:
    if value and not is_link(value):
        message = f"{name} must be a link that begins with http:// or https://."
        raise wrong(name, message, SEND_PARAMETERS[name].limit_code)


def text_of(name: str, values: Mapping[str, Any]) -> str:
    """A text among the values of `message.send`, empty if it is not there."""
    if name not in values:
        return ""
    value: str = values[name]
    _string(name, value, SEND_PARAMETERS[name].type_code)
    return value


def _string(name: str, value: Any, code: int | None) -> None:
    if not isinstance(value, str):
        raise wrong(name, f"{name} must be a string, not {type(value).__name__}.", code)
    if not is_whole(value):
        raise wrong(name, f"{name} has half of a character (a lone surrogate).", code)


def client_sender(name: str, value: Any) -> None:
    """The sender that a client has for messages that name none."""
    if value is None:
        return
    row = SEND_PARAMETERS["sender"]
    _string(name, value, row.type_code)
    if not value:
        raise wrong(name, f"{name} is empty: leave it out.", row.missing_code)
    fits(name, len(value), limits.SENDER_CHARACTERS)


def _range(name: str, values: Mapping[str, Any]) -> None:
    if name in values:
        _whole(name, SEND_PARAMETERS[name], values[name])


def _whole(name: str, row: Parameter, value: Any) -> None:
    low, high = row.minimum or 0, row.maximum
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong(name, f"{name} must be an integer, not {type(value).__name__}.", row.type_code)
    if not low <= value <= (high or value):
        taken = f"at least {low}" if high is None else f"{low} to {high}"
        bound = high if high is not None and value > high else low
        raise wrong(name, f"{name} is {value}; the service takes {taken}.", row.limit_code, bound)


def viber_kind(values: Mapping[str, Any]) -> ViberKind:
    """The kind of Viber message; it may be transactional if it says so, and all parts are there."""
    # Nothing is an empty text, a flag that is not set, and a 0 as `file_id`.
    present = {
        name
        for name, value in values.items()
        if value != ""
        and (value or not (name in FLAGS or (name == "file_id" and type(value) is int)))
    }
    kind = next(
        row
        for row in VIBER_KINDS
        if present.issuperset(row.all)
        and (not row.any or present & {*row.any})
        and present.isdisjoint(row.none)
    )
    if "is_transactional" in present and not kind.transactional_allowed:
        message = (
            f"A transactional Viber message is text alone, and this one is of the kind {kind.kind}."
        )
        raise wrong("is_transactional", message, kind.transactional_code)
    needed = {*kind.required, *(kind.together if present & {*kind.together} else ())}
    missing = [name for name in MISSING_CODES if name in needed - present]
    if missing:
        message = f"A Viber message of this kind ({kind.kind}) needs {' and '.join(missing)}."
        button = {"caption", "action"} <= {*missing}
        raise wrong(
            "caption" if button else missing[0],
            message,
            MISSING_CODES["button" if button else missing[0]],
        )
    return kind
