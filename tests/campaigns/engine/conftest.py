"""What workers of this process work with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from turbosms_campaigns._storage.context import Context
from turbosms_campaigns._storage.database import Database
from turbosms_client import RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.kit.control import Control


@pytest.fixture
def context(database: Database, rich: Control) -> Iterator[Context]:
    # One attempt in a call: what fails is repeated by the worker.
    with rich.client(retry=RetryPolicy(attempts=1)) as client:
        yield Context(database, client)


@pytest.fixture
def sqlite_context(tmp_path: Path, rich: Control) -> Iterator[Context]:
    database = Database(f"sqlite:///{tmp_path}/campaigns.db")
    with rich.client(retry=RetryPolicy(attempts=1)) as client:
        yield Context(database, client)
    database.close()
