"""All rules, in the order in which their problems are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.spec.agreement import (
    addresses,
    codes,
    named_properties,
    operations,
    parameters,
    results,
    tables,
    viber_kinds,
    webhooks,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.model.spec import Spec
    from generator.spec.problems import Problem

_RULES: Final = (
    codes.problems,
    operations.problems,
    tables.problems,
    viber_kinds.problems,
    parameters.problems,
    named_properties.problems,
    results.problems,
    webhooks.problems,
    addresses.problems,
)


def problems(spec: Spec) -> Iterator[Problem]:
    """Every disagreement in a spec that the checks have passed."""
    for rule in _RULES:
        yield from rule(spec)
