"""Kyiv time in, aware times out."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbosms_api.reading import read_time
from turbosms_client._formats.times import aware, is_second_pass, parse, to_wire

UTC = dt.UTC


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (dt.datetime(2026, 3, 8, 10, 0, tzinfo=ZoneInfo("Europe/Kyiv")), "2026-03-08 10:00"),
        (dt.datetime(2026, 3, 8, 10, 0, tzinfo=UTC), "2026-03-08 12:00"),
        (dt.datetime(2026, 7, 1, 21, 30, tzinfo=UTC), "2026-07-02 00:30"),
        (dt.datetime(2026, 7, 1, 13, 5, 9, 999, tzinfo=UTC), "2026-07-01 16:05:10"),
        (dt.datetime(2026, 7, 1, 20, 59, 59, 1, tzinfo=UTC), "2026-07-02 00:00"),
    ],
)
def test_written_in_kyiv_time(moment: dt.datetime, written: str) -> None:
    assert to_wire(moment) == written


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2030-01-31", "2030-01-31T00:00:00"),
        ("2030-01-31 10:00", "2030-01-31T10:00:00"),
        ("2030-01-31T10:00:05.5", "2030-01-31T10:00:05.500000"),
        ("2030-01-31T10:00Z", "2030-01-31T10:00:00+00:00"),
        ("2030-01-31 10:00:05.123456+0200", "2030-01-31T10:00:05.123456+02:00"),
        ("2030-01-31 10:00-03:30", "2030-01-31T10:00:00-03:30"),
        ("2030-01-31T10:00+00", "2030-01-31T10:00:00+00:00"),
        ("2030-01-31 10:00:05+02", "2030-01-31T10:00:05+02:00"),
        ("2030-01-31T10:00:05.1234560", "2030-01-31T10:00:05.123456"),
        ("2030-01-31T10:00:05.1234561Z", "2030-01-31T10:00:05.123457+00:00"),
        ("2030-01-31T10:00:59.999999999", "2030-01-31T10:01:00"),
        ("20300131", "2030-01-31T00:00:00"),
        ("20300131T1000", "2030-01-31T10:00:00"),
        ("20300131T100000Z", "2030-01-31T10:00:00+00:00"),
        ("20300131T100005.5-0330", "2030-01-31T10:00:05.500000-03:30"),
    ],
)
def test_the_forms_that_are_read(text: str, moment: str) -> None:
    assert parse(text).isoformat() == moment


@pytest.mark.parametrize(
    "text",
    [
        "203001-31",
        "20300131T10:00",
        "20300131T10:0000",
        "20300131T10",
        "2030-01-31 10:00+2",
        "2030-01-31 10:00+02:",
        "2030-01-31 10:00.5",
        "2030-01-31 10",
        "2030-01-31T10:00:05,5",
        "2030-W05-4",
        "2030-01-31x10:00",
        "2030-01-31 10:00 ",
        "2030-02-30",
        "2030-01-31 24:00",
        "2030-01-31T100000",
        "٢٠٣٠-01-31",
        "2030-01-31 10:00+99:00",
    ],
)
def test_other_forms_are_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
        parse(text)


@pytest.mark.parametrize(
    ("answered", "moment"),
    [
        ("2030-01-31T10:00:05+00", "2030-01-31T10:00:05+00:00"),
        ("2030-01-31 10:00:05.1234567+02", "2030-01-31T10:00:05.123456+02:00"),
        ("20300131T100005Z", "2030-01-31T10:00:05+00:00"),
        ("20300131T1000", "2030-01-31T10:00:00+02:00"),
    ],
)
def test_answers_may_have_them_too(answered: str, moment: str) -> None:
    read = read_time(answered)
    assert read is not None
    assert read.isoformat() == moment


KYIV = ZoneInfo("Europe/Kyiv")


@pytest.mark.parametrize(
    ("moment", "is_second"),
    [
        (dt.datetime(2026, 10, 24, 23, 59, tzinfo=UTC), False),
        (dt.datetime(2026, 10, 25, 0, 30, tzinfo=UTC), False),
        (dt.datetime(2026, 10, 25, 1, 0, tzinfo=UTC), True),
        (dt.datetime(2026, 10, 25, 1, 59, 59, tzinfo=UTC), True),
        (dt.datetime(2026, 10, 25, 2, 0, tzinfo=UTC), False),
        (dt.datetime(2026, 10, 25, 3, 30), False),  # noqa: DTZ001 - the point
        (dt.datetime(2026, 10, 25, 3, 30, fold=1), True),  # noqa: DTZ001 - the point
        (dt.datetime(2026, 10, 25, 3, 30, tzinfo=KYIV), False),
        (dt.datetime(2026, 10, 25, 3, 30, fold=1, tzinfo=KYIV), True),
        (dt.datetime(2026, 3, 29, 3, 30), False),  # noqa: DTZ001 - the point
    ],
)
def test_the_hour_that_comes_twice(moment: dt.datetime, is_second: bool) -> None:
    assert is_second_pass(aware(moment)) is is_second
    if not is_second:
        read = read_time(to_wire(aware(moment)))
        assert read is not None
        assert read.astimezone(UTC) == aware(moment).astimezone(UTC)


def test_an_hour_that_is_skipped_is_an_hour_later() -> None:
    assert to_wire(aware(dt.datetime(2026, 3, 29, 3, 30))) == "2026-03-29 04:30"  # noqa: DTZ001 - the point


def test_a_naive_time_is_kyiv_time() -> None:
    assert to_wire(aware(dt.datetime(2026, 7, 1, 10, 0))) == "2026-07-01 10:00"  # noqa: DTZ001 - the point


@given(st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_what_is_written_reads_back(moment: dt.datetime) -> None:
    read = read_time(to_wire(moment))
    assert read is not None
    # The hour that clocks show twice in autumn is read as the first of the two.
    later = read - moment
    assert dt.timedelta(0) <= later % dt.timedelta(hours=1) < dt.timedelta(seconds=1)
    assert later < dt.timedelta(seconds=1)
