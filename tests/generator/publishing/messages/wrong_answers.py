"""Answers whose parts do not go together: codes, results, and the rows of sends and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.generator.publishing.messages.good_messages import (
    ID,
    NAMES,
    answers,
    envelope,
    refused,
    sent,
)
from tests.generator.publishing.messages.message_places import NOTHING, changed
from tests.generator.publishing.messages.wrong_message import CODES, REASONS, SUCCESS, Wrong
from tests.openapi import SPEC

if TYPE_CHECKING:
    from collections.abc import Iterator


def wrong_codes(method: str) -> Iterator[Wrong]:
    """Codes of other methods and of another scope, and results that do not go with a code."""
    operation = SPEC["paths"][f"/{method}.json"]["x-operation"]
    codes = {*operation.get("overall_codes", operation["codes"]), *SPEC["x-common-codes"]}
    good = next(each for each in answers(method) if each["response_code"] in SUCCESS)
    result = good["response_result"]
    for code, row in CODES.items():
        for what, value in _wrong_results(row, result, is_possible=code in codes):
            yield Wrong(method, "answer", what, str(code), envelope(code, value))
    if isinstance(result, list) and "response_code" in result[0]:
        for code in sorted(codes & {*SUCCESS}):
            yield Wrong(method, "answer", "success without rows", str(code), envelope(code, []))
        for index, row in enumerate(result):
            for code in _codes_of_no_row(operation):
                wrong = {**row, "response_code": code, "response_status": NAMES[code]}
                value = changed(good, ("response_result", index), wrong)
                yield Wrong(method, "answer", "code of no row", str(code), value)


def _wrong_results(
    row: dict[str, Any], result: Any, *, is_possible: bool
) -> Iterator[tuple[str, Any]]:
    if not is_possible or row["scope"] == "recipient":
        yield "code of others", result
        yield "code of others", None
    elif result is not None:
        if row["outcome"] in ("success", "partial"):
            yield "success without result", None
        if row["outcome"] == "failure":
            yield "refused with result", result


def _codes_of_no_row(operation: dict[str, Any]) -> Iterator[int]:
    for code, row in CODES.items():
        if code not in operation["codes"] or row["scope"] == "request":
            yield code


def _sends(what: str, where: Any, *rows: dict[str, Any], code: int = 0) -> Iterator[Wrong]:
    wrong = envelope(code, list(rows))
    yield Wrong("message/send", "answer", what, str(where), wrong)
    for inner in ({"a": wrong}, {"a": envelope(0, [sent()]), "b": wrong}):
        yield Wrong("message/sendmulti", "answer", what, str(where), envelope(0, inner))


def wrong_send_rows() -> Iterator[Wrong]:
    """Rows that have what they cannot have, or lack what they need."""
    for code in (0, 800, 801):
        for new in (None, "", "x", ID[1:], f"{ID}\n", 7):
            wrong = {**sent(code), "message_id": new}
            yield from _sends("accepted without id", new, wrong)
            yield from _sends("accepted without id", new, sent(), wrong)
        without = changed(sent(code), ("message_id",), NOTHING)
        yield from _sends("accepted without id", code, without)
    for code in SPEC["paths"]["/message/send.json"]["x-operation"]["codes"]:
        if CODES[code]["scope"] == "both" and CODES[code]["outcome"] == "failure":
            for new in (ID, "", "x"):
                yield from _sends("refused with id", code, {**refused(code), "message_id": new})
            yield from _sends("refused and accepted", code, sent(), refused(code), code=code)
    for code in (800, 801):
        yield from _sends("all with some", code, sent(), refused(), code=code)
        yield from _sends("all with none", code, refused(407), code=code)
    for code in (802, 803):
        yield from _sends("partial with all", code, sent(), sent(), code=code)
        yield from _sends("partial with none", code, refused(), refused(407), code=code)
        yield from _sends("partial with nobody", code, code=code)


def wrong_reports() -> Iterator[Wrong]:
    for report in ("message/status", "message/details"):
        good = next(each for each in answers(report) if each["response_result"])
        of_report = _wrong_statuses if report == "message/status" else _wrong_details
        for index, row in enumerate(good["response_result"]):
            for what, wrong in (*_wrong_report_rows(row), *of_report(row)):
                value = changed(good, ("response_result", index), wrong)
                yield Wrong(report, "answer", what, f"row {index}", value)


def _wrong_report_rows(row: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of both reports: a row with the values of the other outcome."""
    if row["response_code"] not in SUCCESS:
        yield "accepted without values", {**row, "response_code": 0, "response_status": "OK"}
        return
    for new in ("", "x", ID[1:], None):
        yield "accepted without id", {**row, "message_id": new}
    for code in (307, 414):
        refusal = {"response_code": code, "response_status": NAMES[code]}
        yield "refused with values", {**row, **refusal}


_OF_SUCCESS: Final = ("recipient", "sent", "updated", "status", "type")
_OF_VIBER: Final = {"rejected_status": "", "click_time": None}


def _wrong_statuses(row: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if "type" not in row:
        for key in (*_OF_SUCCESS, *_OF_VIBER):
            yield "refused with values", row | {key: "viber" if key == "type" else None}
        return
    for key in _OF_SUCCESS:
        yield "accepted without values", changed(row, (key,), NOTHING)
    if row["type"] == "sms":
        for key, value in _OF_VIBER.items():
            yield "of viber only", row | {key: value}
        yield "viber without", row | {"type": "viber"}
        return
    for key in _OF_VIBER:
        yield "viber without", changed(row, (key,), NOTHING)
    yield "of viber only", row | {"type": "sms"}
    for reason in _reasons_without_rejection():
        yield "reason without rejection", row | reason


def _wrong_details(row: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the SMS or the Viber message of a row cannot be."""
    schemas = SPEC["components"]["schemas"]
    sms, viber = schemas["SmsDetails"]["properties"], schemas["ViberDetails"]["properties"]
    if row["sms"] is not None:
        for key in sorted(viber.keys() - sms.keys()):
            yield "of another channel", {**row, "sms": {**row["sms"], key: ""}}
        for new in (0, 11, 100, -1, 1.5, "1", None):
            yield "no number of segments", {**row, "sms": {**row["sms"], "segments": new}}
    if row["viber"] is not None:
        for key in sorted(sms.keys() - viber.keys()):
            yield "of another channel", {**row, "viber": {**row["viber"], key: 1}}
        for reason in _reasons_without_rejection():
            yield "reason without rejection", {**row, "viber": {**row["viber"], **reason}}


def _reasons_without_rejection() -> Iterator[dict[str, str]]:
    for status in SPEC["x-delivery-statuses"]:
        if status["delivered"] or not status["final"]:
            yield {"status": status["name"], "rejected_status": REASONS[0]}
