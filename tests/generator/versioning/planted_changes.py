"""Changes of the spec that are planted to see whether each gets the right verdict.

At a place, by an edit.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from generator.output import outcomes
from generator.spec.document import Document
from generator.versioning import comparison
from generator.versioning.changes import Impact
from generator.versioning.versions import Version
from tests.openapi import SPEC

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from generator.versioning.changes import Change

    Edit = Callable[[Any], object]

MAJOR, MINOR, PATCH, NONE = Impact.MAJOR, Impact.MINOR, Impact.PATCH, Impact.NONE

SCHEMA: Final = "components/schemas"
#: Versions that are too low and just enough after 1.4.2.
BUMPS: Final = {
    MAJOR: ("1.99.99", "2.0.0"),
    MINOR: ("1.4.99", "1.5.0"),
    PATCH: ("1.4.2", "1.4.3"),
    NONE: ("1.4.1", "1.4.2"),
}


def row(table: str, key: str, value: Any) -> str:
    """The path of the row of a table."""
    values = [each[key] for each in SPEC[table]]
    return f"{table}/{values.index(value)}"


def parts(place: str) -> list[str]:
    if not place:
        return []
    return [part.replace("~1", "/") for part in place.split("/")]


def edited(*edits: tuple[str, Edit]) -> dict[str, Any]:
    data = copy.deepcopy(SPEC)
    for place, edit in edits:
        at: Any = data
        for part in parts(place):
            at = at[int(part)] if isinstance(at, list) else at[part]
        edit(at)
    return data


def outcome(version: str, changes: Collection[Change]) -> outcomes.Outcome:
    document = Document("planted.yaml", b"", {"info": {"version": version}}, {(): 1})
    return comparison.judge(document, Version(1, 4, 2), changes)


def check(impact: Impact, rule: str, found: set[Change]) -> None:
    """These changes mean so much, by this rule, and a version below that is refused."""
    assert max((change.impact for change in found), default=NONE) == impact
    assert impact is NONE or (impact, rule) in {(change.impact, change.rule) for change in found}
    low, enough = BUMPS[impact]
    refused, taken = outcome(low, found), outcome(enough, found)
    assert (refused.code, refused.status) == (outcomes.DIFFERENT, "too-small")
    assert (taken.code, taken.status) == (outcomes.FINE, "enough")
    assert refused.report["verdict"] == taken.report["verdict"] == impact.word
    assert refused.complaints[0].endswith(f"since 1.4.2 needs {enough} at least")
    assert taken.complaints == []
