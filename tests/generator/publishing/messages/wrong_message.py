"""What a wrong message is, and the tables that make it one."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from tests.openapi import SPEC

CODES: Final = {row["code"]: row for row in SPEC["x-result-codes"]}
SUCCESS: Final = [code for code, row in CODES.items() if row["outcome"] == "success"]
STATUSES: Final = [row["name"] for row in SPEC["x-delivery-statuses"]]
REASONS: Final = [row["name"] for row in SPEC["x-rejection-reasons"]]


class Wrong(NamedTuple):
    """A message that nobody should take for a good one."""

    method: str
    kind: str
    """`request` or `answer`."""
    what: str
    """The kind of mistake."""
    where: str
    value: Any
    by_edition: bool = False
    """Whether OpenAPI without conditions can say it, too."""
