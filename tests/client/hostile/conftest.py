"""A client of each kind at the hostile server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.client.hostile.scenario import AT_ONCE
from tests.kit.clients import AnyClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.client.hostile.hostile_service import Hostile


@pytest.fixture(scope="module")
def caller(kind: str, hostile: Hostile) -> Iterator[AnyClient]:
    with AnyClient(kind, hostile.url, retry=AT_ONCE) as client:
        yield client
