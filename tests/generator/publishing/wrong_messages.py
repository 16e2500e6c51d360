"""Wrong messages, made of good ones by one change each.

Which changes make a message wrong is read from the tables of openapi.yaml, not from the generator.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tests.generator.publishing.good_messages import (
    BUTTON,
    ID,
    METHODS,
    NAMES,
    PHONES,
    answers,
    envelope,
    refused,
    requests,
    sent,
)
from tests.generator.publishing.message_places import (
    NOTHING,
    Place,
    changed,
    places,
    schema_of,
)
from tests.openapi import SPEC

if TYPE_CHECKING:
    from collections.abc import Iterator


class Wrong(NamedTuple):
    """A message that nobody should take for a good one."""

    method: str
    kind: str
    """`request` or `answer`."""
    what: str
    """The kind of mistake."""
    where: str
    value: Any
    by_edition: bool = False
    """Whether OpenAPI without conditions can say it, too."""


VALUES: Final[dict[str, list[Any]]] = {
    "string": ["text", ""],
    "integer": [7, 0],
    "number": [7.5],
    "boolean": [True, False],
    "null": [None],
    "array": [[], [[[]]]],
    "object": [{}, {"strange": []}],
}
#: JSON types that are wanted, and those that are in order then.
_TAKEN: Final = {"number": {"number", "integer"}}
DAYS: Final = [
    "2022-02-30",
    "2022-02-31",
    "2023-02-29",
    "1900-02-29",
    "2100-02-29",
    "2022-04-31",
    "2022-06-31",
    "2022-09-31",
    "2022-11-31",
    "2022-01-32",
    "2022-12-00",
    "2022-00-10",
    "2022-13-01",
    "0000-00-00",
    "2022-99-99",
    "22-01-01",
    "2022-1-01",
    "2022/01/01",
    "20220101",
    "01.01.2022",
    "2022-01-0\u0661",
]
CLOCKS: Final = [
    "24:00:00",
    "25:00:00",
    "23:60:00",
    "23:59:60",
    "23:59:61",
    "99:99:99",
    "-1:00:00",
    "1:00:00",
]
CODES: Final = {row["code"]: row for row in SPEC["x-result-codes"]}
#: Days that some month has.
EXISTING_IN_SOME_MONTH: Final = re.compile(
    "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", re.ASCII
)
UNKNOWN_CODES: Final = (-1, 2, 102, 108, 207, 314, 438, 508, 804, 998, 1000)
SUCCESS: Final = [code for code, row in CODES.items() if row["outcome"] == "success"]
STATUSES: Final = [row["name"] for row in SPEC["x-delivery-statuses"]]
REASONS: Final = [row["name"] for row in SPEC["x-rejection-reasons"]]


def wrong_messages() -> Iterator[Wrong]:
    """All of them, method by method."""
    for method in METHODS:
        yield from _everywhere(method, "request", requests(method))
        yield from _everywhere(method, "answer", answers(method))
        yield from _wrong_codes(method)
    yield from _wrong_rows()
    yield from _wrong_sends()
    yield from _wrong_chats_and_files()


def _everywhere(method: str, kind: str, messages: list[Any]) -> Iterator[Wrong]:
    """What can be wrong at a single place, once for each place that the spec describes."""
    schema = schema_of(method, kind)
    seen: set[tuple[str, str]] = set()
    for message in messages:
        for place in places(schema, message):
            steps = ["*" if isinstance(step, int) else step for step in place.steps]
            if method == "message/sendmulti" and len(steps) > 1:
                steps[kind == "answer"] = "*"  # one send is as good as another
            where = "/".join(steps)
            for what, new, by_edition in _wrong_values(kind, place):
                key = (where, f"{what} {new!r:.80} {_discriminator(message, place)}")
                if key not in seen:
                    seen.add(key)
                    value = changed(message, place.steps, new)
                    yield Wrong(method, kind, what, f"{where} {new!r:.60}", value, by_edition)


def _discriminator(message: Any, place: Place) -> str:
    """What tells the row around a place from others of its kind: its channel, and its success."""
    for count in range(len(place.steps), 0, -1):
        value = message
        for step in place.steps[:count]:
            value = value[step]
        if isinstance(value, dict) and "response_code" in value:
            return f"{value.get('type')} {value['response_code'] in SUCCESS}"
    return ""


def _wrong_values(kind: str, place: Place) -> Iterator[tuple[str, Any, bool]]:
    schema, value = place.schema, place.value
    taken = {name for each in place.types for name in _TAKEN.get(each, {each})}
    for name, values in VALUES.items():
        if name not in taken and place.types:
            for new in values:
                # A service in PHP writes an empty map as a list.
                if new != [] or kind == "request" or not _is_map(place):
                    yield "wrong type", new, True
    if isinstance(value, dict):
        required = place.inner.get("required", ())
        if required or "x-any-of" in schema:
            yield "empty", {"strange": []}, bool(required)
        for key in required:
            yield f"missing {key}", {each: value[each] for each in value if each != key}, True
    yield from _out_of_table(kind, place)
    yield from _wrong_times(kind, place)
    yield from _out_of_range(schema, value, kind)


def _is_map(place: Place) -> bool:
    return "additionalProperties" in place.inner and "properties" not in place.inner


def _out_of_table(kind: str, place: Place) -> Iterator[tuple[str, Any, bool]]:
    schema = place.schema
    new: Any
    if schema.get("x-format") == "flag" or schema.get("enum") == [0, 1]:
        for new in (2, -1, 10):
            yield "no flag", new, "enum" in schema
    if schema.get("x-format") == "status":
        for new in (*(f"{name}d" for name in STATUSES), *map(str.upper, STATUSES), "", "OK"):
            yield "no status", new, False
    if "x-rejection-reasons" in schema.get("description", ""):
        for new in (*map(str.lower, REASONS), "NO_VIBER", "SRVC_", " "):
            yield "no reason", new, False
    for new in _unlike(schema.get("x-known", ())):
        yield "unknown value", new, False
    yield from _wrong_numbers(kind, place)


def _unlike(known: list[str]) -> Iterator[str]:
    for value in known:
        yield from (f"{value}s", f"{value.swapcase()}!", "", f" {value}")


def _wrong_numbers(kind: str, place: Place) -> Iterator[tuple[str, Any, bool]]:
    schema, value = place.schema, place.value
    if schema.get("x-format") == "code":
        for new in UNKNOWN_CODES:
            yield "no code", new, not 0 <= new <= 999
        following = [*CODES, *CODES]
        for new in following[following.index(value) + 1 :][:: len(CODES) // 6][:6]:
            yield "code of another name", new, False
    if kind == "answer" and "integer" in place.types:
        yield "negative", -1, "minimum" in schema
        yield "a fraction", 1.5, True
        if schema.get("format") == "int64" and "x-empty" not in schema:
            yield "number of nothing", 0, False


def _wrong_times(kind: str, place: Place) -> Iterator[tuple[str, Any, bool]]:
    form = place.schema.get("x-format")
    if form == "day":
        for day in (*DAYS, "", "2022-01-01 10:00:00", "2022-01-01\n"):
            yield "no day", day, False
    elif form == "time" and kind == "request":
        yield from _wrong_starts()
    elif form == "time":
        yield from _wrong_moments(in_edition="pattern" in place.schema)
        if "or an empty string" not in place.schema["description"]:
            yield "empty for null", "", "pattern" in place.schema


def _wrong_starts() -> Iterator[tuple[str, Any, bool]]:
    for day in DAYS:
        for form in (day, f"{day} 10:00", f"{day}T10:00:00+02:00"):
            yield "no day", form, False
    for form in ("tomorrow", "", "2022-01-01 10", "10:00", "2022-01-01 10:00\n"):
        yield "no time", form, not form.endswith("\n")


def _wrong_moments(*, in_edition: bool) -> Iterator[tuple[str, Any, bool]]:
    for day in DAYS:
        yield "no day", f"{day} 10:00:00", in_edition and not EXISTING_IN_SOME_MONTH.match(day)
    for clock in CLOCKS:
        yield "no time", f"2022-01-01 {clock}", in_edition
    for form in ("2022-01-01", "2022-01-01T10:00:00", "2022-01-01 10:00", "10:00:00", "now"):
        yield "no time", form, in_edition
    for form in ("2022-01-01 10:00:00Z", "2022-01-01 10:00:00\n", " 2022-01-01 10:00:00"):
        yield "no time", form, in_edition


def _out_of_range(schema: dict[str, Any], value: Any, kind: str) -> Iterator[tuple[str, Any, bool]]:
    if "maxLength" in schema and kind == "request":
        yield "too long", "я" * (schema["maxLength"] + 1), True
        yield "too long", "a" * (schema["maxLength"] + 1), True
    if schema.get("minLength"):
        yield "too short", "", True
    if "minItems" in schema:
        yield "too few", [], True
    if "maxItems" in schema:
        yield "too many", (value * (schema["maxItems"] + 1))[: schema["maxItems"] + 1], True
    if "x-format" not in schema:
        if "minimum" in schema:
            yield "too small", schema["minimum"] - 1, True
        if "maximum" in schema:
            yield "too large", schema["maximum"] + 1, True
    yield from _of_wrong_form(schema.get("pattern", ""))


def _of_wrong_form(pattern: str) -> Iterator[tuple[str, Any, bool]]:
    if pattern.startswith("^[Hh]"):
        for new in ("example.com", "ftp://example.com/a", "//example.com", "text", ""):
            yield "no link", new, True
    if "[Dd][Aa]" in pattern:
        for new in ("text", "data:text/plain", "file:,text", "YQ==", " data:,a"):
            yield "no data", new, True
    if pattern.startswith("^[0-9A-Fa-f]"):
        for new in ("1", ID[:-1], f"{ID}0", ID.replace("-", ""), f"{ID}\n", ID.replace("f", "g")):
            yield "no id", new, not new.endswith("\n")


def _wrong_codes(method: str) -> Iterator[Wrong]:
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


def _wrong_rows() -> Iterator[Wrong]:
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
    yield from _wrong_reports()


def _wrong_reports() -> Iterator[Wrong]:
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


PARAMETERS: Final[dict[str, Any]] = {
    "text": "Hi",
    "caption": "Pay",
    "action": "https://example.com/",
    "image_url": "https://example.com/a.png",
    "file_id": 5,
}


def kind_of(present: set[str]) -> dict[str, Any]:
    """The kind of a Viber message that has these parameters."""
    for kind in SPEC["x-viber-kinds"]:
        when = kind["when"]
        has_any = not when["any"] or bool(present & {*when["any"]})
        if present >= {*when["all"]} and has_any and not present & {*when["none"]}:
            found: dict[str, Any] = kind
            return found
    raise AssertionError("the last kind takes everything")


def is_complete(present: set[str]) -> bool:
    """Whether a Viber message with these parameters has all that its kind needs."""
    kind = kind_of(present)
    together = {*kind["together"]}
    return present >= {*kind["required"]} and (not present & together or present >= together)


def limit(name: str) -> int:
    """The number of a limit, wherever it stands."""
    row = next(row for row in SPEC["x-limits"] if row["name"] == name)
    value: Any = row.get("value")
    if "at" in row:
        value = SPEC
        for key in row["at"].split("/")[1:]:
            value = value[key]
    return int(value)


def _wrong_sends() -> Iterator[Wrong]:
    for what, send in (*_wrong_kinds(), *_wrong_lengths(), *_wrong_images()):
        request = {**PHONES, **send}
        yield Wrong("message/send", "request", what, repr(send)[:100], request)
        for multi in ({"a": request}, {"a": requests("message/send")[0], "b": request}):
            yield Wrong("message/sendmulti", "request", what, repr(send)[:100], multi)


def _given_anywhere(values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same Viber message with its values in the channel, at the top, and against others."""
    empty = {name: 0 if name == "file_id" else "" for name in PARAMETERS}
    yield {"viber": {"sender": "Shop", **values}}
    yield {"sender": "Shop", **values, "viber": {}}
    yield {"sender": "Shop", **values, "viber": {}, "sms": {"text": "Hi"}}
    yield {"sender": "Shop", **PARAMETERS, "viber": {**empty, **values}}


def _wrong_kinds() -> Iterator[tuple[str, dict[str, Any]]]:
    """Viber messages that lack something of their kind, or that may not be transactional."""
    for count in range(len(PARAMETERS) + 1):
        for names in combinations(PARAMETERS, count):
            values = {name: PARAMETERS[name] for name in names}
            if not is_complete({*names}):
                for send in _given_anywhere(values):
                    yield "incomplete kind", send
            elif not kind_of({*names})["transactional"]["allowed"]:
                yield from _transactional(values)
    yield from _without_channel_values()


def _transactional(values: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for send in _given_anywhere({**values, "is_transactional": 1}):
        yield "transactional with more than text", send
    viber = {**values, "is_transactional": 1}
    over = {"sender": "Shop", "is_transactional": 0, "viber": viber}
    yield "transactional with more than text", over


def _without_channel_values() -> Iterator[tuple[str, dict[str, Any]]]:
    channels: dict[str, Any]
    for channels in ({"sms": {}}, {"viber": {}}, {"sms": {}, "viber": {"text": "Hi"}}):
        yield "no sender", {"text": "Hi", **channels}
    for channels in ({}, {"text": "Hi"}, {"sms": {"text": "Hi"}, "viber": {}}):
        yield "no channel or text", {"sender": "Shop", **channels}
    for empty in ("sender", "text"):
        channel = {empty: ""}
        yield "empty in the channel", {"sender": "Shop", "text": "Hi", "sms": channel}


def _wrong_lengths() -> Iterator[tuple[str, dict[str, Any]]]:
    gsm, unicode = limit("sms_gsm_characters"), limit("sms_unicode_characters")
    for text in (
        "я" * (unicode + 1),
        "a" * unicode + "я",
        "я" + "a" * unicode,
        "a" * 330 + "ё" + "a" * 331,
        "`" + "a" * unicode,
        "😀" * (unicode // 2 + 1),
        "😀" + "я" * (unicode - 1),
        "😀" * 3 + "я" * (unicode - 5),
        "a" * (gsm + 1),
        "a" * gsm + "€",
        "a" * (gsm - 1) + "€",
        "€€" + "a" * (gsm - 3),
        "[" * (gsm // 2 + 1),
        "{" * (gsm // 2) + "aa",
        "a\n" * (gsm // 2 + 1),
        "~" * 7 + "a" * (gsm - 13),
    ):
        yield "long SMS", {"sms": {"sender": "Shop", "text": text}}
        if len(text) <= gsm:
            yield "long SMS", {"sender": "Shop", "text": text, "sms": {}}
            yield "long SMS", {"sender": "Shop", "text": text, "sms": {}, "viber": {"text": "Hi"}}
        yield "long SMS", {"sender": "Shop", "text": "Hi", "viber": {}, "sms": {"text": text}}
    most = limit("viber_text_characters")
    for text in ("a" * (most + 1), "я" * (most + 1), "😀" * (most + 1), "a" * gsm):
        yield "long Viber", {"viber": {"sender": "Shop", "text": text}}
        yield "long Viber", {"sender": "Shop", "text": text, "viber": {}}
        yield "long Viber", {"sender": "Shop", "text": text, "viber": {}, "sms": {"text": "Hi"}}
        yield "long Viber", {"sender": "Shop", "text": text, "viber": BUTTON}
    latin, cyrillic = limit("file_caption_latin"), limit("file_caption_cyrillic")
    for name in (
        "a" * (latin + 1),
        "a" * limit("button_caption_characters"),
        "я" * (cyrillic + 1),
        "a" * cyrillic + "я",
        "Ґ" + "a" * cyrillic,
        "я" * latin,
        "é" * (latin + 1),
    ):
        for send in _given_anywhere({"file_id": 5, "caption": name}):
            yield "long name of a file", send
        yield "long name of a file", {"sender": "S", "caption": name, "viber": {"file_id": 5}}
        yield "long name of a file", {"sender": "S", "file_id": 5, "viber": {"caption": name}}


def _wrong_images() -> Iterator[tuple[str, dict[str, Any]]]:
    documents = [row["extension"] for row in SPEC["x-file-types"] if row["kind"] != "image"]
    for extension in (*documents, "exe", "svg", "PDF"):
        url = f"https://example.com/files/a.{extension}"
        for values in ({"image_url": url}, {"image_url": f"{url}?x=a.png", "text": "Hi", **BUTTON}):
            yield "no image", {"sender": "Shop", "viber": values}
            yield "no image", {"sender": "Shop", **values, "viber": {}}
        linked = {"image_url": url, "file_id": 5, "caption": "Open", "text": "Hi"}
        yield "no image", {"sender": "Shop", "viber": linked}


def _wrong_chats_and_files() -> Iterator[Wrong]:
    text = {"chat_id": 1, "message": "Hi"}
    request: dict[str, Any]
    for file in ({"file_data": "data:,a"}, {"file_url": "https://example.com/a.pdf"}):
        for name in ({}, {"file_name": "a.pdf"}):
            yield Wrong(
                "chat/send", "request", "text and file", str(file), {**text, **file, **name}
            )
    for request in ({}, {"file_name": "a.pdf"}, {"file_data": ""}, {"sequence_id": "1"}):
        yield Wrong("chat/send", "request", "neither", str(request), {"chat_id": 1, **request})
    for method, request in (
        ("file/add", {}),
        ("file/add", {"sequence_id": "1"}),
        ("file/details", {}),
        ("chat/recipients", {"page": 1}),
        ("chat/sessions", {"rows": 5}),
        ("message/status", {}),
        ("message/details", {"messages": []}),
        ("message/send", {"text": "x", "sms": {"sender": "Shop"}}),
        ("message/send", {"recipients": [], "text": "x", "sms": {"sender": "Shop"}}),
        ("message/sendmulti", {}),
        ("message/sendmulti", {"sequence_id": "1"}),
    ):
        yield Wrong(method, "request", "nothing", str(request), request)
