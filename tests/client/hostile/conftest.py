"""A hostile server for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.overlay.hostile.server import Hostile

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def hostile() -> Iterator[Hostile]:
    server = Hostile()
    yield server
    server.close()
