"""The parameters of message/send, which its schemas share."""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING, Final

from generator.spec.agreement.reserved_names import OF_RESULT_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.model.parameters import Parameter
    from generator.spec.model.spec import Spec
    from generator.spec.problems import Problem

#: The types for which there is one in Python.
_TYPES: Final = frozenset({"string", "integer", "flag", "array"})


def problems(spec: Spec) -> Iterator[Problem]:
    """Parameters that Python cannot have, and those that differ from schema to schema."""
    for parameter in spec.parameters:
        yield from _in_python(spec, parameter)
        yield from _differences(spec, parameter)


def _in_python(spec: Spec, parameter: Parameter) -> Iterator[Problem]:
    name = parameter.name
    location = parameter.properties[0].location
    if parameter.type not in _TYPES:
        message = f"nothing in Python is of the type of {name}, {parameter.type}"
        yield spec.document.problem(location, message)
    if iskeyword(name) or name in OF_RESULT_CLASSES or not name.isidentifier():
        message = f"{name} cannot be the name of a parameter in Python"
        yield spec.document.problem(location, message)


def _differences(spec: Spec, parameter: Parameter) -> Iterator[Problem]:
    first, *others = parameter.properties
    owners = ", ".join(each.owner for each in parameter.properties)
    for other in others:
        pairs = {
            "type": (first.schema.type_name, other.schema.type_name),
            "minimum": (first.schema.minimum, other.schema.minimum),
            "maximum": (first.schema.maximum, other.schema.maximum),
            "x-codes": (first.schema.annotations.codes, other.schema.annotations.codes),
        }
        for key, (of_first, of_other) in pairs.items():
            if of_first != of_other:
                message = f"{key} of {parameter.name} differs between {owners}"
                yield spec.document.problem(parameter.properties[-1].location, message)
