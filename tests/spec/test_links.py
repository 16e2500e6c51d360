"""The links from an answer to the calls that take something out of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.harness.links import LINKS
from tests.openapi import SPEC

pytestmark = pytest.mark.checkout

OPERATIONS = {
    item["post"]["operationId"]: path.removeprefix("/").removesuffix(".json")
    for path, item in SPEC["paths"].items()
}
ANSWERS = {
    path.removeprefix("/").removesuffix(".json"): item["post"]["responses"]["200"]
    for path, item in SPEC["paths"].items()
}
BODY = "$response.body#"


def published() -> set[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """From which method to which, and what goes where."""
    found: set[tuple[str, str, tuple[tuple[str, str], ...]]] = set()
    for source, answer in ANSWERS.items():
        name = answer.get("$ref", "").rpartition("/")[2]
        described = SPEC["components"]["responses"].get(name, answer)
        for link in described.get("links", {}).values():
            taken: set[tuple[str, str]] = set()
            for key, value in link["requestBody"].items():
                expression = value[0] if isinstance(value, list) else value
                if expression.startswith(BODY):
                    taken.add((key, expression.removeprefix(BODY)))
            found.add((source, OPERATIONS[link["operationId"]], tuple(sorted(taken))))
    return found


def test_they_are_those_that_the_contract_tests_follow() -> None:
    followed = {
        (link.source, link.target, tuple(sorted(link.values.items())))
        for link in LINKS
        # The keys of this answer are the caller's.
        if link.source != "message/sendmulti"
        # More than the id of the file has to be given.
        and (link.source, link.target) != ("file/add", "message/send")
    }
    # Both methods answer a file.
    assert published() - followed == {
        ("file/details", "file/details", (("id", "/response_result/id"),))
    }
    assert followed <= published()


WITH_CONTENT = [name for name, each in SPEC["components"]["responses"].items() if "content" in each]


@pytest.mark.parametrize("name", WITH_CONTENT)
def test_each_takes_what_the_answer_has(name: str) -> None:
    """In the examples of a success, there is something at every place that a link names."""
    answer: dict[str, Any] = SPEC["components"]["responses"][name]
    example = next(iter(answer["content"]["application/json"]["examples"].values()))["value"]
    rows = example["response_result"]
    for link in answer.get("links", {}).values():
        assert link["description"]
        for value in link["requestBody"].values():
            pointer = value[0] if isinstance(value, list) else value
            if not pointer.startswith(BODY):
                continue
            _, _, *keys = pointer.removeprefix(BODY).split("/")
            row = rows[0] if keys[0] == "0" else rows
            assert keys[-1] in row, (name, pointer)
