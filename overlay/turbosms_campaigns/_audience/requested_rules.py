"""Checks whom a caller wants to leave out."""

from .._model.options import AudienceOptions
from .._model.settings import AudienceRules


def rules_of(options: AudienceOptions) -> AudienceRules:
    """The rules of a new campaign; other keys are passed over.

    Raises:
        InvalidCampaignError: a value is wrong.
    """
    raise NotImplementedError
