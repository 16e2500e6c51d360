"""tests/contract/statements.yaml.

Every statement of the documentation and every assumption has a test that exists, and every
statement its place in openapi.yaml, where the words or the number stand.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.kit.processes import PYTHON, ROOT, output
from tests.openapi import SPEC, TEXT
from turbosms_api.tables.result_codes import ResultCode

pytestmark = pytest.mark.checkout

PAGE = Path(__file__).with_name("statements.yaml")
ROWS = re.findall(
    r"^\| (A-\d+) \|.*\| ([^|]+) \|$",
    (ROOT / "docs/assumptions.md").read_text("utf-8"),
    re.MULTILINE,
)
ASSUMPTIONS = [number for number, _ in ROWS]
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
        "spec": {
            f"#/x-result-codes/{code:d}/code": int(code),
            f"#/x-result-codes/{code:d}/meaning": code.meaning,
        },
        "tests": [f"tests/sandbox/test_result_codes.py::test_every_code_is_provoked[{code:d}]"],
    }


@pytest.fixture(scope="module")
def nodes(page: dict[str, Any]) -> frozenset[str]:
    """Every test in the files that the page names: each case, and the test as a whole."""
    files: set[str] = set()
    for row in rows(page):
        files |= {test.partition("::")[0] for test in row.get("tests", [])}
    there = [file for file in sorted(files) if (ROOT / file).exists()]
    quietly = ("--collect-only", "-q", "--no-header", "-p", "no:cacheprovider")
    collected = output(PYTHON, "-m", "pytest", *quietly, *there, cwd=ROOT)
    cases = [line for line in collected.splitlines() if "::" in line]
    return frozenset(cases) | {case.partition("[")[0] for case in cases}


def rows(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [*page["statements"], *page["assumptions"]]


def problems(page: dict[str, Any], nodes: frozenset[str], assumptions: list[str]) -> list[str]:
    """Everything that is wrong with the page."""
    times = Counter(row["id"] for row in rows(page))
    found = [f"{id_}: twice" for id_ in times if times[id_] > 1]
    needs = "needs a section of the documentation, an id of that section, and words"
    for row in page["statements"]:
        section = SECTIONS.get(row["section"], "?")
        if not re.fullmatch(rf"S-{section}-\d+", row["id"]) or not row.get("says"):
            found.append(f"{row['id']}: {needs}")
        found += [f"{row['id']}: {wrong}" for wrong in wrong_places(row)]
    for row in rows(page):
        if not row.get("tests"):
            found.append(f"{row['id']}: no test")
            continue
        missing = [test for test in row["tests"] if test not in nodes]
        found += [f"{row['id']}: {test} does not exist" for test in missing]
    listed = [row["id"] for row in page["assumptions"]]
    found += [
        f"{id_}: an assumption that is not listed" for id_ in assumptions if id_ not in listed
    ]
    found += [f"{id_}: no assumption" for id_ in listed if id_ not in assumptions]
    return found


def wrong_places(row: dict[str, Any]) -> list[str]:
    """Where openapi.yaml does not say what a statement says that it does.

    The places stand under `spec`: a pointer into openapi.yaml, and the words there or the value.
    """
    wrong = [] if row.get("spec") else ["no place in openapi.yaml"]
    for pointer, expected in row.get("spec", {}).items():
        try:
            found = at(pointer)
        except KeyError:
            wrong.append(f"{pointer} leads nowhere")
            continue
        if not says(found, expected):
            wrong.append(f"{pointer} does not say {expected!r}")
    return wrong


def at(pointer: str) -> Any:
    """What a JSON pointer leads to in openapi.yaml.

    A row of a table is named by its first column, since its place changes with every new row.
    """
    found: Any = SPEC
    for part in pointer.removeprefix("#/").split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(found, list):
            found = {str(next(iter(row.values()))): row for row in found}
        found = found[key]
    return found


def says(found: Any, expected: Any) -> bool:
    """Whether words stand in a text, whatever its line breaks, or a value is the same."""
    if isinstance(found, str) and isinstance(expected, str):
        return bool(expected) and expected in " ".join(found.split())
    return bool(found == expected) and type(found) is type(expected)


def test_the_spec_and_the_assumptions_refer_to_each_other() -> None:
    """Each number in openapi.yaml has its row, which says so, and no other row does."""
    in_spec = set(re.findall(r"\bA-\d+", TEXT))
    said = {number for number, relying in ROWS if "spec" in relying.split(", ")}
    assert in_spec == said
    assert in_spec <= set(ASSUMPTIONS)


def test_everything_has_a_test_that_exists(page: dict[str, Any], nodes: frozenset[str]) -> None:
    assert problems(page, nodes, ASSUMPTIONS) == []


def test_every_section_of_the_documentation_is_there(page: dict[str, Any]) -> None:
    assert {row["section"] for row in page["statements"]} == set(SECTIONS)


def test_no_statement_stands_twice(page: dict[str, Any]) -> None:
    said = Counter((row["section"], row["says"]) for row in page["statements"])
    assert [words for words, times in said.items() if times > 1] == []


def test_what_is_outside_has_a_reason(page: dict[str, Any]) -> None:
    assert all(row["section"] in SECTIONS and row["says"] and row["why"] for row in page["outside"])


def test_what_is_outside_stands_in_the_spec_all_the_same(page: dict[str, Any]) -> None:
    wrong = [f"{row['says']}: {each}" for row in page["outside"] for each in wrong_places(row)]
    assert wrong == []


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
        ({"spec": {}}, "S-SEND-01: no place in openapi.yaml"),
        ({"spec": {"#/components/schemas/Gone/maxLength": 20}}, "Gone/maxLength leads nowhere"),
        (
            {"spec": {"#/components/schemas/Sender/maxLength": 21}},
            "#/components/schemas/Sender/maxLength does not say 21",
        ),
        ({"spec": {"#/info/description": "and XML"}}, "#/info/description does not say 'and XML'"),
        ({"spec": {"#/info/description": ""}}, "#/info/description does not say ''"),
        ({"spec": {"#/x-limits/99/value": 5}}, "#/x-limits/99/value leads nowhere"),
        (
            {"says": ""},
            "S-SEND-01: needs a section of the documentation, an id of that section, and words",
        ),
    ],
)
def test_a_mistake_is_found(
    page: dict[str, Any], nodes: frozenset[str], change: dict[str, Any], expected: str
) -> None:
    changed = copy.deepcopy(page)
    (row,) = [row for row in changed["statements"] if row["id"] == "S-SEND-01"]
    row.update(change)
    found = problems(changed, nodes, ASSUMPTIONS)
    assert any(expected in problem for problem in found)


def test_an_assumption_that_is_not_listed_is_found(
    page: dict[str, Any], nodes: frozenset[str]
) -> None:
    assert problems(page, nodes, [*ASSUMPTIONS, "A-999"]) == [
        "A-999: an assumption that is not listed"
    ]
    assert problems(page, nodes, ASSUMPTIONS[1:]) == [f"{ASSUMPTIONS[0]}: no assumption"]
