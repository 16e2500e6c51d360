"""The x- keys that may stand on any schema."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class Annotations:
    """What a schema says besides OpenAPI. docs/spec-extensions.md has the meanings."""

    codes: Mapping[str, int] = field(default_factory=dict)
    """The result code by case: `missing`, `type`, `limit`."""
    format: str | None = None
    """`time`, `day`, `flag`, `code`, `status` or `webhook_status`."""
    zero_is_empty: bool = False
    is_private: bool = False
    synonym: str | None = None
    """The property beside it that it is another name for."""
    any_of: tuple[str, ...] = ()
    """Properties of which at least one has to be there."""
    on_success: tuple[str, ...] = ()
    """Properties that are there if the code beside them is one of success."""
    null_on_failure: tuple[str, ...] = ()
    """Properties that are null if the code beside them is one of failure, and not all otherwise."""
    only_if: Mapping[str, str] = field(default_factory=dict)
    """The values of properties beside it with which it is there, and without which it is not."""
    form: str | None = None
    """The name of the schema that it fits in a row of success."""
    known: tuple[str, ...] = ()
    """The values that the service is known to answer; there may be others."""
    either: tuple[tuple[str, ...], ...] = ()
    """Groups of properties; those of two groups do not go together."""
    names_of_values: tuple[str, ...] = ()
    """What the values of its `enum` are called, in their order."""
    assumptions: tuple[str, ...] = ()


def read_annotations(schema: Mapping[str, Any]) -> Annotations:
    """The x- keys of a schema as it stands in the spec."""
    return Annotations(
        codes=schema.get("x-codes", {}),
        format=schema.get("x-format"),
        zero_is_empty="x-empty" in schema,
        is_private="x-private" in schema,
        synonym=schema.get("x-synonym"),
        any_of=tuple(schema.get("x-any-of", ())),
        on_success=tuple(schema.get("x-on-success", ())),
        null_on_failure=tuple(schema.get("x-null-on-failure", ())),
        only_if=schema.get("x-only-if", {}),
        form=schema.get("x-form"),
        known=tuple(schema.get("x-known", ())),
        either=tuple(tuple(group) for group in schema.get("x-either", ())),
        names_of_values=tuple(schema.get("x-enum-varnames", ())),
        assumptions=read_assumptions(schema),
    )


def read_assumptions(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The numbers of docs/assumptions.md, where the service's documentation leaves a point open."""
    numbers = entry.get("x-assumption", ())
    if isinstance(numbers, str):
        return (numbers,)
    return tuple(numbers)
