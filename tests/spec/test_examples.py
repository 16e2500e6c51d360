"""Requests and answers have examples that are as their schemas say, and the documented ones."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from tests.kit.facts import FACTS
from tests.kit.json_values import objects_in
from tests.openapi import SPEC, resolved

if TYPE_CHECKING:
    from collections.abc import Iterator


pytestmark = pytest.mark.checkout

SAMPLES = json.loads((FACTS / "documented_samples.json").read_text("utf-8"))


def _media_types() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every content of a request or an answer, in the paths and in the components."""
    for path, item in [*SPEC["paths"].items(), *SPEC["webhooks"].items()]:
        for verb in ("post", "get"):
            operation = item.get(verb, {})
            bodies = {"request": operation.get("requestBody", {}), **operation.get("responses", {})}
            for kind, body in bodies.items():
                for media_type, content in body.get("content", {}).items():
                    yield f"{verb} {path} {kind} {media_type}", content
    for section in ("requestBodies", "responses"):
        for name, body in SPEC["components"][section].items():
            for media_type, content in body.get("content", {}).items():
                yield f"{section} {name} {media_type}", content


def _parameters() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in SPEC["paths"].items():
        for parameter in item.get("get", {}).get("parameters", []):
            if "example" in parameter:
                yield f"get {path} {parameter['name']}", parameter
    for name, parameter in SPEC["components"]["parameters"].items():
        if "example" in parameter:
            yield f"parameters {name}", parameter


MEDIA_TYPES = dict(_media_types())


def _examples_of_media_types() -> Iterator[Any]:
    for place, content in MEDIA_TYPES.items():
        for name, example in content.get("examples", {}).items():
            yield pytest.param(content["schema"], example["value"], id=f"{place} {name}")


def _examples_of_parameters() -> Iterator[Any]:
    for place, parameter in _parameters():
        yield pytest.param(parameter["schema"], parameter["example"], id=place)


EXAMPLES = [*_examples_of_media_types(), *_examples_of_parameters()]
CODES = {row["code"]: row["name"] for row in SPEC["x-result-codes"]}


@pytest.mark.parametrize("place", MEDIA_TYPES)
def test_every_request_and_answer_has_examples(place: str) -> None:
    examples = MEDIA_TYPES[place].get("examples")
    assert examples
    assert all(example["summary"] for example in examples.values())


@pytest.mark.parametrize(("schema", "value"), EXAMPLES)
def test_every_example_validates(schema: dict[str, Any], value: Any) -> None:
    validator = Draft202012Validator({**schema, "components": SPEC["components"]})
    assert [error.message for error in validator.iter_errors(value)] == []


@pytest.mark.parametrize(("schema", "value"), EXAMPLES)
def test_codes_and_names_in_examples_are_pairs(schema: dict[str, Any], value: Any) -> None:
    del schema
    for row in _rows(value):
        assert row["response_status"] == CODES[row["response_code"]]


@pytest.mark.parametrize("path", SPEC["paths"])
def test_examples_answer_what_the_operation_can_answer(path: str) -> None:
    answer = SPEC["paths"][path]["post"]["responses"]["200"]
    possible = set(SPEC["x-common-codes"])
    for item in SPEC["paths"].values():
        # Operations share an answer, and with it its examples.
        if item["post"]["responses"]["200"] == answer:
            possible.update(item["x-operation"]["codes"])
    shown = {row["response_code"] for value in _examples(answer) for row in _rows(value)}
    assert shown
    assert shown <= possible


@pytest.mark.parametrize("method", SAMPLES)
def test_the_documented_requests_and_answers_are_examples(method: str) -> None:
    post = SPEC["paths"][f"/{method}.json"]["post"]
    # file/details is documented to answer as file/add does, without a sample of its own.
    for samples, examples in (
        (SAMPLES[method]["requests"], list(_examples(post["requestBody"]))),
        (SAMPLES[method]["answers"], list(_examples(post["responses"]["200"]))),
    ):
        for sample in samples:
            if _has_placeholder(sample):
                assert _shape(sample) in [_shape(example) for example in examples]
            else:
                assert sample in examples


def test_the_examples_show_every_kind_of_viber_message() -> None:
    shown = set()
    for request in _examples(SPEC["paths"]["/message/send.json"]["post"]["requestBody"]):
        if "viber" in request:
            merged = {**request, **request["viber"]}
            shown.add(
                next(row["kind"] for row in SPEC["x-viber-kinds"] if _fits(row["when"], merged))
            )
    assert shown == {row["kind"] for row in SPEC["x-viber-kinds"]}


def _fits(when: dict[str, list[str]], parameters: dict[str, Any]) -> bool:
    present = {name for name, value in parameters.items() if value not in ("", 0)}
    any_of = not when["any"] or bool(present & set(when["any"]))
    return set(when["all"]) <= present and any_of and not present & set(when["none"])


def _examples(body: dict[str, Any]) -> Iterator[Any]:
    for example in resolved(body)["content"]["application/json"]["examples"].values():
        yield example["value"]


def _rows(value: Any) -> Iterator[dict[str, Any]]:
    for inner in objects_in(value):
        if "response_code" in inner:
            yield inner


def _has_placeholder(sample: Any) -> bool:
    """Whether the documentation writes something in place of a value.

    A recipient's number, the content of a file.
    """
    return bool(re.search(r'"recipient_\d"|\.\.\.\.|"data": ""', json.dumps(sample)))


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shape(item) for item in value]
    return type(value).__name__
