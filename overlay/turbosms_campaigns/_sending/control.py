"""What people do to a campaign: start, pause, resume, cancel, retry."""

from .._model.results import CancelResult, RetryResult
from .._storage.context import CampaignKey
from .._storage.database import Database


def start(database: Database, key: CampaignKey) -> None:
    """Draft → running."""
    raise NotImplementedError


def pause(database: Database, key: CampaignKey) -> None:
    """Running → paused."""
    raise NotImplementedError


def resume(database: Database, key: CampaignKey) -> None:
    """Paused → running."""
    raise NotImplementedError


def cancel(database: Database, key: CampaignKey) -> CancelResult:
    """Draft, running, paused → cancelled; ready → cancelled, for every recipient."""
    raise NotImplementedError


def retry_failed(database: Database, key: CampaignKey, *, undelivered: bool) -> RetryResult:
    """Finished → running; refused and undelivered → ready, for those whom it may help."""
    raise NotImplementedError
