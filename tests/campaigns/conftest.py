"""A database for each test of campaigns: SQLite's file and PostgreSQL's server, in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.effort import DATABASE_KINDS
from tests.kit.postgres import PostgresServer
from turbosms_campaigns._storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server."""
    with PostgresServer() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """The address of an empty database of it."""
    url = postgres.create_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture(params=DATABASE_KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/campaigns.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database, of either kind."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Database]:
    """An empty database of PostgreSQL."""
    opened = Database(postgres_url)
    yield opened
    opened.close()
