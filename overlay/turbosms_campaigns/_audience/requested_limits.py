"""Checks the limits that a caller wants, and changes them."""

from .._model.options import LimitOptions
from .._model.settings import Limits, Message
from .._storage.context import CampaignKey
from .._storage.database import Database


def limits_of_new_campaign(message: Message, options: LimitOptions) -> Limits:
    """The limits, with the defaults for this message; other keys are passed over.

    Raises:
        InvalidCampaignError: a value is wrong.
    """
    raise NotImplementedError


def read_limits(database: Database, key: CampaignKey) -> Limits:
    """The limits as they are now."""
    raise NotImplementedError


def change_limits(database: Database, key: CampaignKey, options: LimitOptions) -> Limits:
    """Change those that are in the options.

    Raises:
        InvalidCampaignError: a value is wrong. Nothing was changed.
    """
    raise NotImplementedError
