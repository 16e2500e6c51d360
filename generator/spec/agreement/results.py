"""The classes of `x-results`: their names, their schemas, and their fields."""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING, Final

from generator.spec.agreement.class_fields import impossible_names, missing_properties
from generator.spec.agreement.duplicates import duplicates
from generator.spec.agreement.reserved_names import OF_RESULT_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from generator.spec.model.results import ResultClass, ResultField
    from generator.spec.model.spec import Spec
    from generator.spec.problems import Problem

_READERS_OF_KEYS: Final = frozenset({"text", "number", "code"})


def problems(spec: Spec) -> Iterator[Problem]:
    """Everything for which no class could be made, or another one than the table says."""
    yield from duplicates(spec, "name", [(each.location, each.name) for each in spec.results])
    yield from _names(spec)
    owners = _owners(spec)
    with_two_owners = list(_with_two_owners(spec, owners))
    yield from with_two_owners
    if with_two_owners:
        return
    for result in spec.results:
        yield from _meaning(spec, result)
        for option, names in result.named_properties.items():
            yield from missing_properties(spec, result, option, names)
        yield from impossible_names(spec, result, OF_RESULT_CLASSES)
        yield from _types(spec, result)


def _names(spec: Spec) -> Iterator[Problem]:
    modules = {operation.module for operation in spec.operations}
    for result in spec.results:
        for key, name in (("name", result.name), ("module", result.module)):
            if iskeyword(name):
                message = f"{name} is a keyword of Python, not a name"
                yield spec.document.problem((*result.location, key), message)
        if result.module not in modules:
            message = f"no path is of the module {result.module}"
            yield spec.document.problem((*result.location, "module"), message)


def _owners(spec: Spec) -> dict[str, ResultClass]:
    """By schema, the first class that is made from it."""
    owners: dict[str, ResultClass] = {}
    for result in spec.results:
        for schema in result.schemas:
            owners.setdefault(schema, result)
    return owners


def _with_two_owners(spec: Spec, owners: dict[str, ResultClass]) -> Iterator[Problem]:
    for result in spec.results:
        for index, schema in enumerate(result.schemas):
            if owners[schema] is not result:
                message = f"{schema} belongs to {owners[schema].name}"
                yield spec.document.problem((*result.location, "schemas", index), message)


def _meaning(spec: Spec, result: ResultClass) -> Iterator[Problem]:
    schema = result.schemas[0]
    if result.meaning is None and not spec.schemas.by_name[schema].description:
        message = f"{result.name} has no meaning, and {schema} has no description"
        yield spec.document.problem(result.location, message)


def _types(spec: Spec, result: ResultClass) -> Iterator[Problem]:
    classes_of_module = {each.name for each in spec.results if each.module == result.module}
    for each in result.fields:
        complaint = _complaint_of_type(each, classes_of_module)
        if complaint is not None:
            yield spec.document.problem(each.property.location, complaint)


def _complaint_of_type(each: ResultField, classes_of_module: Set[str]) -> str | None:
    """What is wrong with the type of a field, for what the table makes of it."""
    name = each.property.name
    holds_class = each.held_class in classes_of_module
    if each.reader is None and not holds_class:
        return f"nothing reads a value of the type of {name}"
    if each.is_key and each.reader not in _READERS_OF_KEYS:
        return f"{name} is no text or number, and so no key"
    if each.is_always_there and not each.is_key and each.reader != "text":
        return f"{name} is no text, which alone can be empty"
    return None
