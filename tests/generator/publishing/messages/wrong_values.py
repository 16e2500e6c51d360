"""Messages with a value at one place that cannot stand there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from tests.generator.publishing.messages.good_messages import ID
from tests.generator.publishing.messages.message_places import Place, changed, places, schema_of
from tests.generator.publishing.messages.wrong_message import (
    CODES,
    REASONS,
    STATUSES,
    SUCCESS,
    Wrong,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

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
#: Days that some month has.
EXISTING_IN_SOME_MONTH: Final = re.compile(
    "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", re.ASCII
)
UNKNOWN_CODES: Final = (-1, 2, 102, 108, 207, 314, 438, 508, 804, 998, 1000)


def wrong_at_one_place(method: str, kind: str, messages: list[Any]) -> Iterator[Wrong]:
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
