"""The tables of statuses, limits, alphabets and file types."""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING, Final

from generator.spec.agreement.duplicates import duplicates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import Location
    from generator.spec.model.spec import Spec
    from generator.spec.problems import Problem

#: Names that the modules of limits and alphabets have already.
_RESERVED: Final = frozenset({"LIMITS", "ALPHABETS", "FINAL"})


def problems(spec: Spec) -> Iterator[Problem]:
    """Entries that stand twice, and those that contradict themselves."""
    yield from _statuses(spec)
    yield from _limits(spec)
    yield from _alphabets(spec)
    extensions = [(each.location, each.extension) for each in spec.file_types]
    yield from duplicates(spec, "extension", extensions)


def _statuses(spec: Spec) -> Iterator[Problem]:
    yield from duplicates(spec, "name", [(each.location, each.name) for each in spec.statuses])
    reasons = [(each.location, each.name) for each in spec.rejection_reasons]
    yield from duplicates(spec, "name", reasons)
    for status in spec.statuses:
        if status.delivered and not status.final:
            message = f"{status.name} is delivered, but not final"
            yield spec.document.problem(status.location, message)


def _alphabets(spec: Spec) -> Iterator[Problem]:
    yield from duplicates(spec, "name", [(each.location, each.name) for each in spec.alphabets])
    for alphabet in spec.alphabets:
        yield from _constant(spec, alphabet.location, alphabet.name)
        for index, (first, last) in enumerate(alphabet.blocks):
            if last < first:
                message = f"{alphabet.name} has a block that ends before it begins"
                yield spec.document.problem((*alphabet.location, "blocks", index), message)
        if not alphabet.ranges:
            yield spec.document.problem(alphabet.location, f"{alphabet.name} has no characters")


def _limits(spec: Spec) -> Iterator[Problem]:
    yield from duplicates(spec, "name", [(each.location, each.name) for each in spec.limits])
    for limit in spec.limits:
        yield from _constant(spec, limit.location, limit.name)


def _constant(spec: Spec, location: Location, name: str) -> Iterator[Problem]:
    constant = name.upper()
    if iskeyword(constant) or constant in _RESERVED:
        yield spec.document.problem(location, f"{name} cannot be the name of a constant")
