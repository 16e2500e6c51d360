"""The quick start of docs/consumers.md is short, asks for what is tested, and ends as it says."""

from __future__ import annotations

import pytest

from tests.consumers import quick_start
from tests.consumers.declarations import HERE, read
from tests.consumers.due import quick_start_digest, unless_recorded

pytestmark = [pytest.mark.checkout, pytest.mark.timeout(600)]


def test_it_takes_less_than_ten_lines() -> None:
    assert len([line for line in quick_start.block().splitlines() if line.strip()]) < 10


def test_it_asks_for_the_versions_of_the_lock_file() -> None:
    versions = read(HERE / "typescript-fetch").versions()
    line = "npm install --save-exact " + " ".join(
        f"{name}@{version}" for name, version in versions.items()
    )
    assert quick_start.block().splitlines()[0] == line


@unless_recorded(quick_start.NAME, quick_start_digest())
def test_a_message_is_delivered_and_a_wrong_name_refused() -> None:
    quick_start.check()
