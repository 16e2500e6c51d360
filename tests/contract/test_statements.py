"""tests/contract/statements.yaml.

Every statement of the documentation and every assumption has a test that exists.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.kit.processes import PYTHON, ROOT, output
from turbosms_api.tables.result_codes import ResultCode

pytestmark = pytest.mark.checkout

PAGE = Path(__file__).with_name("statements.yaml")
ASSUMPTIONS = re.findall(
    r"^\| (A-\d+) \|", (ROOT / "docs/assumptions.md").read_text("utf-8"), re.MULTILINE
)
SECTIONS = {
    "Connection to SMS and Viber API": "CONN",
    "Request Numbering": "SEQ",
    "message/send": "SEND",
    "message/sendmulti": "MULTI",
    "message/details": "DETAILS",
    "message/status": "STATUS",
    "chat/senders": "SENDERS",
    "chat/recipients": "RECIP",
    "chat/sessions": "SESS",
    "chat/messages": "CHATS",
    "chat/send": "CHATSEND",
    "user/balance": "USER",
    "file/add and file/details": "FILE",
    "Description of Request Processing Result Codes": "CODE",
}
"""The sections of the documentation, and how the ids of their statements begin."""


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    page: dict[str, Any] = yaml.safe_load(PAGE.read_text("utf-8"))
    page["statements"] += [statement_about(code) for code in ResultCode]
    return page


def statement_about(code: ResultCode) -> dict[str, Any]:
    """What the documentation's table says of a result code."""
    return {
        "id": f"S-CODE-{code:d}",
        "section": "Description of Request Processing Result Codes",
        "says": f"{code.name}: {code.meaning}",
        "tests": [f"tests/sandbox/test_result_codes.py::test_every_code_is_provoked[{code:d}]"],
    }


@pytest.fixture(scope="module")
def nodes(page: dict[str, Any]) -> frozenset[str]:
    """Every test in the files that the page names: each case, and the test as a whole."""
    files = sorted({test.partition("::")[0] for row in rows(page) for test in row.get("tests", [])})
    there = [file for file in files if (ROOT / file).exists()]
    quietly = ("--collect-only", "-q", "--no-header", "-p", "no:cacheprovider")
    collected = output(PYTHON, "-m", "pytest", *quietly, *there, cwd=ROOT)
    cases = [line for line in collected.splitlines() if "::" in line]
    return frozenset(cases) | {case.partition("[")[0] for case in cases}


def rows(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [*page["statements"], *page["assumptions"]]


def problems(page: dict[str, Any], nodes: frozenset[str], assumptions: list[str]) -> list[str]:
    """Everything that is wrong with the page."""
    found = [
        f"{id_}: twice"
        for id_, times in Counter(row["id"] for row in rows(page)).items()
        if times > 1
    ]
    found += [
        f"{row['id']}: needs a section of the documentation, an id of that section, and words"
        for row in page["statements"]
        if not re.fullmatch(rf"S-{SECTIONS.get(row['section'], '?')}-\d+", row["id"])
        or not row.get("says")
    ]
    for row in rows(page):
        found += [f"{row['id']}: no test"] * (not row.get("tests"))
        found += [
            f"{row['id']}: {test} does not exist"
            for test in row.get("tests") or ()
            if test not in nodes
        ]
    listed = [row["id"] for row in page["assumptions"]]
    found += [
        f"{id_}: an assumption that is not listed" for id_ in assumptions if id_ not in listed
    ]
    found += [f"{id_}: no assumption" for id_ in listed if id_ not in assumptions]
    return found


def test_everything_has_a_test_that_exists(page: dict[str, Any], nodes: frozenset[str]) -> None:
    assert problems(page, nodes, ASSUMPTIONS) == []


def test_every_section_of_the_documentation_is_there(page: dict[str, Any]) -> None:
    assert {row["section"] for row in page["statements"]} == set(SECTIONS)


def test_no_statement_stands_twice(page: dict[str, Any]) -> None:
    said = Counter((row["section"], row["says"]) for row in page["statements"])
    assert [words for words, times in said.items() if times > 1] == []


def test_what_is_outside_has_a_reason(page: dict[str, Any]) -> None:
    assert all(row["section"] in SECTIONS and row["says"] and row["why"] for row in page["outside"])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"tests": []}, "S-SEND-01: no test"),
        (
            {"tests": ["tests/sandbox/account/test_balance.py::test_gone"]},
            "test_balance.py::test_gone does not exist",
        ),
        ({"tests": ["tests/sandbox/test_gone.py::test_x"]}, "test_gone.py::test_x does not exist"),
        ({"id": "S-SEND-02"}, "S-SEND-02: twice"),
        ({"id": "S-SEQ-99"}, "S-SEQ-99: needs a section"),
        (
            {"says": ""},
            "S-SEND-01: needs a section of the documentation, an id of that section, and words",
        ),
    ],
)
def test_a_mistake_is_found(
    page: dict[str, Any], nodes: frozenset[str], change: dict[str, Any], expected: str
) -> None:
    changed = [row | change if row["id"] == "S-SEND-01" else row for row in page["statements"]]
    assert any(
        expected in problem
        for problem in problems(page | {"statements": changed}, nodes, ASSUMPTIONS)
    )


def test_an_assumption_that_is_not_listed_is_found(
    page: dict[str, Any], nodes: frozenset[str]
) -> None:
    assert problems(page, nodes, [*ASSUMPTIONS, "A-999"]) == [
        "A-999: an assumption that is not listed"
    ]
    assert problems(page, nodes, ASSUMPTIONS[1:]) == [f"{ASSUMPTIONS[0]}: no assumption"]
