"""What no twin can be made of is refused."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.spec.document import Document
from generator.spec.problems import BrokenSpecError
from generator.spec.twins.whole_document import add_twins
from tests.effort import examples
from tests.generator.spec.twins.short_spec import SMALL, whole

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.problems import Problem

pytestmark = pytest.mark.checkout


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("/LimitsRequest'}", "/Limits'}", "urlencoded:", "a form without a schema needs"),
        (
            "schema: {$ref: '#/components/schemas/LimitsRequest'}",
            "schema: {type: object}",
            "urlencoded:",
            "a form without a schema needs application/json beside it with one called …Request",
        ),
        (
            "    NumberedNames: {type: object, x-list: '#/components/schemas/Names', ",
            "    NumberedNames: {type: object, ",
            "        names:",
            "no schema says by x-list how forms and queries write the list names",
        ),
        (
            "x-list: '#/components/schemas/Names'",
            "x-list: '#/components/schemas/Token'",
            "x-list",
            "#/components/schemas/Token is no array with items",
        ),
        (
            "x-list: '#/components/schemas/Names'",
            "x-list: '#/components/schemas/Nobody'",
            "x-list",
            "#/components/schemas/Nobody is no array with items",
        ),
        ("x-list: '#/components/schemas/Names'", "x-list: Names", "x-list", "x-list: 'Names' does"),
        ("x-part: true", "x-part: yes", "x-part", "x-part: True was expected"),
        ("x-query-first: true", "x-query-first: 1", "where:", "x-query-first: True was expected"),
        (
            "x-form-description: As JSON.",
            "x-form-description: [1]",
            "x-form-description",
            "x-form-description: [1] is not of type 'string'",
        ),
        (
            "        result: {type: string}",
            "        result: {$ref: '#/components/schemas/Shared'}",
            "result:",
            "Shared is a part: only a schema with a name can have it, in allOf",
        ),
        (
            "        result: {type: string}",
            "        result: {type: string, x-query-description: Where.}",
            "result:",
            "x-query-description: nothing is made of it here",
        ),
        (
            "    Token: {type: string}\n",
            "    Token: {type: string}\n    LimitsForm: {type: object}\n",
            "    LimitsForm:",
            "LimitsForm is made of LimitsRequest",
        ),
        ("    Token: {type: string}\n", "", "  schemas:", "there is no schema Token"),
        (
            "            schema: {$ref: '#/components/schemas/Change'}\n",
            "",
            "application/x-www-form-urlencoded: {}",
            "a form that says nothing needs application/json with a schema beside it",
        ),
    ],
)
def test_what_cannot_be_made_is_told_with_its_line(
    old: str, new: str, line: str, message: str, tmp_path: Path
) -> None:
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    with pytest.raises(BrokenSpecError) as caught:
        whole(text, tmp_path)
    told = [each for each in caught.value.problems if message in each.message]
    assert len(told) == 1, caught.value
    assert line in text.splitlines()[told[0].line - 1]


def test_what_would_become_endless_is_refused(tmp_path: Path) -> None:
    fields = [f"        f{number}: {{type: string}}" for number in range(300)]
    text = SMALL.replace("        code: {type: integer}", "\n".join(fields), 1)
    users = [
        f"    A{number}: {{allOf: [{{$ref: '#/components/schemas/Shared'}}]}}"
        for number in range(300)
    ]
    with pytest.raises(BrokenSpecError, match="would become more than 40,000 keys and values"):
        whole("\n".join([text.rstrip(), *users, ""]), tmp_path)


SMALL_DATA: Final[dict[str, Any]] = yaml.safe_load(SMALL)
PLACES: Final = [
    location for location, _ in Document("small", b"", SMALL_DATA, {(): 1}).walk() if location
]
JUNK: Final[st.SearchStrategy[Any]] = st.sampled_from(
    [None, True, -1, "", "x", "#/components/schemas/Names", [], [1], {}, {"$ref": 1}, {"x": {}}]
)


@given(places=st.lists(st.tuples(st.sampled_from(PLACES), JUNK), min_size=1, max_size=3))
@settings(max_examples=examples(150, 3000))
def test_whatever_stands_there_is_made_or_refused(places: list[tuple[Any, Any]]) -> None:
    """Nothing has checked the document yet: it may hold anything, but at hints."""
    data = copy.deepcopy(SMALL_DATA)
    for location, junk in places:
        document = Document("broken.yaml", b"", data, {(): 1})
        if document.has(location[:-1]):
            holder = document.value(location[:-1])
            if isinstance(holder, dict) or document.has(location):
                holder[location[-1]] = copy.deepcopy(junk)
    problems: tuple[Problem, ...] = ()
    made: dict[str, Any] = {}
    try:
        made = add_twins(Document("broken.yaml", b"", data, {(): 1})).data
    except BrokenSpecError as error:
        problems = error.problems
    assert bool(made) is not bool(problems)
