"""What is made of openapi.yaml has the line of what is written there, and so have its problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.spec.problems import BrokenSpecError
from generator.spec.validation import read_spec
from tests.generator.spec.twins.short_spec import FORM, SMALL, whole
from tests.openapi import TEXT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

WEBHOOK = ("webhooks", "CHANGED", "post", "requestBody", "content")


@pytest.mark.parametrize(
    ("location", "words"),
    [
        (("paths", "/user/limits.json", "get"), "    post:"),
        (("paths", "/user/limits.json", "get", "tags", 0), "tags: [user]"),
        (
            ("paths", "/user/limits.json", "get", "parameters", 1, "schema", "$ref"),
            "          $ref: ",
        ),
        (("paths", "/user/limits.json", "get", "parameters", 3, "schema", "default"), "  size: {"),
        (("paths", "/user/limits.json", "post", "security", 0), "security: [{query"),
        ((*WEBHOOK, FORM, "schema", "$ref"), "schema: {$ref: '#/components/schemas/Change'}"),
        ((*WEBHOOK, FORM, "examples", "one"), "              one: {value: {id: a"),
        ((*WEBHOOK, FORM, "encoding"), "          application/json:"),
        (("components", "schemas", "LimitsForm"), "    LimitsRequest:"),
        (("components", "schemas", "LimitsForm", "properties", "token"), "      properties:"),
        (("components", "schemas", "LimitsForm", "properties", "page", "type"), "  page: {type"),
        (("components", "schemas", "NumberedNames", "maxProperties"), "      maxItems: 9"),
        (("components", "schemas", "NumberedNames", "additionalProperties"), "      items: {type"),
        (("components", "schemas", "Answer", "properties", "code", "type"), "        code: {"),
        (("components", "schemas", "Answer", "properties", "result"), "        result: {"),
        (("components", "schemas", "Answer", "required", 1), "      required: [result]"),
    ],
)
def test_what_is_made_has_the_line_of_what_is_written(
    location: tuple[str | int, ...], words: str, tmp_path: Path
) -> None:
    document = whole(SMALL, tmp_path)
    assert document.has(location)
    assert words in SMALL.splitlines()[document.line(location) - 1]


@pytest.mark.one_case_in(3)
@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "        page: {$ref: '#/components/schemas/PageNumber'}\n",
            "        page: {$ref: '#/components/schemas/Nothing'}\n",
            "$ref '#/components/schemas/Nothing' points nowhere",
        ),
        (
            "        id: {$ref: '#/components/schemas/FileId', ",
            "        id: {$ref: '#/components/schemas/FileId', x-private: 1, ",
            "components.schemas.FileDetailsRequest.properties.id.x-private: True was expected",
        ),
        (
            "          minItems: 1\n          items: {$ref: '#/components/schemas/MessageId'}\n",
            "          minItems: one\n          items: {$ref: '#/components/schemas/MessageId'}\n",
            "'one' is not of type 'integer'",
        ),
        (
            "      maxItems: 5000\n",
            "      maxItems: -1\n",
            "-1 is less than the minimum of 0",
        ),
        (
            "            schema: {$ref: '#/components/schemas/ButtonClickCallback'}\n",
            "            schema: {$ref: '#/components/schemas/Nothing'}\n",
            "$ref '#/components/schemas/Nothing' points nowhere",
        ),
        (
            "      operationId: userBalance\n",
            "      operationId: user-balance\n",
            "'user-balance' cannot be a name: ",
        ),
    ],
)
def test_an_error_that_a_twin_repeats_is_told_once_where_it_was_made(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    assert TEXT.count(old) >= 1
    broken = TEXT.replace(old, new, 1)
    file = tmp_path / "broken.yaml"
    file.write_text(broken, "utf-8")
    with pytest.raises(BrokenSpecError) as caught:
        read_spec(file, "broken.yaml")
    differs = [
        number
        for number, (before, after) in enumerate(
            zip(TEXT.splitlines(), broken.splitlines(), strict=True), start=1
        )
        if before != after
    ]
    assert {problem.line for problem in caught.value.problems} == {*differs}
    assert message in str(caught.value)
    told = [problem.message for problem in caught.value.problems]
    assert len([each for each in told if message in each]) == 1
