"""`manage.py turbosms_send` killed in the middle of sends: every message is sent exactly once."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.django.databases import KINDS, new_database
from tests.django.shop_site import ShopSite
from tests.effort import examples
from tests.kit.control import Control, phone
from tests.kit.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

PHONES = [phone(number) for number in range(12)]
KILLS = examples(2, 6)
LONG = 600
"""Seconds that an answer takes: much longer than until its reader is killed."""


@pytest.fixture(params=KINDS)
def site(request: pytest.FixtureRequest, tmp_path: Path, rich: Control) -> Iterator[ShopSite]:
    with new_database(request.param, tmp_path) as database:
        yield ShopSite(database, rich.url)


def test_it_sends_each_once(site: ShopSite, rich: Control) -> None:
    site.run("-m", "tests.django.shop.notifying", *PHONES)
    for _ in range(KILLS):
        number = len(rich.sent_to())
        # What is sent now is executed, and its sender never learns of it.
        rich.fault("message/send", "delay", seconds=LONG)
        with site.manage("turbosms_send", "--stay") as worker:
            wait_for(lambda number=number: len(rich.sent_to()) > number)
            worker.stop(signal.SIGKILL)
    with site.manage("turbosms_send") as first, site.manage("turbosms_send") as second:
        assert (first.wait().code, second.wait().code) == (0, 0)
    assert sorted(rich.sent_to()) == PHONES
    assert sorted(site.notes()) == [(number, "sent") for number in PHONES]


def test_it_stays_and_sends_what_comes_later(site: ShopSite, rich: Control) -> None:
    with site.manage("turbosms_send", "--stay") as worker:
        for number in PHONES[:2]:
            site.run("-m", "tests.django.shop.notifying", number)
            wait_for(lambda number=number: number in rich.sent_to())
        assert worker.line() == "1 sent"
        assert worker.stop(signal.SIGINT).code == 0
