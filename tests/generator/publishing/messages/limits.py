"""The numbers of x-limits, wherever they stand in openapi.yaml."""

from __future__ import annotations

from typing import Any

from tests.openapi import SPEC


def limit(name: str) -> int:
    (row,) = [row for row in SPEC["x-limits"] if row["name"] == name]
    value: Any = row.get("value")
    if "at" in row:
        value = SPEC
        for key in row["at"].split("/")[1:]:
            value = value[key]
    return int(value)
