"""What every part of a `Campaigns` works with."""

from dataclasses import dataclass
from typing import NamedTuple

from turbosms_client import TurboSMS
from turbosms_webhooks import WebhookInbox

from .database import Database


@dataclass(frozen=True, slots=True)
class Context:
    """The database, the client, and the inbox, if there is one."""

    database: Database
    client: TurboSMS
    inbox: WebhookInbox | None = None


class CampaignKey(NamedTuple):
    """A campaign by its number in the database, and by name for messages."""

    id: int
    name: str
