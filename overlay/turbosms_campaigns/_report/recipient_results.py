"""Each row of an audience and what became of it."""

from collections.abc import Iterator

from .._model.results import RecipientResult
from .._model.states import RecipientState
from .._storage.context import CampaignKey
from .._storage.database import Database


def read_recipients(
    database: Database, key: CampaignKey, *, state: RecipientState | None
) -> Iterator[RecipientResult]:
    """In the order of the table, a page at a time, so that no transaction stays open."""
    raise NotImplementedError
