"""Sends in batches of few recipients instead of thousands."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest

from tests.effort import THOROUGH
from turbosms_api.tables.limits import RECIPIENTS_PER_REQUEST
from turbosms_client._parameters import batches

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE: Final = RECIPIENTS_PER_REQUEST.value if THOROUGH else 50
"""Of a batch, where it only matters that there are several."""
MANY: Final = [str(380_500_000_000 + place) for place in range(2 * SIZE + SIZE // 2)]
BATCHES: Final = [MANY[:SIZE], MANY[SIZE : 2 * SIZE], MANY[2 * SIZE :]]
"""What they are sent in."""


@contextmanager
def batches_of(size: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        limit = RECIPIENTS_PER_REQUEST._replace(value=size)
        patch.setattr(batches, "RECIPIENTS_PER_REQUEST", limit)
        yield
