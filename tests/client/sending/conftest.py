"""What the service answers to a send in batches."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kit.answers import accepted
from tests.kit.batches import BATCHES


@pytest.fixture
def answers() -> list[Any]:
    """An answer to each of `BATCHES`."""
    return [accepted(*batch, code=800) for batch in BATCHES]
