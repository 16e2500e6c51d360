"""The states of campaigns in sentences."""

from collections.abc import Mapping
from typing import Final

from turbosms_languages import Text, _c

from .states import CampaignState

_TEXTS: Final[Mapping[CampaignState, Text]] = {
    CampaignState.DRAFT: _c("campaign", "draft"),
    CampaignState.RUNNING: _c("campaign", "running"),
    CampaignState.PAUSED: _c("campaign", "paused"),
    CampaignState.FINISHED: _c("campaign", "finished"),
    CampaignState.CANCELLED: _c("campaign", "cancelled"),
}


def campaign_state_text(state: CampaignState) -> Text:
    """The word for a state."""
    return _TEXTS[CampaignState(state)]
