"""The parameters of a send: what is given for all channels, what for one, and how they merge."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Final, NamedTuple

from turbosms_api.parameters import SendParameters, Sms, Viber
from turbosms_api.tables.limits import RECIPIENTS_PER_REQUEST

from . import _checks, _times
from ._phones import normalize_phones

_DERIVED: Final = uuid.UUID("7ad1c0f5-6d0e-4b52-9d38-2f6f5a1c8e44")
_NAMES: Final = frozenset(SendParameters.__annotations__)
_SMS_NAMES: Final = tuple(field.name for field in fields(Sms))
_VIBER_NAMES: Final = tuple(field.name for field in fields(Viber))
_NO_REQUESTS: Final = ("token", "sequence_id")  # beside the requests of `message/sendmulti`


class PreparedSend(NamedTuple):
    """A send, checked and ready: what goes out, and how it reads back to what the caller gave."""

    body: dict[str, Any]
    recipients: list[str]
    """As given."""
    phones: list[str]
    """As sent, in the same order."""
    hybrid: bool
    sequence_id: str
    operation: str = "message/send"


class PreparedBatch(NamedTuple):
    """Many sends for one request, by the caller's keys, with the `sequence_id` of the whole."""

    sequence_id: str
    prepared_sends: Mapping[str, PreparedSend]


def derive(sequence_id: str, part: str) -> str:
    """The number of one request of a call of several: the same in every process and version, and
    nobody else's.
    """
    return uuid.uuid5(_DERIVED, f"{sequence_id}/{part}").hex


def identify(number: str | None) -> str:
    """The caller's own `sequence_id`, or a new one."""
    return secrets.token_hex(16) if number is None else _checks.sequence_id(number)


def prepare_multi(
    messages: Mapping[str, Mapping[str, Any]],
    own_number: str | None,
    senders: Mapping[str, str | None],
) -> PreparedBatch:
    """The sends of a `message/sendmulti`, checked.

    One without a `sequence_id` gets one that belongs to its key in this call.
    """
    if not isinstance(messages, Mapping) or not messages:
        raise _checks.wrong(
            "messages", "messages must be a dict of sends by keys of your choice, and not empty."
        )
    number, prepared_sends = identify(own_number), {}
    for key, given in messages.items():
        if not isinstance(key, str) or not _checks.is_whole(key) or key in _NO_REQUESTS:
            raise _checks.wrong(
                "messages", f"A key must be a string, but not {' or '.join(_NO_REQUESTS)}."
            )
        if not isinstance(given, Mapping):
            raise _checks.wrong("messages", "Each send must be a dict of the parameters of send.")
        repeat = own_number is not None or given.get("sequence_id") is not None
        own = given.get("sequence_id")
        each_number = derive(number, f"key/{key}") if own is None else own
        prepared = prepare_one({**given, "sequence_id": each_number}, senders, repeat=repeat)
        _checks.fits("recipients", len(prepared.recipients), RECIPIENTS_PER_REQUEST)
        prepared_sends[key] = prepared._replace(operation="message/sendmulti")
    if len({prepared.sequence_id for prepared in prepared_sends.values()}) < len(prepared_sends):
        raise _checks.wrong(
            "sequence_id", "Two sends have the same sequence_id: the second would not be sent."
        )
    return PreparedBatch(number, prepared_sends)


def prepare_one(
    given: Mapping[str, Any], senders: Mapping[str, str | None], *, repeat: bool | None = None
) -> PreparedSend:
    """The prepared of parameters by their names."""
    if strange := [*(given.keys() - _NAMES)]:
        message = f"{strange[0]} is no parameter of a send."
        raise _checks.wrong(strange[0], message, allowed=tuple(sorted(_NAMES)))
    return prepare(
        given.get("recipients"), {**dict.fromkeys(_NAMES), **given}, senders, repeat=repeat
    )


def prepare(
    recipients: Iterable[str] | None,
    common: Mapping[str, Any],
    senders: Mapping[str, str | None],
    *,
    repeat: bool | None = None,
) -> PreparedSend:
    """Merge and check everything that the caller gave; `InvalidParameterError` if the service would
    refuse it.

    What has a `sequence_id` of the caller's may be a `repeat`, unless it is said not to be.
    """
    number, channels = (
        identify(common["sequence_id"]),
        _channels(common, senders),
    )  # first, as the service does
    given = _checks.recipients(recipients)
    merged = {name: _merge(own, common, senders[name]) for name, own in channels.items()}
    for name, values in merged.items():
        _checks.channel(
            name, values, repeat=common["sequence_id"] is not None if repeat is None else repeat
        )
    phones = normalize_phones(given)
    body = {"recipients": phones, "sequence_id": number, **_to_wire(merged)}
    return PreparedSend(body, given, phones, len(merged) > 1, number)


def _channels(
    common: Mapping[str, Any], senders: Mapping[str, str | None]
) -> dict[str, Sms | Viber]:
    """The channels that are asked for; with neither, those that have a sender of the client."""
    chosen: dict[str, Sms | Viber] = {}
    for name, kind in (("viber", Viber), ("sms", Sms)):
        own = common[name]
        if own is not None and not isinstance(own, kind):
            raise _checks.wrong(
                name, f"{name} takes {kind.__name__}(...), not {type(own).__name__}."
            )
        if own is not None or (common["sms"] is common["viber"] is None and senders[name]):
            chosen[name] = own or kind()
    if not chosen:
        raise _checks.wrong(
            "sms", "No channel: pass sms=Sms(...), viber=Viber(...), or give the client a sender."
        )
    return chosen


def _merge(own: Sms | Viber, common: Mapping[str, Any], sender: str | None) -> dict[str, Any]:
    merged: dict[str, Any] = {} if sender is None else {"sender": sender}
    for name in _VIBER_NAMES if isinstance(own, Viber) else _SMS_NAMES:
        value = common[name] if getattr(own, name) is None else getattr(own, name)
        if value is not None:
            merged[name] = value
    return merged


def _to_wire(merged: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    # Every channel carries its values itself, since an empty `sms: {}` might not count as one
    # . The start time stands where the documentation shows it, unless the channels differ.
    body: dict[str, Any] = {}
    starts = {values.get("start_time") for values in merged.values()}
    for channel, values in merged.items():
        body[channel] = {
            name: value for name, value in values.items() if name not in _checks.FLAGS or value
        }
        body[channel] |= dict.fromkeys(_checks.FLAGS & body[channel].keys(), 1)
        if "start_time" in body[channel]:
            start = _times.to_wire(body[channel].pop("start_time"))
            (body if len(starts) == 1 else body[channel])["start_time"] = start
    return body
