"""The published JSON Schemas of sends.

What a message needs has to be there, in its channel or at the top level.
"""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from tests.generator.publishing.messages.viber_kinds import PARAMETERS, is_complete, parameter_sets
from tests.kit.facts import FACTS
from tests.openapi import SPEC
from tests.unchecked_models import schemas_of_messages

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.checkout

SAMPLES = json.loads((FACTS / "documented_samples.json").read_text("utf-8"))
NUMBERS = {"recipients": ["380501111111"]}


def problems(name: str, value: Any) -> list[str]:
    validator = Draft202012Validator(schemas_of_messages()[name])
    return [error.message for error in validator.iter_errors(value)]


@pytest.mark.parametrize("names", [*parameter_sets()], ids="+".join)
def test_every_kind_of_viber_message_needs_what_the_table_says(names: tuple[str, ...]) -> None:
    given = {name: PARAMETERS[name] for name in names}
    complete = is_complete({*names})
    empty = {**dict.fromkeys(PARAMETERS, ""), "file_id": 0}
    for request in (
        {"viber": {"sender": "Shop", **given}},
        {"sender": "Shop", **given, "viber": {}},
        {"sender": "Shop", **PARAMETERS, "viber": {**empty, **given}},
    ):
        definitions = schemas_of_messages()["message.send.request.json"]["$defs"]
        only = {**definitions["SendRequest"], "$defs": definitions}
        del only["properties"]  # an empty text is refused by itself, too
        assert Draft202012Validator(only).is_valid({**NUMBERS, **request}) is complete


BUTTON = {"caption": "Pay", "action": "https://example.com/"}


@pytest.mark.parametrize(
    "request_",
    [
        {"sender": "Shop", "text": "Hi", "sms": {}, "viber": {}},
        {"sms": {"sender": "Shop", "text": "Hi"}},
        {"text": "Hi", "sms": {"sender": "Shop"}, "viber": {"sender": "Shop", **BUTTON}},
        {"sender": "Shop", "viber": {"file_id": 5, "caption": "Invoice.pdf"}},
        {"sender": "Shop", "text": "Hi", "viber": {"file_id": 5, "caption": "Invoice"}},
        {"sender": "Shop", "viber": {"file_id": 5}},
        {"sender": "Shop", "image_url": "https://example.com/a.png", "viber": {}},
    ],
)
def test_a_send_with_what_it_needs_fits(request_: Any) -> None:
    assert problems("message.send.request.json", {**NUMBERS, **request_}) == []
    assert problems("message.sendmulti.request.json", {"a": {**NUMBERS, **request_}}) == []


@pytest.mark.parametrize(
    "request_",
    [
        {"text": "Hi", "sms": {}},
        {"text": "Hi", "viber": {}},
        {"text": "Hi", "sms": {"sender": "Shop"}, "viber": {}},
        {"sender": "Shop", "sms": {}},
        {"sender": "Shop", "viber": {}},
        {"sender": "Shop", "sms": {}, "viber": {"text": "Hi"}},
        {"sender": "Shop", "file_id": 5, "viber": {"file_id": 0}},
        {"sender": "Shop", "viber": BUTTON},
        {"sender": "Shop", "text": "Hi", "viber": {"caption": "Pay"}},
        {"sender": "Shop", "text": "Hi", "action": "https://example.com/", "viber": {}},
        {
            "sender": "Shop",
            "viber": {"file_id": 5, "caption": "Invoice", "image_url": "https://example.com/a.png"},
        },
    ],
)
def test_a_send_without_what_it_needs_does_not_fit(request_: Any) -> None:
    assert problems("message.send.request.json", {**NUMBERS, **request_})
    assert problems("message.sendmulti.request.json", {"a": {**NUMBERS, **request_}})


@pytest.mark.parametrize("method", ["send", "sendmulti"])
def test_every_example_of_the_spec_has_what_it_needs(method: str) -> None:
    content = SPEC["paths"][f"/message/{method}.json"]["post"]["requestBody"]["content"][
        "application/json"
    ]
    for name, example in content["examples"].items():
        assert problems(f"message.{method}.request.json", example["value"]) == [], name


def places(sample: Any) -> Iterator[tuple[str, ...]]:
    """Where a send has something that it cannot be without."""
    yield ("recipients",)
    for channel in ("sms", "viber"):
        for key in sample.get(channel, ()):
            # Without its text, a link is a document, and without its caption or its number
            # something else again.
            if key == "sender" or "file_id" not in sample.get("viber", ()):
                yield channel, key


SENDS: list[tuple[Any, tuple[str, ...]]] = []
for request in SAMPLES["message/send"]["requests"]:
    SENDS += [(request, place) for place in places(request)]


@pytest.mark.parametrize(("sample", "place"), SENDS)
def test_a_documented_send_needs_all_that_it_has(sample: Any, place: tuple[str, ...]) -> None:
    broken = copy.deepcopy(sample)
    at = broken
    for key in place[:-1]:
        at = at[key]
    del at[place[-1]]
    assert problems("message.send.request.json", broken)
