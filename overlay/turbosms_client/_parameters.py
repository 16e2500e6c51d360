"""The parameters of a send: what is given for all channels, what for one, and how they merge."""

from __future__ import annotations

import uuid
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple

from turbosms_api.parameters import Sms, Viber

from . import _checks, _times
from ._phones import normalize_phone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Draft", "Sms", "Viber", "prepare"]


class Draft(NamedTuple):
    """A send, checked and ready: what goes out, and how it reads back to what the caller gave."""

    body: dict[str, Any]
    recipients: list[str]
    """As given."""
    phones: list[str]
    """As sent, in the same order."""
    hybrid: bool
    sequence_id: str


def prepare(recipients: Iterable[str], common: Mapping[str, Any], senders: Mapping[str, str | None]) -> Draft:
    """Merge and check everything that the caller gave; `InvalidParameterError` if the service would refuse it."""
    given = _checks.recipients(recipients)
    number = common["sequence_id"]
    number = uuid.uuid4().hex if number is None else _checks.sequence_id(number)
    merged = {name: _merge(own, common, senders[name]) for name, own in _channels(common, senders).items()}
    for name, values in merged.items():
        _checks.channel(name, values)
    phones = [normalize_phone(recipient) or recipient for recipient in given]
    body = {"recipients": phones, "sequence_id": number, **_to_wire(merged)}
    return Draft(body, given, phones, len(merged) > 1, number)


def _channels(common: Mapping[str, Any], senders: Mapping[str, str | None]) -> dict[str, Sms | Viber]:
    """The channels that are asked for; with neither, those that have a sender of the client."""
    chosen: dict[str, Sms | Viber] = {}
    for name, kind in (("viber", Viber), ("sms", Sms)):
        own = common[name]
        if own is not None and not isinstance(own, kind):
            raise _checks.wrong(name, f"{name} takes {kind.__name__}(...), not {type(own).__name__}.")
        if own is not None or (common["sms"] is common["viber"] is None and senders[name]):
            chosen[name] = own or kind()
    if not chosen:
        raise _checks.wrong("sms", "No channel: pass sms=Sms(...), viber=Viber(...), or give the client a sender.")
    return chosen


def _merge(own: Sms | Viber, common: Mapping[str, Any], sender: str | None) -> dict[str, Any]:
    merged: dict[str, Any] = {} if sender is None else {"sender": sender}
    for name in (field.name for field in fields(own)):
        value = common[name] if getattr(own, name) is None else getattr(own, name)
        if value is not None:
            merged[name] = value
    return merged


def _to_wire(merged: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    # Every channel carries its values itself, since an empty `sms: {}` might not count as one. The start time
    # stands where the documentation shows it, unless the channels differ.
    body: dict[str, Any] = {}
    starts = {values.get("start_time") for values in merged.values()}
    for channel, values in merged.items():
        body[channel] = {name: value for name, value in values.items() if name not in _checks.FLAGS or value}
        body[channel] |= dict.fromkeys(_checks.FLAGS & body[channel].keys(), 1)
        if "start_time" in body[channel]:
            start = _times.to_wire(body[channel].pop("start_time"))
            (body if len(starts) == 1 else body[channel])["start_time"] = start
    return body
