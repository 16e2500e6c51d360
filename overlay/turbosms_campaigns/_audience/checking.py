"""What a campaign would send, and cost."""

from .._model.results import CheckResult
from .._storage.context import CampaignKey, Context


def check_campaign(
    context: Context, key: CampaignKey, *, samples: int, with_balance: bool
) -> CheckResult:
    """Read what was found while the audience was read, and render the samples."""
    raise NotImplementedError
