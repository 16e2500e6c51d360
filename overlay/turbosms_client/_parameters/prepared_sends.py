"""The parameters of a send: those for all channels and those for one, checked and merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, NamedTuple

from turbosms_api.parameters import SendOptions, Sms, Viber
from turbosms_api.tables.limits import RECIPIENTS_PER_REQUEST

from .._formats import times
from .._formats.phones import normalize_phones
from .._results.errors import invalid_parameter
from . import checks
from .channel_checks import read_channel
from .sequence_ids import derive, identify

_NAMES: Final = frozenset(SendOptions.__annotations__)
_SMS_NAMES: Final = tuple(field.name for field in fields(Sms))
_VIBER_NAMES: Final = tuple(field.name for field in fields(Viber))
# Keys of `message/sendmulti` that are not requests.
_NO_REQUESTS: Final = ("token", "sequence_id")


class PreparedSend(NamedTuple):
    """A checked send: the body that goes out, and the recipients as the caller passed them."""

    body: dict[str, Any]
    recipients: list[str]
    """As passed."""
    phones: list[str]
    """As sent, in the same order."""
    hybrid: bool
    sequence_id: str
    operation: str = "message/send"


class PreparedMulti(NamedTuple):
    """The checked sends of one `send_multi`, by the caller's keys, and its `sequence_id`."""

    sequence_id: str
    prepared_sends: Mapping[str, PreparedSend]


def prepare_multi(
    messages: Mapping[str, Mapping[str, Any]],
    sequence_id: str | None,
    senders: Mapping[str, str | None],
) -> PreparedMulti:
    """Check the sends of a `message/sendmulti`.

    A send without a `sequence_id` gets one derived from that of the call and its own key.
    """
    if not isinstance(messages, Mapping) or not messages:
        raise invalid_parameter(
            "messages", "messages must be a non-empty dict of sends, by keys of your choice."
        )
    call_sequence_id = identify(sequence_id)
    prepared_sends: dict[str, PreparedSend] = {}
    for key, options in messages.items():
        _check_message(key, options)
        own_sequence_id = options.get("sequence_id")
        may_be_repeat = sequence_id is not None or own_sequence_id is not None
        if own_sequence_id is None:
            own_sequence_id = derive(call_sequence_id, f"key/{key}")
        own_options = {**options, "sequence_id": own_sequence_id}
        recipients = own_options.pop("recipients", None)
        prepared = prepare(recipients, own_options, senders, may_be_repeat=may_be_repeat)
        checks.check_length("recipients", len(prepared.recipients), RECIPIENTS_PER_REQUEST)
        prepared_sends[key] = prepared._replace(operation="message/sendmulti")
    distinct_ids = {prepared.sequence_id for prepared in prepared_sends.values()}
    if len(distinct_ids) < len(prepared_sends):
        raise invalid_parameter(
            "sequence_id", "Two sends have the same sequence_id: the second would not be sent."
        )
    return PreparedMulti(call_sequence_id, prepared_sends)


def _check_message(key: Any, options: Any) -> None:
    if not isinstance(key, str) or not checks.is_whole(key) or key in _NO_REQUESTS:
        raise invalid_parameter(
            "messages", f"A key must be a string other than {' or '.join(_NO_REQUESTS)}."
        )
    if not isinstance(options, Mapping):
        raise invalid_parameter("messages", "Each send must be a dict with the parameters of send.")


def prepare(
    recipients: Any,
    options: Mapping[str, Any],
    senders: Mapping[str, str | None],
    *,
    may_be_repeat: bool | None = None,
) -> PreparedSend:
    """Merge and check all the parameters of a send.

    A call with a `sequence_id` of the caller's may repeat an earlier one, unless `may_be_repeat` is
    False.

    Raises:
        InvalidParameterError: the service would refuse a parameter.
    """
    common = _by_name(options)
    if may_be_repeat is None:
        may_be_repeat = common["sequence_id"] is not None
    sequence_id = identify(common["sequence_id"])
    channels = _channels(common, senders)  # before the recipients, as the service does
    recipient_list = checks.read_recipients(recipients)
    values_by_channel: dict[str, dict[str, Any]] = {}
    for name, channel in channels.items():
        merged = _merge(channel, common, senders[name])
        values_by_channel[name] = read_channel(name, merged, may_be_repeat=may_be_repeat)
    phones = normalize_phones(recipient_list)
    body: dict[str, Any] = {"recipients": phones, "sequence_id": sequence_id}
    body.update(_to_wire(values_by_channel))
    return PreparedSend(
        body=body,
        recipients=recipient_list,
        phones=phones,
        hybrid=len(channels) > 1,
        sequence_id=sequence_id,
    )


def _by_name(options: Mapping[str, Any]) -> dict[str, Any]:
    """All options of a send by name; None for those that were not passed."""
    common = dict.fromkeys(_NAMES)
    for name, value in options.items():
        if name not in _NAMES:
            message = f"send has no parameter {name!r}. Use one of: {', '.join(sorted(_NAMES))}."
            raise invalid_parameter(name, message, allowed=tuple(sorted(_NAMES)))
        common[name] = value
    return common


def _channels(
    common: Mapping[str, Any], senders: Mapping[str, str | None]
) -> dict[str, Sms | Viber]:
    """The channels that were passed; without any, those for which the client has a sender."""
    is_any_asked_for = common["viber"] is not None or common["sms"] is not None
    chosen: dict[str, Sms | Viber] = {}
    for name, kind in (("viber", Viber), ("sms", Sms)):
        channel = common[name]
        if channel is not None and not isinstance(channel, kind):
            message = f"{name} must be {kind.__name__}(...), not {type(channel).__name__}."
            raise invalid_parameter(name, message)
        if channel is not None:
            chosen[name] = channel
        elif senders[name] and not is_any_asked_for:
            chosen[name] = kind()
    if not chosen:
        raise invalid_parameter(
            "sms",
            "No channel: pass sms=Sms(...), viber=Viber(...) or both, or create the client with an "
            "sms_sender or a viber_sender. sender= alone does not choose a channel.",
        )
    return chosen


def _merge(channel: Sms | Viber, common: Mapping[str, Any], sender: str | None) -> dict[str, Any]:
    """The channel's own value for each parameter, else the common one, else the client's sender."""
    merged: dict[str, Any] = {}
    if sender is not None:
        merged["sender"] = sender
    names = _VIBER_NAMES if isinstance(channel, Viber) else _SMS_NAMES
    for name in names:
        value = getattr(channel, name)
        if value is None:
            value = common[name]
        if value is not None:
            merged[name] = value
    return merged


def _to_wire(values_by_channel: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    # Every channel carries its own values, since an empty `sms: {}` might not count as a channel
    # . The start time goes where the documentation shows it, unless the channels differ.
    fields_by_channel: dict[str, dict[str, Any]] = {}
    for channel, values in values_by_channel.items():
        fields_by_channel[channel] = _fields_of(values)
    start_times = {fields.get("start_time") for fields in fields_by_channel.values()}
    body: dict[str, Any] = {}
    if len(start_times) == 1 and None not in start_times:
        body["start_time"] = start_times.pop()
        for fields_of_channel in fields_by_channel.values():
            del fields_of_channel["start_time"]
    body.update(fields_by_channel)
    return body


def _fields_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of one channel as they go into JSON; a flag that is not set is left out."""
    wire_fields: dict[str, Any] = {}
    for name, value in values.items():
        if name == "start_time":
            wire_fields[name] = times.to_wire(value)
        elif name not in checks.FLAGS:
            wire_fields[name] = value
        elif value:
            wire_fields[name] = 1
    return wire_fields
