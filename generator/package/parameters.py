"""Writes the classes of the parameters of message/send: a class for each channel, and the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.package.rendering import render
from generator.package.wording import first_sentence, with_limits
from generator.spec.model.parameters import CHANNELS, SEND_REQUEST

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.model.schemas import Property
    from generator.spec.model.spec import Spec

#: The types of parameters in Python, by those in JSON.
_TYPES: Final = {"string": "str", "integer": "int", "flag": "bool", "array": "Iterable[str]"}
_TIME: Final = "dt.datetime | str"


@dataclass(frozen=True)
class ParameterField:
    """A field of one of the classes."""

    name: str
    type: str
    doc: str


@dataclass(frozen=True)
class ChannelClass:
    """The class of a channel."""

    name: str
    meaning: str
    fields: tuple[ParameterField, ...]


def write_parameters(spec: Spec, package: Path) -> None:
    """Write `parameters.py` into the package."""
    request = spec.schemas.by_name[SEND_REQUEST]
    required: list[ParameterField] = []
    optional: list[ParameterField] = []
    for field in _fields(spec, SEND_REQUEST):
        is_required = field.name in request.required
        (required if is_required else optional).append(field)
    values = {"channels": _channels(spec), "required": required, "optional": optional}
    render("parameters.py.jinja", package / "parameters.py", values)


def _channels(spec: Spec) -> list[ChannelClass]:
    classes: list[ChannelClass] = []
    for channel, owner in CHANNELS.items():
        meaning = first_sentence(spec.schemas.by_name[owner].description)
        classes.append(ChannelClass(channel.capitalize(), meaning, _fields(spec, owner)))
    return classes


def _fields(spec: Spec, owner: str) -> tuple[ParameterField, ...]:
    fields: list[ParameterField] = []
    for described in spec.schemas.properties(owner):
        is_another_name = described.schema.annotations.synonym is not None
        if not is_another_name:
            fields.append(_field(spec, described))
    return tuple(fields)


def _field(spec: Spec, described: Property) -> ParameterField:
    name = described.name
    schema = described.schema
    if name in CHANNELS:
        channel = spec.schemas.by_name[CHANNELS[name]]
        return ParameterField(name, name.capitalize(), first_sentence(channel.description))
    is_time = schema.annotations.format == "time"
    return ParameterField(name, _TIME if is_time else _TYPES[schema.type_name], with_limits(schema))
