"""The tables of docs/delivery-guarantees.md say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from turbosms_client import ResultCode
from turbosms_client._answers import verdicts
from turbosms_client._answers.verdicts import judge

pytestmark = pytest.mark.checkout

PAGE = (Path(__file__).parents[2] / "docs" / "delivery-guarantees.md").read_text("utf-8")
# An overall code of each row; of each column, how many are accepted, the codes of the others, how
# many are not told.
ROWS = {"success, partial": 802, "replay": 507, "failure": 203, "unknown, not in table": 999}
COLUMNS = [(1, [305], 0), (0, [305, 406], 0), (0, [305], 1), (0, [305, 999], 0)]


def cells(text: str) -> dict[str, list[str]]:
    lines = [
        re.split(r"\s*\|\s*", line.strip().strip("|").strip())
        for line in text.splitlines()
        if line[:1] == "|"
    ]
    return {name: rest for name, *rest in lines if name in ROWS}


@pytest.mark.parametrize("text", [PAGE, verdicts.__doc__ or ""], ids=["page", "module"])
@pytest.mark.parametrize("name", ROWS)
def test_the_truth_table(text: str, name: str) -> None:
    said = [re.sub(r"^replayed | \(.*", "", cell) for cell in cells(text)[name]]
    for cell, (accepted_count, codes, missing_count) in zip(said, COLUMNS, strict=True):
        refused = [ResultCode(code) for code in codes]
        verdict = judge(
            ResultCode(ROWS[name]),
            accepted_count=accepted_count,
            refused=refused,
            missing_count=missing_count,
        )
        assert cell == verdict


def test_both_tables_are_the_same() -> None:
    assert cells(PAGE) == cells(verdicts.__doc__ or "")


def test_the_assumptions_it_names_exist() -> None:
    listed = (Path(__file__).parents[2] / "docs" / "assumptions.md").read_text("utf-8")
    named = set(re.findall(r"A-\d+", PAGE))
    assert named
    assert {number for number in named if f"| {number} |" not in listed} == set()
