"""Changes of a campaign's state, in a transaction that has locked its row."""

from typing import Any

import sqlalchemy as sa

from .._model.states import (
    CAMPAIGN_TRANSITIONS,
    UNSENT,
    CampaignState,
    ChunkState,
    PauseReason,
)
from .._storage.clock import read_clock
from .._storage.events import note
from .._storage.tables import CAMPAIGN, CHUNK
from .._storage.transitions import read_counts


def change_campaign(
    connection: sa.Connection, campaign_id: int, target: CampaignState, **values: Any
) -> None:
    """Change the state, and columns with it.

    Raises:
        ValueError: there is no such transition.
    """
    is_this = CAMPAIGN.c.id == campaign_id
    state = connection.execute(sa.select(CAMPAIGN.c.state).where(is_this)).scalar_one()
    source = CampaignState(state)
    if target not in CAMPAIGN_TRANSITIONS[source]:
        raise ValueError(f"no campaign goes from {source} to {target}")
    connection.execute(CAMPAIGN.update().where(is_this).values(state=target, **values))


def pause_by_itself(connection: sa.Connection, campaign_id: int, reason: PauseReason) -> None:
    """Pause a campaign, unless it is not running any more."""
    if is_running(connection, campaign_id):
        change_campaign(connection, campaign_id, CampaignState.PAUSED, pause_reason=reason)
        note(connection, campaign_id, "paused", reason=str(reason))


def finish_if_complete(connection: sa.Connection, campaign_id: int) -> bool:
    """Finish a running campaign in which nobody waits and nobody is in doubt; whether it is."""
    if not is_running(connection, campaign_id):
        return False
    counts = read_counts(connection, campaign_id)
    if any(counts[state] for state in UNSENT):
        return False
    change_campaign(
        connection, campaign_id, CampaignState.FINISHED, finished_at=read_clock(connection)
    )
    dissolve_open_chunks(connection, campaign_id)
    note(connection, campaign_id, "finished")
    return True


def dissolve_open_chunks(connection: sa.Connection, campaign_id: int) -> None:
    """Dissolve the chunks that nobody has filled."""
    connection.execute(
        CHUNK.update()
        .where(CHUNK.c.campaign_id == campaign_id, CHUNK.c.state == ChunkState.OPEN)
        .values(state=ChunkState.DISSOLVED)
    )


def is_running(connection: sa.Connection, campaign_id: int) -> bool:
    """Whether it is running now, in this transaction."""
    state = connection.scalar(sa.select(CAMPAIGN.c.state).where(CAMPAIGN.c.id == campaign_id))
    return state == CampaignState.RUNNING
