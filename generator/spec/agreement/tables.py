"""The tables of statuses, limits and file types."""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING, Final

from generator.spec.agreement.duplicates import duplicates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.model.spec import Spec
    from generator.spec.problems import Problem

#: Names that the module of the limits has already.
_RESERVED: Final = frozenset({"LIMITS", "FINAL"})


def problems(spec: Spec) -> Iterator[Problem]:
    """Entries that stand twice, and those that contradict themselves."""
    yield from _statuses(spec)
    yield from _limits(spec)
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


def _limits(spec: Spec) -> Iterator[Problem]:
    yield from duplicates(spec, "name", [(each.location, each.name) for each in spec.limits])
    for limit in spec.limits:
        constant = limit.name.upper()
        if iskeyword(constant) or constant in _RESERVED:
            message = f"{limit.name} cannot be the name of a constant"
            yield spec.document.problem(limit.location, message)
