"""The published JSON Schemas refuse wrong messages, by validators that share no code.

The editions of OpenAPI refuse those that need no condition to be refused.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from openapi_schema_validator import OAS30Validator, OAS31Validator

from generator.editions.openapi_3_0 import to_3_0
from tests.generator.publishing.messages.every_wrong_message import wrong_messages
from tests.generator.publishing.messages.good_messages import (
    ID,
    METHODS,
    PHONES,
    SAMPLES,
    answers,
    envelope,
    requests,
    row,
    sent,
)
from tests.generator.publishing.messages.message_places import schema_of
from tests.openapi import SPEC, limit, resolved
from tests.unchecked_models import schemas_of_messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.generator.publishing.messages.wrong_message import Wrong

pytestmark = pytest.mark.checkout

KINDS = [(method, kind) for method in METHODS for kind in ("request", "answer")]
GSM, UNICODE = limit("sms_gsm_characters"), limit("sms_unicode_characters")

#: What a JSON Schema cannot say, each with messages that are wrong and pass all the same.
NOT_SAID: dict[str, list[tuple[str, Any]]] = {
    "the length of an SMS with more than eight characters of two units, to the unit": [
        (
            "message.send.request",
            {**PHONES, "sms": {"sender": "S", "text": "€" * 700 + "a" * (GSM - 1399)}},
        ),
        (
            "message.send.request",
            {**PHONES, "sms": {"sender": "S", "text": "😀" * 300 + "я" * (UNICODE - 599)}},
        ),
    ],
    "what is in the account: senders, files and their types, chats, templates, the balance": [
        ("message.send.request", {**PHONES, "viber": {"sender": "Nobody", "file_id": 1}}),
    ],
    "what day it is": [
        (
            "message.send.request",
            {**PHONES, "start_time": "1999-01-01", "sms": {"sender": "S", "text": "x"}},
        ),
    ],
    "how large a file is": [
        ("file.add.request", {"data": "data:text/plain," + "a" * (limit("file_bytes") + 1)}),
    ],
    "whether an answer has a row for each recipient, or the ids that were asked for": [
        ("message.send.answer", envelope(801, [sent(), sent(), sent()])),
        ("message.status.answer", envelope(0, [row(414, message_id=ID), row(414, message_id=ID)])),
    ],
    "whether one value follows from another: times in their order, a price from its segments": [
        (
            "chat.sessions.answer",
            envelope(
                0,
                [
                    {
                        "id": 1,
                        "price": 0.88,
                        "started": "2024-01-02 00:00:00",
                        "ended": "2024-01-01 00:00:00",
                        "sent_messages": 1,
                        "unreplied_messages": 2,
                    }
                ],
            ),
        ),
    ],
}


@cache
def validators(method: str, kind: str) -> tuple[Any, Any]:
    schema = schemas_of_messages()[f"{method.replace('/', '.')}.{kind}.json"]
    return Draft202012Validator(schema), jsonschema_rs.Draft202012Validator(schema)


@cache
def editions(method: str, kind: str) -> tuple[Any, Any, Any]:
    schema = schema_of(method, kind)
    of_3_0 = to_3_0(SPEC)
    path = of_3_0["paths"][f"/{method}.json"]["post"]
    content = path["requestBody"] if kind == "request" else path["responses"]["200"]
    older = resolved(content, of_3_0)["content"]["application/json"]["schema"]
    newer = {**schema, "components": SPEC["components"]}
    return (
        OAS31Validator(newer),
        jsonschema_rs.Draft202012Validator(newer),
        OAS30Validator({**older, "components": of_3_0["components"]}),
    )


@cache
def all_wrong() -> dict[tuple[str, str], list[Wrong]]:
    by_message: defaultdict[tuple[str, str], list[Wrong]] = defaultdict(list)
    for wrong in wrong_messages():
        by_message[wrong.method, wrong.kind].append(wrong)
    return dict(by_message)


def accepted_by(validator: Any, value: Any) -> bool:
    return bool(validator.is_valid(value))


@pytest.mark.parametrize(("method", "kind"), KINDS)
def test_good_messages_are_accepted(method: str, kind: str) -> None:
    good = requests(method) if kind == "request" else answers(method)
    for message in good:
        for validator in (*validators(method, kind), *editions(method, kind)):
            found = [error.message for error in validator.iter_errors(message)]
            assert found == [], (message, type(validator))


def passing(wrong: Wrong, *all_validators: Any) -> Iterator[str]:
    for validator in all_validators:
        if accepted_by(validator, wrong.value):
            name = f"{type(validator).__module__}.{type(validator).__name__}"
            yield f"{name} takes {wrong.what}: {wrong.where}"


@pytest.mark.one_case_in(4)
@pytest.mark.parametrize(("method", "kind"), KINDS)
def test_wrong_messages_are_refused(method: str, kind: str) -> None:
    found: list[str] = []
    for wrong in all_wrong()[method, kind]:
        found.extend(passing(wrong, *validators(method, kind)))
    assert found == []


@pytest.mark.one_case_in(4)
@pytest.mark.parametrize(("method", "kind"), KINDS)
def test_the_editions_refuse_what_needs_no_condition(method: str, kind: str) -> None:
    found: list[str] = []
    for wrong in all_wrong()[method, kind]:
        if wrong.by_edition:
            found.extend(passing(wrong, *editions(method, kind)))
    assert found == []


def test_mistakes_of_every_kind_are_tried() -> None:
    made = [wrong for each in all_wrong().values() for wrong in each]
    assert len(made) > 5000
    assert {(wrong.method, wrong.kind) for wrong in made} == set(KINDS)


@pytest.mark.parametrize("what", NOT_SAID)
def test_what_a_schema_cannot_say(what: str) -> None:
    """Mistakes that pass, so that what is documented about them stays true."""
    for name, message in NOT_SAID[what]:
        method, _, kind = name.rpartition(".")
        for validator in validators(method.replace(".", "/", 1), kind):
            assert accepted_by(validator, message), name


def test_the_documented_samples_are_among_the_good_messages() -> None:
    assert {*SAMPLES} <= {*METHODS}
    assert json.dumps(SAMPLES["message/send"]["requests"][0]) in map(
        json.dumps, requests("message/send")
    )
