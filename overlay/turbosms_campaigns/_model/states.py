"""The states of campaigns, recipients and chunks, and the only transitions there are."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class CampaignState(StrEnum):
    """How far a campaign is."""

    DRAFT = "draft"
    """Nothing has been sent; its audience is complete."""
    RUNNING = "running"
    """Workers send it, now or when its start time, its window and its rate allow it."""
    PAUSED = "paused"
    """No chunk begins. `pause_reason` says who or what paused it."""
    FINISHED = "finished"
    """Nobody is `ready` or `sending`. Outcomes may still come in."""
    CANCELLED = "cancelled"
    """Nothing more is sent; who had not been sent to is `cancelled`."""


class RecipientState(StrEnum):
    """What happened to one row of the audience. Every row is in exactly one of these states."""

    READY = "ready"
    """Waits for its turn."""
    SUPPRESSED = "suppressed"
    """On the suppression list."""
    EXCLUDED = "excluded"
    """In an exclusion file or an earlier campaign, or without the demanded consent."""
    INVALID = "invalid"
    """Not a phone number."""
    DUPLICATE = "duplicate"
    """The same number stands in an earlier row, which counts."""
    HELD_OUT = "held_out"
    """Of the share that gets nothing, for comparison."""
    SENDING = "sending"
    """In a chunk that is being sent, or whose outcome is still being found out."""
    ACCEPTED = "accepted"
    """A message was created, and its delivery is not final."""
    REFUSED = "refused"
    """The service refused this recipient; `code` says why."""
    UNKNOWN = "unknown"
    """It cannot be known whether a message was created. It is never sent again."""
    DELIVERED = "delivered"
    """The message arrived."""
    UNDELIVERED = "undelivered"
    """The message did not arrive, on no channel; `status` says why."""
    CANCELLED = "cancelled"
    """The campaign was cancelled before its turn."""


class ChunkState(StrEnum):
    """How far one request is."""

    OPEN = "open"
    """A number without recipients, which a workflow may fill."""
    SENDING = "sending"
    """Filled: its body is frozen. Whoever holds the lease may call."""
    IN_DOUBT = "in_doubt"
    """A call may have been executed, and nobody is calling. To be called again, unchanged."""
    DONE = "done"
    """Every recipient has a result."""
    DISSOLVED = "dissolved"
    """Certainly nothing was sent: its recipients are ready again, under another `sequence_id`."""
    GIVEN_UP = "given_up"
    """Its `sequence_id` is too old to call again; recipients without a result are `unknown`."""


class PauseReason(StrEnum):
    """Who or what paused a campaign."""

    USER = "user"
    FAILURES = "failures"
    """Too large a share of the recipients failed."""
    BALANCE = "balance"
    """The balance does not cover the next chunk."""
    MAX_COST = "max_cost"
    """The next chunk could cost more than is left of `max_cost`."""
    REFUSED = "refused"
    """The service refuses every request: a wrong token, a blocked account, a sender, a text."""


CAMPAIGN_TRANSITIONS: Final[Mapping[CampaignState, frozenset[CampaignState]]] = {
    CampaignState.DRAFT: frozenset({CampaignState.RUNNING, CampaignState.CANCELLED}),
    CampaignState.RUNNING: frozenset(
        {CampaignState.PAUSED, CampaignState.FINISHED, CampaignState.CANCELLED}
    ),
    CampaignState.PAUSED: frozenset({CampaignState.RUNNING, CampaignState.CANCELLED}),
    # A retry makes recipients ready again.
    CampaignState.FINISHED: frozenset({CampaignState.RUNNING}),
    CampaignState.CANCELLED: frozenset(),
}

RECIPIENT_TRANSITIONS: Final[Mapping[RecipientState, frozenset[RecipientState]]] = {
    RecipientState.READY: frozenset(
        {RecipientState.SENDING, RecipientState.SUPPRESSED, RecipientState.CANCELLED}
    ),
    RecipientState.SENDING: frozenset(
        {
            RecipientState.ACCEPTED,
            RecipientState.REFUSED,
            RecipientState.UNKNOWN,
            RecipientState.READY,  # its chunk was dissolved
            RecipientState.CANCELLED,  # its chunk was dissolved, and the campaign is cancelled
        }
    ),
    RecipientState.ACCEPTED: frozenset({RecipientState.DELIVERED, RecipientState.UNDELIVERED}),
    # A report of the service shows that there is a message after all.
    RecipientState.UNKNOWN: frozenset(
        {RecipientState.ACCEPTED, RecipientState.DELIVERED, RecipientState.UNDELIVERED}
    ),
    # A retry.
    RecipientState.REFUSED: frozenset({RecipientState.READY}),
    RecipientState.UNDELIVERED: frozenset({RecipientState.READY}),
    RecipientState.DELIVERED: frozenset(),
    RecipientState.SUPPRESSED: frozenset(),
    RecipientState.EXCLUDED: frozenset(),
    RecipientState.INVALID: frozenset(),
    RecipientState.DUPLICATE: frozenset(),
    RecipientState.HELD_OUT: frozenset(),
    RecipientState.CANCELLED: frozenset(),
}

CHUNK_TRANSITIONS: Final[Mapping[ChunkState, frozenset[ChunkState]]] = {
    # An open chunk for which nobody is left is dissolved.
    ChunkState.OPEN: frozenset({ChunkState.SENDING, ChunkState.DISSOLVED}),
    ChunkState.SENDING: frozenset(
        {ChunkState.DONE, ChunkState.IN_DOUBT, ChunkState.DISSOLVED, ChunkState.GIVEN_UP}
    ),
    ChunkState.IN_DOUBT: frozenset({ChunkState.SENDING, ChunkState.GIVEN_UP}),
    ChunkState.DONE: frozenset(),
    ChunkState.DISSOLVED: frozenset(),
    ChunkState.GIVEN_UP: frozenset(),
}

UNSENT: Final = frozenset({RecipientState.READY, RecipientState.SENDING})
"""While one recipient is in these, its campaign is not finished."""
LEFT: Final = frozenset(
    {
        RecipientState.SENDING,
        RecipientState.ACCEPTED,
        RecipientState.UNKNOWN,
        RecipientState.DELIVERED,
        RecipientState.UNDELIVERED,
    }
)
"""Those to whom a message has left, or may have: what an excluded earlier campaign excludes."""
