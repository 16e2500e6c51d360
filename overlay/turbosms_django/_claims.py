"""Takes rows of a table so that no other worker takes the same."""

from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

from django.db import connections, models, transaction

Row = TypeVar("Row", bound=models.Model)


def first_unclaimed(rows: models.QuerySet[Row]) -> Row | None:
    """The first row that no other transaction has; locked until the end of this one.

    SQLite locks no rows: there, two workers may take the same.
    """
    if _can_lock(rows.db):
        rows = rows.select_for_update(skip_locked=True)
    return rows.first()


def transaction_of_claim(alias: str) -> AbstractContextManager[None]:
    """What keeps a row, without keeping others from the database.

    On SQLite that is nothing: an open transaction would keep everybody else from committing.
    """
    if _can_lock(alias):
        return transaction.atomic(using=alias)
    return nullcontext()


def _can_lock(alias: str) -> bool:
    return bool(connections[alias].features.has_select_for_update_skip_locked)
