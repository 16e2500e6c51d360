"""Clients in Python: each gets as far as declared, and its types, if it makes any, are of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.consumers.checking import check, check_types
from tests.consumers.due import cases

if TYPE_CHECKING:
    from tests.consumers.declarations import Consumer

pytestmark = [pytest.mark.checkout, pytest.mark.timeout(600)]


@pytest.mark.parametrize("consumer", cases("Python"))
def test_it_gets_as_far_as_declared(consumer: Consumer) -> None:
    check(consumer)
    if "compile" in consumer.steps:
        check_types(consumer)
