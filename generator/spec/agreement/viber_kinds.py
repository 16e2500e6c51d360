"""The table of the kinds of Viber message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.spec.agreement.duplicates import duplicates
from generator.spec.model.parameters import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import Location
    from generator.spec.model.spec import Spec
    from generator.spec.model.viber_kinds import ViberKind
    from generator.spec.problems import Problem


def problems(spec: Spec) -> Iterator[Problem]:
    """Kinds that stand twice, name what there is not, or contradict themselves."""
    yield from duplicates(spec, "kind", [(each.location, each.kind) for each in spec.kinds])
    for kind in spec.kinds:
        yield from _parameters(spec, kind)
        yield from _rules(spec, kind)


def _parameters(spec: Spec, kind: ViberKind) -> Iterator[Problem]:
    schema = CHANNELS["viber"]
    parameters = spec.schemas.by_name[schema].properties
    for location, names in _named_parameters(kind):
        for index, name in enumerate(names):
            if name not in parameters:
                message = f"{schema} has no property {name}"
                yield spec.document.problem((*location, index), message)


def _named_parameters(kind: ViberKind) -> Iterator[tuple[Location, tuple[str, ...]]]:
    yield (*kind.location, "when", "all"), kind.when.all
    yield (*kind.location, "when", "any"), kind.when.any
    yield (*kind.location, "when", "none"), kind.when.none
    yield (*kind.location, "required"), kind.required
    yield (*kind.location, "together"), kind.together
    yield (*kind.location, "ignored"), kind.ignored


def _rules(spec: Spec, kind: ViberKind) -> Iterator[Problem]:
    document = spec.document
    has_limits = any(kind.limits_caption(limit.name) for limit in spec.limits)
    if kind.caption_limit is not None and not has_limits:
        message = f"no row of x-limits starts with {kind.caption_limit}_"
        yield document.problem((*kind.location, "caption_limit"), message)
    takes_any_file = kind.file in {"none", "any"}
    if (kind.file_code is None) != takes_any_file:
        message = f"file {kind.file} and file_code do not agree"
        yield document.problem((*kind.location, "file_code"), message)
    if kind.transactional_allowed != (kind.transactional_code is None):
        message = "a code stands exactly where it is not allowed"
        yield document.problem((*kind.location, "transactional"), message)
