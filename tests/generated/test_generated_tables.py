"""Rows of the spec come out of the tables, the documentation's codes of the installed package."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.kit.facts import RESULT_CODES, DocumentedCode, without_assumption
from turbosms_api import models
from turbosms_api.tables import (
    alphabets,
    file_types,
    limits,
    operations,
    parameters,
    result_codes,
    statuses,
    viber_kinds,
)
from turbosms_api.tables.result_codes import ResultCode

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    import yaml  # noqa: PLC0415 - not where only the wheel is installed

    data: dict[str, Any] = yaml.safe_load(
        (HERE.parents[1] / "openapi.yaml").read_text(encoding="utf-8")
    )
    return data


def test_the_codes_are_those_of_the_documentation() -> None:
    codes = [DocumentedCode(int(code), code.name, code.since) for code in ResultCode]
    assert codes == RESULT_CODES


def test_a_code_says_what_it_means() -> None:
    code = ResultCode(414)
    assert code == 414
    assert (code.name, code.outcome, code.scope, code.actor, code.repeat) == (
        "NOT_ALLOWED_MESSAGE_ID",
        "failure",
        "recipient",
        "caller",
        False,
    )
    assert code.since == date(2020, 2, 25)
    assert code.meaning
    # The same on every Python, where IntEnum has changed its mind twice.
    assert (str(code), f"{code}", f"{code:05d}", repr(code)) == (
        "414",
        "414",
        "00414",
        "<ResultCode.NOT_ALLOWED_MESSAGE_ID: 414>",
    )
    with pytest.raises(ValueError, match="4242 is not a valid ResultCode"):
        ResultCode(4242)


@pytest.mark.checkout
def test_a_code_leads_to_its_row(spec: dict[str, Any]) -> None:
    address = spec["x-help-url"]
    assert address == result_codes.HELP_URL
    assert f"{address}codes/" == result_codes.CODES_URL
    assert [code.help_url for code in ResultCode] == [
        f"{address}codes/#code-{code.value}" for code in ResultCode
    ]


def test_the_tables_cannot_be_changed() -> None:
    for table in (
        operations.OPERATIONS,
        operations.RETRY_CLASSES,
        operations.TIMEOUT_CLASSES,
        statuses.DELIVERY_STATUSES,
        statuses.REJECTION_REASONS,
        viber_kinds.MISSING_CODES,
        limits.LIMITS,
        alphabets.ALPHABETS,
        parameters.SEND_PARAMETERS,
        parameters.SEND_PARAMETERS["text"].max_length,
        file_types.FILE_TYPES,
    ):
        with pytest.raises(TypeError):
            table["new"] = None  # type: ignore[index]


@pytest.mark.checkout
def test_every_code_of_the_spec_comes_out(spec: dict[str, Any]) -> None:
    assert [
        {
            "code": code.value,
            "name": code.name,
            "meaning": code.meaning,
            "meaning_uk": code.meaning_in("uk"),
            "since": code.since.isoformat(),
            "outcome": code.outcome,
            "scope": code.scope,
            "actor": code.actor,
            "repeat": code.repeat,
        }
        for code in ResultCode
    ] == [without_assumption(row) for row in spec["x-result-codes"]]


@pytest.mark.checkout
def test_every_operation_of_the_spec_comes_out(spec: dict[str, Any]) -> None:
    assert len(operations.OPERATIONS) == len(spec["paths"])
    found = {row.path: row._asdict() for row in operations.OPERATIONS.values()}
    for path, item in spec["paths"].items():
        row = found.pop(path)
        assert row.pop("path") == path
        codes = row.pop("codes")
        declared = without_assumption(item["x-operation"])
        declared.pop("overall_codes", None)
        assert codes == {*declared.pop("codes"), *spec["x-common-codes"]}
        assert hasattr(import_module(f"turbosms_api.api.{row.pop('endpoint')}"), "sync_detailed")
        model = row.pop("request")
        assert hasattr(models, model) if declared["takes_data"] else model is None
        assert row == declared
        assert path == operations.OPERATIONS[f"{row['module']}/{row['method']}"].path
    assert not found
    assert spec["servers"][0]["url"] == operations.SERVER
    assert spec["x-retry-classes"] == operations.RETRY_CLASSES
    assert spec["x-timeout-classes"] == operations.TIMEOUT_CLASSES


@pytest.mark.checkout
def test_every_status_of_the_spec_comes_out(spec: dict[str, Any]) -> None:
    rows = [
        {
            **row._asdict(),
            "name_uk": row.name_in("uk"),
            "meaning_uk": row.meaning_in("uk"),
        }
        for row in statuses.DELIVERY_STATUSES.values()
    ]
    assert rows == _plain(spec["x-delivery-statuses"])
    assert all(name == row.name for name, row in statuses.DELIVERY_STATUSES.items())
    reasons = [
        {**row._asdict(), "meaning_uk": row.meaning_in("uk")}
        for row in statuses.REJECTION_REASONS.values()
    ]
    assert reasons == spec["x-rejection-reasons"]
    assert all(name == row.name for name, row in statuses.REJECTION_REASONS.items())


@pytest.mark.checkout
def test_every_kind_of_viber_message_of_the_spec_comes_out(spec: dict[str, Any]) -> None:
    for row, declared in zip(viber_kinds.VIBER_KINDS, spec["x-viber-kinds"], strict=True):
        assert {"all": list(row.all), "any": list(row.any), "none": list(row.none)} == declared[
            "when"
        ]
        for key in ("required", "together", "ignored"):
            assert list(getattr(row, key)) == declared[key]
        for key in ("kind", "meaning", "file", "file_code", "caption_limit", "rate"):
            assert getattr(row, key) == declared[key]
        assert row.meaning_in("uk") == declared["meaning_uk"]
        assert {"allowed": row.transactional_allowed, "code": row.transactional_code} == declared[
            "transactional"
        ]
    assert spec["x-missing-codes"] == viber_kinds.MISSING_CODES


@pytest.mark.checkout
def test_every_limit_of_the_spec_comes_out(spec: dict[str, Any]) -> None:
    assert list(limits.LIMITS) == [row["name"] for row in spec["x-limits"]]
    for declared in spec["x-limits"]:
        row = limits.LIMITS[declared["name"]]
        assert getattr(limits, declared["name"].upper()) is row
        value = declared.get("value")
        if "at" in declared:
            value = spec
            for key in declared["at"].split("/")[1:]:
                value = value[key]
        assert row == (
            row.name,
            value,
            declared["unit"],
            declared["code"],
            declared["meaning"],
            declared["source"],
        )


@pytest.mark.checkout
def test_every_alphabet_of_the_spec_comes_out(spec: dict[str, Any]) -> None:
    assert list(alphabets.ALPHABETS) == [row["name"] for row in spec["x-alphabets"]]
    for declared in spec["x-alphabets"]:
        row = alphabets.ALPHABETS[declared["name"]]
        assert getattr(alphabets, declared["name"].upper()) is row
        blocks: list[tuple[int, int]] = []
        for block in declared["blocks"]:
            first, last = block.split("-")
            blocks.append((int(first, 16), int(last, 16)))
        assert row == (
            row.name,
            declared["meaning"],
            declared["characters"],
            tuple(blocks),
            declared["units"],
        )


@pytest.mark.checkout
def test_every_file_type_of_the_spec_comes_out(spec: dict[str, Any]) -> None:
    assert [row._asdict() for row in file_types.FILE_TYPES.values()] == _plain(spec["x-file-types"])
    assert all(extension == row.extension for extension, row in file_types.FILE_TYPES.items())


@pytest.mark.checkout
def test_every_parameter_of_message_send_comes_out(spec: dict[str, Any]) -> None:
    schemas = spec["components"]["schemas"]
    channels = {
        "sms": schemas["SmsParameters"]["properties"],
        "viber": schemas["ViberParameters"]["properties"],
    }
    names = {*channels["sms"], *channels["viber"], *schemas["SendRequest"]["properties"]} - {
        "sms",
        "viber",
    }
    assert set(parameters.SEND_PARAMETERS) == names
    for name, row in parameters.SEND_PARAMETERS.items():
        assert row.name == name
        assert set(row.channels) == {
            channel for channel, known in channels.items() if name in known
        }


@pytest.mark.checkout
def test_every_parameter_of_chats_and_files_comes_out(spec: dict[str, Any]) -> None:
    for path, item in spec["paths"].items():
        operation = path[1:].removesuffix(".json")
        if item["x-operation"]["module"] in ("chat", "file") and item["x-operation"]["takes_data"]:
            model = operations.OPERATIONS[operation].request
            assert [*parameters.PARAMETERS[operation]] == [
                *spec["components"]["schemas"][model]["properties"]
            ]
        else:
            assert operation not in parameters.PARAMETERS


def test_parameters_of_chats_carry_types_limits_and_codes() -> None:
    rows, message = (
        parameters.PARAMETERS["chat/messages"]["rows"],
        parameters.PARAMETERS["chat/send"]["message"],
    )
    assert (rows.type, rows.minimum, rows.maximum, rows.type_code, rows.limit_code) == (
        "integer",
        1,
        500,
        313,
        313,
    )
    assert (message.type, message.max_length, message.type_code) == (
        "string",
        {"request": 1000},
        304,
    )
    assert parameters.PARAMETERS["chat/messages"]["new_only"].type == "flag"


def test_parameters_carry_types_limits_and_codes() -> None:
    rows = parameters.SEND_PARAMETERS
    assert rows["text"].max_length == {"sms": 1521, "viber": 1000}
    assert (rows["text"].missing_code, rows["text"].type_code, rows["text"].limit_code) == (
        201,
        304,
        413,
    )
    assert (rows["ttl"].type, rows["ttl"].minimum, rows["ttl"].maximum) == ("integer", 60, 86400)
    assert (rows["ttl"].type_code, rows["ttl"].limit_code) == (306, 409)
    assert rows["sender"].max_length == {"sms": 20, "viber": 20}
    assert rows["is_flash"].channels == ("sms",)
    assert {name for name, row in rows.items() if row.type == "flag"} == {
        "is_flash",
        "count_clicks",
        "is_transactional",
    }
    assert (
        rows["recipients"].channels,
        rows["recipients"].type,
        rows["recipients"].missing_code,
    ) == ((), "array", 202)
    assert (rows["sequence_id"].channels, rows["sequence_id"].max_length) == ((), {"request": 32})


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_plain_row(row) for row in rows]


def _plain_row(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if not key.startswith("x-")}


def test_the_literals_of_the_tables_are_used() -> None:
    assert {code.outcome for code in ResultCode} == set(result_codes.Outcome.__args__)  # type: ignore[attr-defined]
    assert {code.actor for code in ResultCode} == set(result_codes.Actor.__args__)  # type: ignore[attr-defined]
