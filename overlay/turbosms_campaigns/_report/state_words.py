"""The states of recipients in words, and the groups in which a chart shows them."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from .._model.states import CampaignState, RecipientState


class StateGroup(NamedTuple):
    """States that a chart shows as one."""

    name: str
    tone: str
    """The class of its colour."""
    states: tuple[RecipientState, ...]


STATE_GROUPS: Final = (
    StateGroup("Delivered", "delivered", (RecipientState.DELIVERED,)),
    StateGroup("On the way", "accepted", (RecipientState.ACCEPTED,)),
    StateGroup("Not delivered", "undelivered", (RecipientState.UNDELIVERED,)),
    StateGroup("Refused", "refused", (RecipientState.REFUSED,)),
    StateGroup("Unknown", "unknown", (RecipientState.UNKNOWN,)),
    StateGroup("Not sent yet", "waiting", (RecipientState.READY, RecipientState.SENDING)),
    StateGroup(
        "Left out",
        "left-out",
        (
            RecipientState.SUPPRESSED,
            RecipientState.EXCLUDED,
            RecipientState.INVALID,
            RecipientState.DUPLICATE,
            RecipientState.HELD_OUT,
            RecipientState.CANCELLED,
        ),
    ),
)
"""Every state is in one of them."""

STATE_MEANINGS: Final[Mapping[RecipientState, tuple[str, str]]] = {
    RecipientState.DELIVERED: ("Delivered", "The message arrived."),
    RecipientState.ACCEPTED: ("On the way", "A message was created; its delivery is not final."),
    RecipientState.UNDELIVERED: ("Not delivered", "The message did not arrive, on no channel."),
    RecipientState.REFUSED: ("Refused", "The service refused this recipient."),
    RecipientState.UNKNOWN: (
        "Unknown",
        "It cannot be known whether a message was created. It is never sent again.",
    ),
    RecipientState.READY: ("Ready", "Waits for its turn."),
    RecipientState.SENDING: ("Sending", "In a request whose result is not known yet."),
    RecipientState.SUPPRESSED: ("Suppressed", "On the suppression list."),
    RecipientState.EXCLUDED: (
        "Excluded",
        "In an exclusion file or an earlier campaign, or without consent.",
    ),
    RecipientState.INVALID: ("Invalid", "Not a phone number."),
    RecipientState.DUPLICATE: (
        "Duplicate",
        "The same number stands in an earlier row, which counts.",
    ),
    RecipientState.HELD_OUT: ("Held out", "Of the share that gets nothing, for comparison."),
    RecipientState.CANCELLED: ("Cancelled", "The campaign was cancelled before its turn."),
}
"""Name and meaning, in the order of the groups."""

CAMPAIGN_STATES: Final[Mapping[CampaignState, str]] = {
    CampaignState.DRAFT: "Draft",
    CampaignState.RUNNING: "Running",
    CampaignState.PAUSED: "Paused",
    CampaignState.FINISHED: "Finished",
    CampaignState.CANCELLED: "Cancelled",
}
