"""The states of recipients in words, and the groups in which a chart shows them."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from turbosms_languages import _, _c

from .._model.states import CampaignState, RecipientState


class StateGroup(NamedTuple):
    """States that a chart shows as one."""

    name: str
    tone: str
    """The class of its colour."""
    states: tuple[RecipientState, ...]


STATE_GROUPS: Final = (
    StateGroup(_c("recipients", "Delivered"), "delivered", (RecipientState.DELIVERED,)),
    StateGroup(_("On the way"), "accepted", (RecipientState.ACCEPTED,)),
    StateGroup(_("Not delivered"), "undelivered", (RecipientState.UNDELIVERED,)),
    StateGroup(_c("recipients", "Refused"), "refused", (RecipientState.REFUSED,)),
    StateGroup(_c("recipients", "Unknown"), "unknown", (RecipientState.UNKNOWN,)),
    StateGroup(_("Not sent yet"), "waiting", (RecipientState.READY, RecipientState.SENDING)),
    StateGroup(
        _("Left out"),
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
    RecipientState.DELIVERED: (_c("recipients", "Delivered"), _("The message arrived.")),
    RecipientState.ACCEPTED: (
        _("On the way"),
        _("A message was created; its delivery is not final."),
    ),
    RecipientState.UNDELIVERED: (
        _("Not delivered"),
        _("The message did not arrive, on no channel."),
    ),
    RecipientState.REFUSED: (_c("recipients", "Refused"), _("The service refused this recipient.")),
    RecipientState.UNKNOWN: (
        _c("recipients", "Unknown"),
        _("It cannot be known whether a message was created. It is never sent again."),
    ),
    RecipientState.READY: (_c("recipients", "Ready"), _("Waits for its turn.")),
    RecipientState.SENDING: (
        _c("recipients", "Sending"),
        _("In a request whose result is not known yet."),
    ),
    RecipientState.SUPPRESSED: (_c("recipients", "Suppressed"), _("On the suppression list.")),
    RecipientState.EXCLUDED: (
        _c("recipients", "Excluded"),
        _("In an exclusion file or an earlier campaign, or without consent."),
    ),
    RecipientState.INVALID: (_c("recipients", "Invalid"), _("Not a phone number.")),
    RecipientState.DUPLICATE: (
        _c("recipients", "Duplicate"),
        _("The same number stands in an earlier row, which counts."),
    ),
    RecipientState.HELD_OUT: (_("Held out"), _("Of the share that gets nothing, for comparison.")),
    RecipientState.CANCELLED: (
        _c("recipients", "Cancelled"),
        _("The campaign was cancelled before its turn."),
    ),
}
"""Name and meaning, in the order of the groups."""

CAMPAIGN_STATES: Final[Mapping[CampaignState, str]] = {
    CampaignState.DRAFT: _c("campaign", "Draft"),
    CampaignState.RUNNING: _c("campaign", "Running"),
    CampaignState.PAUSED: _c("campaign", "Paused"),
    CampaignState.FINISHED: _c("campaign", "Finished"),
    CampaignState.CANCELLED: _c("campaign", "Cancelled"),
}
