"""The parameters of requests: those of message/send with its channels, and of chats and files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.spec.model.operations import Operation
    from generator.spec.model.schemas import Property, Schemas

#: The schema of the request of message/send, with the values that hold for all channels.
SEND_REQUEST: Final = "SendRequest"
#: Its channels, each with the schema of its own parameters.
CHANNELS: Final = {"sms": "SmsParameters", "viber": "ViberParameters"}
#: The limit of a parameter of the request as a whole stands under this name.
_WHOLE_REQUEST: Final = "request"


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A parameter of a request."""

    name: str
    channels: tuple[str, ...]
    """The channels that know it; none for a parameter of the request as a whole."""
    type: str
    minimum: float | None
    maximum: float | None
    max_length: Mapping[str, int]
    """By channel, or under `request`."""
    missing_code: int | None
    type_code: int | None
    limit_code: int | None
    properties: tuple[Property, ...]
    """The properties of all schemas that have it."""


def read_send_parameters(schemas: Schemas) -> tuple[Parameter, ...]:
    """The parameters of message/send but its channels, as they first appear."""
    by_name: dict[str, list[Property]] = {}
    for owner in (*CHANNELS.values(), SEND_REQUEST):
        for each in schemas.properties(owner):
            is_channel = owner == SEND_REQUEST and each.name in CHANNELS
            if not is_channel:
                by_name.setdefault(each.name, []).append(each)
    return tuple(_send_parameter(properties) for properties in by_name.values())


def read_other_parameters(
    schemas: Schemas, operations: Iterable[Operation]
) -> dict[str, tuple[Parameter, ...]]:
    """The same for every operation of the other modules that takes data, by its name."""
    parameters: dict[str, tuple[Parameter, ...]] = {}
    for operation in operations:
        owner = operation.request_schema
        if owner is None or operation.module == "message":
            continue
        properties = schemas.properties(owner)
        parameters[operation.name] = tuple(_whole_parameter(each) for each in properties)
    return parameters


def _send_parameter(properties: list[Property]) -> Parameter:
    by_channel: dict[str, Property] = {}
    for channel, owner in CHANNELS.items():
        for each in properties:
            if each.owner == owner:
                by_channel[channel] = each
    if not by_channel:
        return _whole_parameter(properties[0])
    return _parameter(properties, tuple(by_channel), by_channel)


def _whole_parameter(described: Property) -> Parameter:
    return _parameter([described], (), {_WHOLE_REQUEST: described})


def _parameter(
    properties: list[Property], channels: tuple[str, ...], limited: Mapping[str, Property]
) -> Parameter:
    schema = properties[0].schema
    max_length: dict[str, int] = {}
    for name, each in limited.items():
        if each.schema.max_length is not None:
            max_length[name] = each.schema.max_length
    codes = schema.annotations.codes
    return Parameter(
        name=properties[0].name,
        channels=channels,
        type=schema.type_name,
        minimum=schema.minimum,
        maximum=schema.maximum,
        max_length=max_length,
        missing_code=codes.get("missing"),
        type_code=codes.get("type"),
        limit_code=codes.get("limit"),
        properties=tuple(properties),
    )
