"""What holds for the fields of every class that is made of schemas: a result, or an event."""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from generator.spec.model.results import ResultClass
    from generator.spec.model.spec import Spec
    from generator.spec.model.webhooks import WebhookEvent
    from generator.spec.problems import Problem

    MadeClass = ResultClass | WebhookEvent


def missing_properties(
    spec: Spec, made: MadeClass, option: str, names: Iterable[str]
) -> Iterator[Problem]:
    """The properties that an option of a class names and none of its schemas has."""
    for name in names:
        if name not in made.properties:
            message = f"none of {', '.join(made.schemas)} has {name}"
            yield spec.document.problem((*made.location, option), message)


def impossible_names(spec: Spec, made: MadeClass, reserved: Set[str]) -> Iterator[Problem]:
    """The fields whose name another one has, or the code of the class needs."""
    names: set[str] = set()
    for each in made.fields:
        cannot_be_a_name = iskeyword(each.name) or each.name in reserved
        if cannot_be_a_name or each.name in names:
            message = f"{each.name} cannot be the name of a field of {made.name}"
            yield spec.document.problem(each.property.location, message)
        names.add(each.name)
