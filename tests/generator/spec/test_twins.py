"""What openapi.yaml says once is published for every way of a request, and of the same meaning."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.spec.document import Document
from generator.spec.problems import BrokenSpecError
from generator.spec.twins.whole_document import add_twins, read_whole_document
from generator.spec.validation import read_spec
from generator.spec.yaml_reader import read_document
from tests.effort import examples
from tests.openapi import ROOT, SPEC, TEXT, WHOLE, WRITTEN

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.problems import Problem

pytestmark = pytest.mark.checkout

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
BRACKETS: Final = {"style": "deepObject", "explode": True}
TWINS: Final = [path for path in SPEC["paths"] if path != "/message/sendmulti.json"]
#: A request with a field of each kind that is not in components already.
SMALL: Final = """\
openapi: 3.1.0
info: {title: Small, version: 1.0.0}
security: [{query: []}]
x-help-url: https://example.com/
paths:
  /user/limits.json:
    post:
      operationId: userLimits
      tags: [user]
      summary: Limits
      description: Answers the limits.
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/LimitsRequest'}
          application/x-www-form-urlencoded:
            examples: {one: {value: {names: {'0': a}}}}
      responses: {'200': {description: Limits.}}
  /user/others.json:
    post:
      operationId: userOthers
      x-get-description: In the query.
      requestBody: {$ref: '#/components/requestBodies/Limits'}
      responses: {'200': {description: Others.}}
components:
  parameters:
    Page: {name: page, in: query, description: The page., schema: {type: integer}}
  requestBodies:
    Limits:
      content:
        application/json:
          schema: {$ref: '#/components/schemas/LimitsRequest'}
        application/x-www-form-urlencoded: {}
  schemas:
    LimitsRequest:
      type: object
      x-any-of: [names, page]
      description: Whose limits.
      x-form-description: As JSON.
      required: [names]
      properties:
        sequence_id: {type: string, description: Its number.}
        names:
          $ref: '#/components/schemas/Names'
          x-query-description: In brackets.
          x-query-example: {'0': a}
        page: {type: integer, description: The page., x-assumption: A-01}
        where: {type: object, description: Where., x-query-first: true}
        size: {type: integer, default: 3, description: How large., x-codes: {type: 300}}
      x-assumption: A-01
    Names:
      type: array
      minItems: 1
      maxItems: 9
      items: {type: string, maxLength: 5}
    Token: {type: string}
    NumberedNames: {type: object, x-list: '#/components/schemas/Names', description: By number.}
    Shared:
      type: object
      required: [code]
      description: What answers share.
      x-part: true
      properties:
        code: {type: integer}
    Answer:
      allOf: [{$ref: '#/components/schemas/Shared'}]
      description: An answer.
      required: [result]
      properties:
        result: {type: string}
"""


def whole(text: str, directory: Path) -> Document:
    """The document that a hand-written text stands for."""
    file = directory / "short.yaml"
    file.write_text(text, "utf-8")
    return read_whole_document(file, "short.yaml")


def resolved(value: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in value:
        found: Any = SPEC
        for key in value["$ref"].split("/")[1:]:
            found = found[key]
        value = found
    return value


def content_of(path: str) -> dict[str, Any]:
    content: dict[str, Any] = resolved(SPEC["paths"][path]["post"]["requestBody"])["content"]
    return content


def meaning(schema: dict[str, Any]) -> Any:
    """What a schema allows, written out, with a list as the object of its items that a form has."""
    schema = {**resolved(schema), **{key: schema[key] for key in schema if key != "$ref"}}
    allowed: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "properties":
            allowed[key] = {name: meaning(each) for name, each in value.items()}
        elif key in ("items", "additionalProperties"):
            allowed["values"] = meaning(value)
        elif key in ("minItems", "minProperties"):
            allowed["least"] = value
        elif key in ("maxItems", "maxProperties"):
            allowed["most"] = value
        elif key == "type":
            allowed[key] = "object" if value == "array" else value
        elif key not in ("description", "propertyNames") and not key.startswith("x-"):
            allowed[key] = value
    return allowed


# What is published


def test_what_is_published_is_what_the_hand_written_one_becomes() -> None:
    assert read_whole_document(ROOT / "openapi.yaml", "openapi.yaml").data == SPEC


def test_the_hand_written_one_has_no_twins() -> None:
    for path, item in WRITTEN["paths"].items():
        assert set(item) == {"x-operation", "post"}, path
        assert "security" not in item["post"], path
    names = WRITTEN["components"]["schemas"]
    assert [name for name in names if name.endswith("Form")] == []


@pytest.mark.parametrize("path", TWINS)
def test_the_form_says_the_same_as_json(path: str) -> None:
    content = content_of(path)
    json_schema, form_schema = content[JSON]["schema"], content[FORM]["schema"]
    form = meaning(form_schema)
    assert form["properties"].pop("token") == meaning({"$ref": "#/components/schemas/Token"})
    assert form == meaning(json_schema)
    assert resolved(form_schema).get("x-any-of") == resolved(json_schema).get("x-any-of")


@pytest.mark.parametrize("path", TWINS)
def test_the_query_says_the_same_as_json(path: str) -> None:
    schema = meaning(content_of(path)[JSON]["schema"])
    parameters = [resolved(each) for each in SPEC["paths"][path]["get"]["parameters"]]
    found = {each["name"]: meaning(each["schema"]) for each in parameters}
    assert found == schema["properties"]
    required = {each["name"] for each in parameters if each.get("required")}
    assert required == set(schema.get("required", ()))
    assert all(each["description"] for each in parameters)


@pytest.mark.parametrize("path", TWINS)
def test_what_has_fields_or_items_is_written_in_brackets(path: str) -> None:
    content = content_of(path)
    properties = resolved(content[JSON]["schema"])["properties"]
    kinds = {name: resolved(each).get("type") for name, each in properties.items()}
    nested = {name for name, kind in kinds.items() if kind in ("array", "object")}
    assert content[FORM].get("encoding", {}) == dict.fromkeys(nested, BRACKETS)
    for each in map(resolved, SPEC["paths"][path]["get"]["parameters"]):
        style = {key: each[key] for key in BRACKETS if key in each}
        assert style == (BRACKETS if each["name"] in nested else {}), each["name"]


# What is made of a small one


def test_the_get_of_a_post(tmp_path: Path) -> None:
    item = whole(SMALL, tmp_path).data["paths"]["/user/limits.json"]
    assert list(item) == ["post", "get"]
    assert item["get"] == {
        "operationId": "userLimitsGet",
        "tags": ["user"],
        "summary": "Limits (GET)",
        "description": "As the POST form.",
        "parameters": [
            {
                "name": "where",
                "in": "query",
                "description": "Where.",
                **BRACKETS,
                "schema": {"type": "object"},
            },
            {
                "name": "names",
                "in": "query",
                "required": True,
                "description": "In brackets.",
                **BRACKETS,
                "schema": {"$ref": "#/components/schemas/NumberedNames"},
                "example": {"0": "a"},
            },
            {"$ref": "#/components/parameters/Page"},
            {
                "name": "size",
                "in": "query",
                "description": "How large.",
                "schema": {"type": "integer", "default": 3},
            },
            {
                "name": "sequence_id",
                "in": "query",
                "description": "Its number.",
                "schema": {"type": "string"},
            },
        ],
        "responses": {"200": {"description": "Limits."}},
    }
    keys = ["operationId", "tags", "summary", "description", "parameters", "responses"]
    assert list(item["get"]) == keys


def test_the_form_of_a_post(tmp_path: Path) -> None:
    data = whole(SMALL, tmp_path).data
    post = data["paths"]["/user/limits.json"]["post"]
    assert post["security"] == [{"query": []}, {}]
    assert post["requestBody"]["content"][FORM] == {
        "schema": {"$ref": "#/components/schemas/LimitsForm"},
        "encoding": {"names": BRACKETS, "where": BRACKETS},
        "examples": {"one": {"value": {"names": {"0": "a"}}}},
    }
    schemas = data["components"]["schemas"]
    assert schemas["LimitsForm"] == {
        "type": "object",
        "x-any-of": ["names", "page"],
        "required": ["names"],
        "description": "As JSON.",
        "properties": {
            "token": {"$ref": "#/components/schemas/Token"},
            "sequence_id": {"type": "string", "description": "Its number."},
            "names": {"$ref": "#/components/schemas/NumberedNames"},
            "page": {"type": "integer", "description": "The page.", "x-assumption": "A-01"},
            "where": {"type": "object", "description": "Where."},
            "size": {
                "type": "integer",
                "default": 3,
                "description": "How large.",
                "x-codes": {"type": 300},
            },
        },
    }
    assert list(schemas) == [
        "LimitsRequest",
        "Names",
        "Token",
        "NumberedNames",
        "LimitsForm",
        "Answer",
    ]


def test_methods_may_share_a_request(tmp_path: Path) -> None:
    data = whole(SMALL, tmp_path).data
    first, second = data["paths"].values()
    assert second["get"]["parameters"] == first["get"]["parameters"]
    assert second["get"]["description"] == "In the query."
    form = data["components"]["requestBodies"]["Limits"]["content"][FORM]
    assert form["schema"] == {"$ref": "#/components/schemas/LimitsForm"}


def test_a_list_and_a_part(tmp_path: Path) -> None:
    schemas = whole(SMALL, tmp_path).data["components"]["schemas"]
    assert schemas["NumberedNames"] == {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 9,
        "propertyNames": {"pattern": "^[0-9]{1,9}$"},
        "additionalProperties": {"type": "string", "maxLength": 5},
        "description": "By number.",
    }
    assert schemas["Answer"] == {
        "type": "object",
        "required": ["code", "result"],
        "description": "An answer.",
        "properties": {"code": {"type": "integer"}, "result": {"type": "string"}},
    }


def test_a_part_may_be_one_of_several(tmp_path: Path) -> None:
    shared = "{$ref: '#/components/schemas/Shared'}"
    several = f"allOf: [{shared}, {{$ref: '#/components/schemas/Token'}}, {shared}]"
    text = SMALL.replace(f"allOf: [{shared}]", several)
    answer = whole(text, tmp_path).data["components"]["schemas"]["Answer"]
    assert answer["allOf"] == [{"$ref": "#/components/schemas/Token"}]
    assert list(answer["properties"]) == answer["required"] == ["code", "result"]


def test_nothing_is_left_of_what_was_said_for_twins_alone(tmp_path: Path) -> None:
    text = json.dumps(whole(SMALL, tmp_path).data)
    for hint in ("x-get-", "x-form-", "x-query-", "x-list", "x-part"):
        assert hint not in text


def test_tables_stand_in_front_of_the_paths(tmp_path: Path) -> None:
    text = SMALL.replace("x-help-url: https://example.com/\n", "")
    text = text.replace("\ncomponents:\n", "\ntags: []\ncomponents:\n")
    data = whole(f"{text}x-help-url: https://example.com/\n", tmp_path).data
    assert list(data)[-4:] == ["x-help-url", "paths", "tags", "components"]


@pytest.mark.parametrize("published", [WHOLE, ROOT / "tests/generator/fixtures/small.yaml"])
def test_a_document_that_is_whole_stays_as_it_is(published: Path) -> None:
    document = read_document(published, published.name)
    assert add_twins(document).data == document.data


def test_what_is_written_out_is_not_made(tmp_path: Path) -> None:
    text = SMALL.replace("      summary: Limits\n", "      security: []\n")
    own = "    get: {operationId: own, responses: {'200': {description: Own.}}}\n"
    text = text.replace("  /user/others.json:\n", f"{own}  /user/others.json:\n")
    item = whole(text, tmp_path).data["paths"]["/user/limits.json"]
    assert item["post"]["security"] == []
    assert item["get"] == {"operationId": "own", "responses": {"200": {"description": "Own."}}}


# Lines


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


# What cannot be made


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
