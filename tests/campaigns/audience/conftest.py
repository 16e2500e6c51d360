"""Campaigns whose tables are read: on a file, and for a few tests on either kind of database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.campaigns.audience.making import ROWS_AT_ONCE, opened
from turbosms_campaigns._audience import creating

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from turbosms_campaigns import Campaigns


@pytest.fixture(scope="module", autouse=True)
def _few_rows_at_once() -> Iterator[None]:
    """So that tables need not be long to be stored in several batches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(creating, "ROWS_AT_ONCE", ROWS_AT_ONCE)
        yield


@pytest.fixture
def campaigns(tmp_path: Path) -> Iterator[Campaigns]:
    """No campaigns yet, in a file: for what does not depend on the kind of database."""
    with opened(f"sqlite:///{tmp_path}/campaigns.db") as made:
        yield made


@pytest.fixture
def campaigns_on_both(database_url: str) -> Iterator[Campaigns]:
    """No campaigns yet, on either kind of database."""
    with opened(database_url) as made:
        yield made
