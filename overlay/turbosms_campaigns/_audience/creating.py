"""Makes a campaign of a table of people, in one pass and bounded memory."""

import os
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from .._model.settings import AudienceRules, Limits, Message
from .._storage.context import CampaignKey, Context

Recipients: TypeAlias = str | os.PathLike[str] | Iterable[str | Mapping[str, Any]]


class NewCampaign(NamedTuple):
    """What a campaign is made of, besides its people."""

    name: str
    message: Message
    rules: AudienceRules
    limits: Limits


def create_campaign(context: Context, campaign: NewCampaign, recipients: Recipients) -> CampaignKey:
    """Read the rows, and store each with its state.

    Raises:
        CampaignExistsError, InvalidCampaignError, AudienceError: nothing was stored.
    """
    raise NotImplementedError
