"""The kinds of databases that a shop may have."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.kit.postgres import PostgresServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS = ("sqlite", "postgresql")


@contextmanager
def new_database(kind: str, folder: Path) -> Iterator[str]:
    """A file, or the address of a database on a server of its own."""
    if kind == "sqlite":
        yield str(folder / "shop.db")
    else:
        with PostgresServer() as server:
            yield server.create_database()
