"""Values of answers are read tolerantly: nothing raises, nothing that can be read is lost."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.generated.rows import JSON
from turbosms_api import reading
from turbosms_api.tables.result_codes import ResultCode

KYIV, UTC = ZoneInfo("Europe/Kyiv"), dt.UTC
CONTAINERS = ("read_map", "read_list", "read_rows")
READERS = [
    getattr(reading, name)
    for name in vars(reading)
    if name.startswith("read_") and name not in CONTAINERS
]
#: What no reader makes anything of.
NOTHING: tuple[Any, ...] = (None, "", "?", [], ["1"], {}, {"1": 1})


def test_there_are_readers() -> None:
    assert len(READERS) == 7


@pytest.mark.parametrize(
    ("read", "values", "result"),
    [
        (reading.read_text, ["x"], "x"),
        (reading.read_text, ["?"], "?"),
        (reading.read_text, ["0"], "0"),
        (reading.read_text, [7], "7"),
        (
            reading.read_text,
            [*NOTHING[:2], *NOTHING[3:], 0, True, False, 1.5, Decimal("1.5"), 10**5000],
            None,
        ),
        (reading.read_number, [5, "5", " 5"], 5),
        (reading.read_number, [0, "0"], 0),
        (reading.read_number, [*NOTHING, True, False, 1.5, Decimal(5), "1.5", "9" * 5000], None),
        (reading.read_money, [Decimal("0.34"), "0.34", 0.34], Decimal("0.34")),
        (reading.read_money, [5, "5", Decimal(5)], Decimal(5)),
        (
            reading.read_money,
            [*NOTHING, True, False, "much", "NaN", "Infinity", float("nan"), Decimal("inf")],
            None,
        ),
        (
            reading.read_money,
            [Decimal("1e999999999999"), Decimal("1e-99999999"), "1e9999999", 10**200, 1e-200],
            None,
        ),
        (reading.read_flag, [1, "1", True], True),
        (reading.read_flag, [0, "0", False, 2, "yes", "", [], 1.5], False),
        (reading.read_flag, [None], None),
        (reading.read_code, [414, "414"], ResultCode.NOT_ALLOWED_MESSAGE_ID),
        (reading.read_code, [0, "0"], ResultCode.OK),
        (reading.read_code, [888, "888"], 888),
        (
            reading.read_code,
            [*NOTHING, True, False, 4.5, Decimal(4), "OK", "4.5", "-1", "٤", "9" * 5000],
            None,
        ),
        (
            reading.read_time,
            ["2022-10-01 15:34:18"],
            dt.datetime(2022, 10, 1, 15, 34, 18, tzinfo=KYIV),
        ),
        (
            reading.read_time,
            ["2022-10-01T15:34:18+00:00"],
            dt.datetime(2022, 10, 1, 15, 34, 18, tzinfo=dt.UTC),
        ),
        (reading.read_time, [*NOTHING, "soon", "0000-00-00 00:00:00", 0, 1664627658, True], None),
        (reading.read_day, ["2023-12-01", "2023-12-01 10:00:00"], dt.date(2023, 12, 1)),
        (reading.read_day, [*NOTHING, "soon", "0000-00-00", 0, 20231201], None),
    ],
)
def test_what_is_read(read: Any, values: list[Any], result: Any) -> None:
    found = [read(value) for value in values]
    assert found == [result] * len(values)
    assert {type(value) for value in found} == {type(result)}


def test_a_naive_time_is_kyiv_time() -> None:
    summer, winter = (
        reading.read_time("2022-07-01 12:00:00"),
        reading.read_time("2022-12-01 12:00:00"),
    )
    assert summer
    assert winter
    assert (summer.utcoffset(), winter.utcoffset()) == (
        dt.timedelta(hours=3),
        dt.timedelta(hours=2),
    )


@pytest.mark.parametrize("amount", ["7.10", "0.1", "12345.67", "0.123456789", "1E+3"])
def test_money_is_exact(amount: str) -> None:
    assert reading.read_money(json.loads(amount, parse_float=Decimal)) == Decimal(amount)
    assert reading.read_money(amount) == Decimal(amount)


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@settings(max_examples=examples(25, 100))
@given(value=JSON)
def test_nothing_raises(read: Any, value: Any) -> None:
    read(value)


@given(st.integers(), st.integers(0, 1200))
def test_a_known_code_is_a_member_and_any_other_stays(number: int, code: int) -> None:
    for value in (number, code):
        read = reading.read_code(value)
        assert read == value
        assert isinstance(read, ResultCode) == (value in set(ResultCode))


@pytest.mark.parametrize(
    ("result", "rows"),
    [
        ([1, None], [1, None]),
        ({"0": 1, "2": 3}, [1, 3]),
        ({"10": 3, "9": 2, "1": 1}, [1, 2, 3]),
        ({"b": 1, "a": 2, "0": 3}, [1, 2, 3]),
        ({"9" * 5000: 2, "1": 1}, [2, 1]),
        ([], []),
        ({}, []),
        (None, []),
        ("xy", []),
        (5, []),
    ],
)
def test_rows_come_in_a_list_or_under_numbers(result: object, rows: list[object]) -> None:
    assert reading.read_rows(lambda row: row, result) == rows


def php_json(array: dict[str, Any]) -> Any:
    """What `json_encode` of PHP writes for an array: a list if its keys are 0, 1, … in order."""
    if [*array] == [str(index) for index in range(len(array))]:
        return [*array.values()]
    return array


KEYS = st.integers(0, 12).map(str) | st.sampled_from(["a", "00", "-1", "1.0", ""])


@settings(max_examples=examples(25, 100))
@given(st.dictionaries(KEYS, JSON, max_size=6))
def test_a_map_of_php_is_read_as_it_was_written(array: dict[str, Any]) -> None:
    found = reading.read_map(json.loads(json.dumps(php_json(array), default=str)))
    assert found == json.loads(json.dumps(array, default=str))


@given(st.integers(0, 6))
def test_keys_from_0_on_make_a_list_of_a_map(length: int) -> None:
    array = {str(index): index for index in range(length)}
    assert php_json(array) == [*range(length)]
    assert reading.read_map(php_json(array)) == array


@given(st.dictionaries(st.integers(0, 12), st.integers(), max_size=6), st.randoms())
def test_a_list_of_php_is_read_in_the_order_of_its_keys(gaps: dict[int, int], chance: Any) -> None:
    keys = [*gaps]
    chance.shuffle(keys)
    written = json.loads(json.dumps(php_json({str(key): gaps[key] for key in keys})))
    assert reading.read_list(written) == [gaps[key] for key in sorted(gaps)]


@pytest.mark.parametrize("odd", [None, "xy", 5, True, 1.5])
def test_what_is_neither_a_list_nor_a_map_is_empty(odd: object) -> None:
    assert reading.read_map(odd) == {}
    assert reading.read_list(odd) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5.00"),
        ("2.5", "2.50"),
        (Decimal("0.3456"), "0.3456"),
        ("1E+3", "1000.00"),
        ("1E+40", "1E+40"),
    ],
)
def test_money_shows_two_decimals_at_least(value: object, text: str) -> None:
    assert str(reading.read_money(value)) == text
