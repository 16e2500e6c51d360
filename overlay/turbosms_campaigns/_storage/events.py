"""What happened to campaigns, for their reports: no phone numbers, no texts."""

from typing import Any

import sqlalchemy as sa

from .clock import read_clock
from .tables import EVENT


def note(connection: sa.Connection, campaign_id: int, kind: str, **details: Any) -> None:
    """Store an event, with details that JSON can hold."""
    connection.execute(
        EVENT.insert().values(
            campaign_id=campaign_id, at=read_clock(connection), kind=kind, details=details
        )
    )
