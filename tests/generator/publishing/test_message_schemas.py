"""The published JSON Schemas.

Every documented request and answer is what they say, and what is broken is not.
"""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.kit.facts import FACTS
from tests.kit.json_values import objects_in, replaced, walk
from tests.openapi import SPEC
from tests.unchecked_models import schemas_of_messages

pytestmark = pytest.mark.checkout

SAMPLES = json.loads((FACTS / "documented_samples.json").read_text("utf-8"))
DOCUMENTED: list[tuple[str, Any]] = []
for method, samples in SAMPLES.items():
    name = method.replace("/", ".")
    DOCUMENTED += [(f"{name}.request.json", sample) for sample in samples["requests"]]
    DOCUMENTED += [(f"{name}.answer.json", sample) for sample in samples["answers"]]
ANSWERS = [(name, sample) for name, sample in DOCUMENTED if name.endswith(".answer.json")]


TABLE = {row["code"] for row in SPEC["x-result-codes"]}


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schemas_of_messages()[name])


def problems(name: str, value: Any) -> list[str]:
    return [error.message for error in validator(name).iter_errors(value)]


def test_there_is_one_for_every_request_answer_and_webhook() -> None:
    methods = [path.strip("/").removesuffix(".json").replace("/", ".") for path in SPEC["paths"]]
    of_methods = {f"{method}.{kind}.json" for method in methods for kind in ("request", "answer")}
    of_webhooks = {f"webhook.{name}.json" for name in SPEC["webhooks"]}
    assert {*schemas_of_messages()} == of_methods | of_webhooks
    assert {name for name, _ in DOCUMENTED} <= {*schemas_of_messages()}


def test_webhooks_take_their_examples_and_no_unknown_word_or_time() -> None:
    for name, item in SPEC["webhooks"].items():
        schema = f"webhook.{name}.json"
        for content in item["post"]["requestBody"]["content"].values():
            for example in content["examples"].values():
                assert problems(schema, example["value"]) == []
    content = SPEC["webhooks"]["DLR_SMS_API"]["post"]["requestBody"]["content"]
    good = content["application/json"]["examples"]["delivered"]["value"]
    wrong_parts: tuple[dict[str, Any], ...] = (
        {"data": {**good["data"], "status": "BUFFERED"}},
        {"data": [{**good["data"], "dlr_date": "2026-02-30 12:00:00"}]},
        {"data": []},
        {"type": "DLR_VIBER_API"},
        {"signature": "abc"},
        {"try": 0},
    )
    for part in wrong_parts:
        assert problems("webhook.DLR_SMS_API.json", {**good, **part}) != []


@pytest.mark.parametrize("name", schemas_of_messages())
def test_each_is_a_schema_complete_in_itself(name: str) -> None:
    schema = schemas_of_messages()[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"].endswith(f"/{name}")
    text = json.dumps(schema)
    assert '"x-' not in text
    assert "components" not in text
    used = {each["$ref"] for each in objects_in(schema) if "$ref" in each}
    assert used == {f"#/$defs/{definition}" for definition in schema["$defs"]}, (
        "no more and no less than it needs"
    )


@pytest.mark.parametrize(("name", "sample"), DOCUMENTED)
def test_what_the_documentation_shows_fits(name: str, sample: Any) -> None:
    assert problems(name, sample) == []


@pytest.mark.parametrize(("name", "sample"), ANSWERS)
def test_every_required_key_is_needed(name: str, sample: Any) -> None:
    required = ["response_code", "response_status", "response_result"]
    for key in required:
        broken = {other: value for other, value in sample.items() if other != key}
        assert problems(name, broken), key


@given(st.data())
def test_a_wrong_type_anywhere_does_not_fit(data: st.DataObject) -> None:
    name, sample = data.draw(st.sampled_from(DOCUMENTED))
    places = [place for place, _ in walk(sample) if place]
    place = data.draw(st.sampled_from(places))
    wrong = data.draw(st.sampled_from([{"strange": []}, [[[]]], True]))
    broken = replaced(sample, place, wrong)
    if place[-1] in ("sms", "viber") and wrong == {"strange": []}:
        return  # parameters of a channel that nobody knows are ignored
    if len(place) == 1 and name == "message.sendmulti.request.json":
        return  # a request under a key: covered by its own parameters
    assert problems(name, broken), (place, wrong)


@given(st.data())
def test_a_code_outside_the_table_does_not_fit(data: st.DataObject) -> None:
    name, sample = data.draw(st.sampled_from(ANSWERS))
    places = [place for place, _ in walk(sample) if place[-1:] == ("response_code",)]
    place = data.draw(st.sampled_from(places))
    code = data.draw(st.integers(-5, 1200).filter(lambda code: code not in TABLE))
    assert problems(name, replaced(sample, place, code))


@pytest.mark.parametrize(
    ("code", "status"), [(0, "PONG"), (801, "OK"), (203, "REQUIRED_TOKEN"), (0, "ok"), (0, "")]
)
def test_a_code_with_the_name_of_another_does_not_fit(code: int, status: str) -> None:
    answer = {"response_code": code, "response_status": status, "response_result": None}
    assert problems("message.send.answer.json", answer)


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("message.send", {"recipients": ["380501111111"], "text": "x"}),
        ("message.sendmulti", {"a": {"recipients": ["380501111111"]}}),
        ("file.add", {}),
        ("chat.recipients", {"rows": 5}),
        ("chat.sessions", {}),
        ("chat.send", {"chat_id": 1}),
    ],
)
def test_nothing_of_what_one_is_required_of(name: str, request_: Any) -> None:
    assert problems(f"{name}.request.json", request_)


@pytest.mark.parametrize("key", SPEC["components"]["schemas"]["StatusRow"]["x-on-success"])
def test_only_a_row_without_success_may_lack_keys(key: str) -> None:
    (sample,) = SAMPLES["message/status"]["answers"]
    broken = copy.deepcopy(sample)
    for row in broken["response_result"]:
        row.pop(key, None)
    assert problems("message.status.answer.json", broken)
    broken["response_result"] = [
        row for row in broken["response_result"] if row["response_code"] == 414
    ]
    assert problems("message.status.answer.json", broken) == []


@pytest.mark.parametrize(
    ("key", "wrong"), [("status", "Delivred"), ("status", ""), ("rejected_status", "NO_VIBER")]
)
def test_a_status_outside_the_tables_does_not_fit(key: str, wrong: str) -> None:
    (sample,) = SAMPLES["message/status"]["answers"]
    broken = copy.deepcopy(sample)
    next(row for row in broken["response_result"] if key in row)[key] = wrong
    assert problems("message.status.answer.json", broken)


@pytest.mark.parametrize(
    ("name", "code", "status"),
    [
        ("user.ping", 801, "SUCCESS_MESSAGE_SENT"),
        ("message.send", 1, "PONG"),
        ("user.balance", 404, None),
    ],
)
def test_a_code_that_another_method_answers_does_not_fit(
    name: str, code: int, status: str | None
) -> None:
    status = status or next(row["name"] for row in SPEC["x-result-codes"] if row["code"] == code)
    assert problems(
        f"{name}.answer.json",
        {"response_code": code, "response_status": status, "response_result": None},
    )


def test_a_time_has_its_form() -> None:
    (sample,) = SAMPLES["message/details"]["answers"]
    broken = copy.deepcopy(sample)
    row = next(row for row in broken["response_result"] if row["sms"])
    row["sms"]["sent"] = "yesterday"
    assert problems("message.details.answer.json", sample) == []
    assert problems("message.details.answer.json", broken)


def test_in_the_row_of_a_recipient_too() -> None:
    message_id = "f83f8868-5e46-c6cf-e4fb-615e5a293754"
    row = {
        "phone": "380501111111",
        "response_code": 0,
        "message_id": message_id,
        "response_status": "OK",
    }
    answer = {"response_code": 0, "response_status": "OK", "response_result": [row]}
    assert problems("message.send.answer.json", answer) == []
    row["response_status"] = "PONG"
    assert problems("message.send.answer.json", answer)
