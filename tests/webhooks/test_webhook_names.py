"""The public names: where they are from, their types, and what importing them costs."""

from __future__ import annotations

import inspect
import typing
from typing import TYPE_CHECKING

import pytest
from pydantic import TypeAdapter

import turbosms_webhooks
from tests.kit.processes import PYTHON, output
from turbosms_webhooks import ButtonClick, DeliveryReport, IncomingMessage, UnknownEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.checkout  # pydantic is a tool of the checkout

NAMES = [getattr(turbosms_webhooks, name) for name in turbosms_webhooks.__all__]
CLASSES = [each for each in NAMES if inspect.isclass(each)]


def _methods() -> Iterator[object]:
    for kind in CLASSES:
        for name, method in inspect.getmembers(kind, inspect.isfunction):
            if not name.startswith("_"):
                yield method


def test_importing_it_imports_neither_the_client_nor_anything_installed() -> None:
    program = (
        "import sys; before = {*sys.modules}\n"
        "import turbosms_webhooks.asgi, turbosms_webhooks.wsgi\n"
        "roots = {name.partition('.')[0] for name in {*sys.modules} - before}\n"
        "print(sorted(roots - {*sys.stdlib_module_names}))"
    )
    assert output(PYTHON, "-c", program).strip() == "['turbosms_api', 'turbosms_webhooks']"


def test_names_are_sorted_and_there() -> None:
    assert turbosms_webhooks.__all__ == sorted(turbosms_webhooks.__all__)


@pytest.mark.parametrize("kind", CLASSES)
def test_classes_say_where_they_are_imported_from(kind: type) -> None:
    assert kind.__module__ == "turbosms_webhooks"
    assert kind.__doc__


@pytest.mark.parametrize("method", list(_methods()), ids=lambda method: method.__qualname__)
def test_annotations_can_be_read(method: object) -> None:
    assert "return" in typing.get_type_hints(method)


@pytest.mark.parametrize("kind", [ButtonClick, DeliveryReport, IncomingMessage, UnknownEvent])
def test_pydantic_reads_events(kind: type) -> None:
    schema = TypeAdapter(kind).json_schema()
    assert "raw" in schema["properties"]
