"""Which parameters a Viber message of each kind needs, by the table in openapi.yaml."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from tests.openapi import SPEC

if TYPE_CHECKING:
    from collections.abc import Iterator

PARAMETERS: Final[dict[str, Any]] = {
    "text": "Hi",
    "caption": "Pay",
    "action": "https://example.com/",
    "image_url": "https://example.com/a.png",
    "file_id": 5,
}


def parameter_sets() -> Iterator[tuple[str, ...]]:
    """Every set of parameters, from none to all."""
    for count in range(len(PARAMETERS) + 1):
        yield from combinations(PARAMETERS, count)


def kind_of(present: set[str]) -> dict[str, Any]:
    """The kind of a Viber message that has these parameters."""
    for kind in SPEC["x-viber-kinds"]:
        when = kind["when"]
        has_any = not when["any"] or bool(present & {*when["any"]})
        if present >= {*when["all"]} and has_any and not present & {*when["none"]}:
            found: dict[str, Any] = kind
            return found
    raise AssertionError("the last kind takes everything")


def is_complete(present: set[str]) -> bool:
    """Whether a Viber message with these parameters has all that its kind needs."""
    kind = kind_of(present)
    together = {*kind["together"]}
    return present >= {*kind["required"]} and (not present & together or present >= together)
