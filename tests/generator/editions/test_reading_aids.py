"""What the published editions say besides the spec: codes at answers, values, samples."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from generator.editions.files import editions
from generator.editions.reading_aids import with_reading_aids
from tests.openapi import SPEC, resolved
from tests.unchecked_models import model_of

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.checkout

CODES = {row["code"]: row for row in SPEC["x-result-codes"]}
SCHEMAS = {
    "ResultCode": {str(code): f"{row['name']}: {row['meaning']}" for code, row in CODES.items()},
    "DeliveryStatus": {row["name"]: row["meaning"] for row in SPEC["x-delivery-statuses"]},
    "RejectionReason": {row["name"]: row["meaning"] for row in SPEC["x-rejection-reasons"]},
    "Flag": {"0": "no", "1": "yes"},
    "WebhookStatus": {
        **{row["word"]: row["status"] for row in SPEC["x-webhook-statuses"]},
        **{row["name"]: row["meaning"] for row in SPEC["x-delivery-statuses"]},
    },
}


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    before = copy.deepcopy(SPEC)
    data = with_reading_aids(model_of(SPEC))
    assert before == SPEC, "the spec itself is left as it is"
    return data


@pytest.fixture(scope="module")
def files() -> dict[str, Any]:
    found = editions(model_of(SPEC))
    return {name: json.loads(found[name]) for name in found if name.endswith(".json")}


def answer_of(data: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    return resolved(operation["responses"]["200"], data)


def operations(data: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in data["paths"].items():
        for verb in ("post", "get"):
            if verb in item:
                yield path, verb, item[verb]


def possible(path: str) -> list[int]:
    own = SPEC["paths"][path]["x-operation"]["codes"]
    return sorted({*own, *SPEC["x-common-codes"]})


def test_each_answer_has_a_table_of_exactly_its_codes(made: dict[str, Any]) -> None:
    for path, verb, operation in operations(made):
        text = answer_of(made, operation)["description"]
        rows = [line.split(" | ", 2) for line in text.splitlines() if line.startswith("| ")][2:]
        shown = [(int(code.strip("| ")), name, meaning[:-2]) for code, name, meaning in rows]
        expected = [(code, CODES[code]["name"], CODES[code]["meaning"]) for code in possible(path)]
        assert shown == expected, (path, verb)
        its_own = answer_of(SPEC, SPEC["paths"][path][verb])["description"]
        assert text.startswith(its_own.strip() + "\n\n| Code |"), (path, verb)


def test_operations_with_the_same_codes_still_share_an_answer(made: dict[str, Any]) -> None:
    shared = made["components"]["responses"]
    # A file is answered by two methods with codes of their own.
    assert {*SPEC["components"]["responses"]} - {*shared} == {"File"}
    references = json.dumps(made)
    assert all(f'"#/components/responses/{name}"' in references for name in shared)
    assert '"#/components/responses/File"' not in references


def test_the_view_names_the_codes_on_one_line(files: dict[str, Any]) -> None:
    for name in ("openapi-json-view.json", "openapi-json-view-3.0.json"):
        for path, _verb, operation in operations(files[name]):
            text = operation["responses"]["200"]["description"]
            names = ", ".join(f"{code} {CODES[code]['name']}" for code in possible(path))
            assert text.endswith(f" Result codes: {names}.")
            assert "\n" not in text


@pytest.mark.parametrize("name", SCHEMAS)
def test_values_are_described_where_they_stand(made: dict[str, Any], name: str) -> None:
    assert made["components"]["schemas"][name]["x-enumDescriptions"] == SCHEMAS[name]


def test_nothing_else_is_said(made: dict[str, Any]) -> None:
    """Without them, the whole edition is the spec, apart from the answers that became own."""
    data = copy.deepcopy(made)
    for name in SCHEMAS:
        del data["components"]["schemas"][name]["x-enumDescriptions"]
    for path, verb, operation in operations(data):
        del operation["x-codeSamples"]
        answer = answer_of(data, operation)
        answer["description"] = answer_of(SPEC, SPEC["paths"][path][verb])["description"]
        if "$ref" in SPEC["paths"][path][verb]["responses"]["200"] and (
            "$ref" not in operation["responses"]["200"]
        ):
            assert answer == SPEC["components"]["responses"]["File"]
            operation["responses"]["200"] = SPEC["paths"][path][verb]["responses"]["200"]
            data["components"]["responses"]["File"] = answer
    assert data == SPEC


def test_every_operation_has_a_sample_in_each_language(files: dict[str, Any]) -> None:
    for name in ("openapi.json", "openapi-3.0.json"):
        for path, verb, operation in operations(files[name]):
            samples = operation["x-codeSamples"]
            languages = [sample["lang"] for sample in samples]
            assert languages == ["Shell", "Python", "PHP", "TypeScript"], (path, verb)
            assert all({*sample} == {"lang", "label", "source"} for sample in samples)
            assert all(path in sample["source"] for sample in samples if sample["lang"] != "Python")
    assert "x-codeSamples" not in json.dumps(files["openapi-json-view.json"])
