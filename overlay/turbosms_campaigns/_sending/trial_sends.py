"""Sends a campaign's message to any number, with the values of any row."""

from turbosms_client import SendReport

from .._storage.context import CampaignKey, Context


def send_test(context: Context, key: CampaignKey, phone: str, *, row: int | None) -> SendReport:
    """Render the row, and send it now."""
    raise NotImplementedError
