"""Annotations can be read at run time, by `typing.get_type_hints` and by pydantic."""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect
from typing import Any, get_type_hints

import pytest
from pydantic import ConfigDict, TypeAdapter

from tests.kit.processes import PYTHON, output
from turbosms_api import parameters, reading, results
from turbosms_client import (
    ChannelDetails,
    MessageDetails,
    MessageStatus,
    MultiReport,
    ReportRow,
    ResultCode,
    SendOptions,
    SendParameters,
    SendReport,
    Sms,
    Viber,
)
from turbosms_client._answers import envelopes, recipient_rows, rows
from turbosms_client._formats import phones
from turbosms_client._requests import building
from turbosms_client._results import delivery_status, errors, multi_report, reports_and_refusals

pytestmark = pytest.mark.checkout  # pydantic is a tool of the checkout

DATA = [
    ReportRow,
    SendReport,
    MessageStatus,
    ChannelDetails,
    MessageDetails,
    Sms,
    Viber,
    SendOptions,
    SendParameters,
    *(getattr(results, name) for name in results.__all__),
]
MODULES = [
    errors,
    multi_report,
    phones,
    recipient_rows,
    reports_and_refusals,
    delivery_status,
    envelopes,
    rows,
    building,
    parameters,
    reading,
]


def functions(namespace: Any) -> list[Any]:
    """The functions of a module or a class, properties and class methods included."""
    found: list[Any] = []
    for value in vars(namespace).values():
        function = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
        if inspect.isfunction(function) and function.__module__.startswith("turbosms"):
            found.append(function)
    return found


@pytest.mark.parametrize("kind", DATA, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_annotations_of_data_can_be_read(kind: Any) -> None:
    assert get_type_hints(kind)
    for function in functions(kind):
        get_type_hints(function)


@pytest.mark.parametrize("kind", DATA, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_pydantic_takes_the_data(kind: Any) -> None:
    adapter = TypeAdapter(kind)
    assert adapter.json_schema()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_annotations_of_a_module_can_be_read(module: Any) -> None:
    for function in functions(module):
        get_type_hints(function)
    for kind in vars(module).values():
        if inspect.isclass(kind) and kind.__module__ in (module.__name__, "turbosms_client"):
            get_type_hints(kind)
            for function in functions(kind):
                get_type_hints(function)


def test_many_reports_can_be_a_type_of_pydantic() -> None:
    adapter = TypeAdapter(MultiReport, config=ConfigDict(arbitrary_types_allowed=True))
    assert adapter.validate_python(MultiReport()) == {}


def test_a_report_goes_through_pydantic() -> None:
    entry = ReportRow("0501111111", "380501111111", ResultCode.OK, "OK", "id", {"cost": 1})
    report = SendReport(ResultCode.OK, "one", False, ["0501111111"], [], accepted=[entry])
    adapter = TypeAdapter(SendReport)
    again = adapter.validate_json(adapter.dump_json(report))
    assert dataclasses.astuple(again) == dataclasses.astuple(report)
    assert type(again.accepted[0]) is ReportRow


def test_parameters_are_checked_by_pydantic() -> None:
    start = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    sms = TypeAdapter(Sms).validate_python({"text": "Hi", "start_time": start})
    assert sms == Sms(text="Hi", start_time=start)
    with pytest.raises(ValueError, match="recipients"):
        TypeAdapter(SendParameters).validate_python({"text": "Hi"})


def test_what_annotations_need_costs_no_zones() -> None:
    code = "import sys, turbosms_client; assert 'zoneinfo' not in sys.modules"
    output(PYTHON, "-c", code)
