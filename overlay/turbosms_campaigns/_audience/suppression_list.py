"""The numbers that get nothing: in, out, and from files."""

import os
from collections.abc import Iterable, Iterator

from .._model.results import Suppression
from .._storage.database import Database


def add(database: Database, phones: Iterable[str], *, reason: str, source: str) -> int:
    """Add numbers; how many were new. Those there keep their reason.

    Also makes ready recipients with these numbers `suppressed`, in the same transaction.
    """
    raise NotImplementedError


def remove(database: Database, phones: Iterable[str]) -> int:
    """Remove numbers; how many were there. Recipients that are `suppressed` stay so."""
    raise NotImplementedError


def read_all(database: Database) -> Iterator[Suppression]:
    """All of them, by number."""
    raise NotImplementedError


def contains(database: Database, phone: str) -> bool:
    """Whether a number, however written, is there."""
    raise NotImplementedError


def count(database: Database) -> int:
    """How many there are."""
    raise NotImplementedError


def import_file(
    database: Database, path: str | os.PathLike[str], *, column: str | None, reason: str
) -> int:
    """Add the numbers of a file; how many were new."""
    raise NotImplementedError


def export_file(database: Database, path: str | os.PathLike[str]) -> int:
    """Write all of them as CSV, to a file of mode 0600; how many there are."""
    raise NotImplementedError
