"""The tests that docs/django.md shows, run as its readers run them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client, TestCase, override_settings

from tests.django.page_project import PAGE
from turbosms_django import get_client, use_client

if TYPE_CHECKING:
    from turbosms_client import TurboSMS
    from turbosms_testing import Sandbox

pytestmark = [pytest.mark.checkout, pytest.mark.usefixtures("database")]

TESTS = re.search(r"## Tests\n.*?^```py\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_they_pass(turbosms: TurboSMS, turbosms_sandbox: Sandbox) -> None:
    assert TESTS
    defined: dict[str, Any] = {}
    exec(TESTS[1], defined)

    class OfReader(TestCase):
        """In a transaction that is rolled back, as the fixture `db` of pytest-django has it."""

        def test_an_order(self) -> None:
            with use_client(turbosms):
                assert get_client() is turbosms
                defined["test_an_order_is_paid"](None, turbosms_sandbox)

        def test_a_report(self) -> None:
            defined["test_a_report_comes"](None, Client())

    with override_settings(TURBOSMS={"SANDBOX": True}):
        for name in ("test_an_order", "test_a_report"):
            result = OfReader(name).run()
            assert result is not None
            assert result.errors + result.failures == []
            assert result.testsRun == 1
