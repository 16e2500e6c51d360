"""Finds what the service would refuse in one channel of a message, before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from turbosms_api.tables import alphabets, limits
from turbosms_api.tables.limits import Limit
from turbosms_api.tables.parameters import SEND_PARAMETERS
from turbosms_api.tables.viber_kinds import MISSING_CODES, VIBER_KINDS, ViberKind

from .._formats.texts import measure_sms, outside_gsm
from .._results.errors import invalid_parameter
from . import checks
from .start_times import read_start_time

_CYRILLIC: Final = alphabets.CYRILLIC.blocks


def read_channel(name: str, values: Mapping[str, Any], *, may_be_repeat: bool) -> dict[str, Any]:
    """Check the merged parameters of one channel, in the order of A-83.

    Returns them without those that have no effect in this kind of message, and with the start time
    as an aware `datetime`.
    """
    _check_sender(name, values)
    text = checks.text_of("text", values)
    caption = checks.text_of("caption", values)
    action = checks.text_of("action", values)
    for flag in checks.FLAGS & values.keys():
        checks.check_flag(flag, values[flag])
    effective = dict(values)
    if name == "viber":
        kind = viber_kind(values)
        for ignored in kind.ignored:
            effective.pop(ignored, None)
        _check_viber_texts(kind, text, caption)
        _check_link("action", action)
    else:
        _check_sms_text(text)
    _check_range("ttl", effective)
    _check_link("image_url", checks.text_of("image_url", effective))
    _check_range("file_id", effective)
    if "start_time" in effective:
        effective["start_time"] = read_start_time(
            effective["start_time"], may_be_repeat=may_be_repeat
        )
    return effective


def _check_viber_texts(kind: ViberKind, text: str, caption: str) -> None:
    checks.check_length("text", len(text), limits.VIBER_TEXT_CHARACTERS)
    if kind.caption_limit != "file_caption":
        limit = limits.BUTTON_CAPTION_CHARACTERS
    elif _has_cyrillic(caption):
        limit = limits.FILE_CAPTION_CYRILLIC
    else:
        limit = limits.FILE_CAPTION_LATIN
    checks.check_length("caption", len(caption), limit)


def _has_cyrillic(text: str) -> bool:
    return any(first <= ord(each) <= last for each in text for first, last in _CYRILLIC)


def _check_sms_text(text: str) -> None:
    if not text:
        raise invalid_parameter("text", "The SMS has no text: pass text=.", MISSING_CODES["text"])
    size = measure_sms(text)
    limit = sms_limit(size.encoding)
    if size.units <= limit.value:
        return
    message = f"text has {size.units} {limit.unit}, and {limit.value} fit: shorten it."
    if size.encoding != "gsm-7":
        gsm_limit = sms_limit("gsm-7")
        message = (
            f"{message} {gsm_limit.value} {gsm_limit.unit} would fit if every character were in "
            f"the GSM alphabet; the first one that is not: {outside_gsm(text)[0]!r}."
        )
    raise invalid_parameter("text", message, limit.code, limit=limit.value)


def sms_limit(encoding: str) -> Limit:
    """The length limit of an SMS."""
    if encoding == "gsm-7":
        return limits.SMS_GSM_CHARACTERS
    return limits.SMS_UNICODE_CHARACTERS


def _check_sender(channel: str, values: Mapping[str, Any]) -> None:
    sender = checks.text_of("sender", values)
    if not sender:
        problem = "an empty sender" if "sender" in values else "no sender"
        message = (
            f"The {channel} message has {problem}: "
            f"pass sender=, or {channel}_sender= to the client."
        )
        raise invalid_parameter("sender", message, MISSING_CODES["sender"])
    checks.check_length("sender", len(sender), limits.SENDER_CHARACTERS)


def _check_link(name: str, value: str) -> None:
    if value and not checks.is_link(value):
        raise checks.no_link(name, SEND_PARAMETERS[name].limit_code)


def _check_range(name: str, values: Mapping[str, Any]) -> None:
    if name in values:
        checks.check_integer(name, SEND_PARAMETERS[name], values[name])


def viber_kind(values: Mapping[str, Any]) -> ViberKind:
    """Find the kind of a Viber message, and check that it is complete and may be transactional."""
    present = {name for name, value in values.items() if _is_present(name, value)}
    kind = _kind_of(present)
    if "is_transactional" in present and not kind.transactional_allowed:
        message = f"A transactional Viber message must be plain text; this is of kind {kind.kind}."
        raise invalid_parameter("is_transactional", message, kind.transactional_code)
    required = set(kind.required)
    if not present.isdisjoint(kind.together):
        required.update(kind.together)
    missing = [name for name in MISSING_CODES if name in required - present]
    if missing:
        message = f"A Viber message of this kind ({kind.kind}) also needs {' and '.join(missing)}."
        lacks_button = "caption" in missing and "action" in missing
        if lacks_button:
            raise invalid_parameter("caption", message, MISSING_CODES["button"])
        raise invalid_parameter(missing[0], message, MISSING_CODES[missing[0]])
    return kind


def _is_present(name: str, value: Any) -> bool:
    """Whether the service takes a value as present: an empty text, a flag that is not set and a
    `file_id` of 0 are not.
    """
    if value == "":
        return False
    if name in checks.FLAGS:
        return bool(value)
    is_no_file = name == "file_id" and type(value) is int and value == 0
    return not is_no_file


def _kind_of(present: set[str]) -> ViberKind:
    """The first kind that these parameters match; the last kind matches anything."""
    for kind in VIBER_KINDS[:-1]:
        has_all = present.issuperset(kind.all)
        has_any = not kind.any or not present.isdisjoint(kind.any)
        if has_all and has_any and present.isdisjoint(kind.none):
            return kind
    return VIBER_KINDS[-1]
