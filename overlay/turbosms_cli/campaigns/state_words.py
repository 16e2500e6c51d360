"""The states of recipients as lines of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from turbosms_cli.printing.printed_tables import Line
from turbosms_languages import _, _c

if TYPE_CHECKING:
    from collections.abc import Mapping

    from turbosms_campaigns import CampaignState, RecipientState

_MEANINGS: Final = {
    "ready": _("wait for their turn"),
    "sending": _("in a chunk that is being sent"),
    "accepted": _("on the way: the delivery is not final"),
    "delivered": _("have the message"),
    "undelivered": _("the message did not arrive"),
    "refused": _("were refused by the service"),
    "unknown": _("may have a message; never sent again"),
    "cancelled": _("were cancelled before their turn"),
    "suppressed": _("on the suppression list"),
    "excluded": _("by a file, a campaign or no consent"),
    "invalid": _("not a phone number"),
    "duplicate": _("the same number as in an earlier row"),
    "held_out": _("held out, to compare with"),
}
"""In the order in which people want to know them; short enough for a narrow terminal."""
_STATES: Final = {
    "ready": _c("state", "ready"),
    "sending": _c("state", "sending"),
    "accepted": _c("state", "accepted"),
    "delivered": _c("state", "delivered"),
    "undelivered": _c("state", "undelivered"),
    "refused": _c("state", "refused"),
    "unknown": _c("state", "unknown"),
    "cancelled": _c("state", "cancelled"),
    "suppressed": _c("state", "suppressed"),
    "excluded": _c("state", "excluded"),
    "invalid": _c("state", "invalid"),
    "duplicate": _c("state", "duplicate"),
    "held_out": _c("state", "held_out"),
}
"""The states themselves: in English, the words that programs get."""
_CAMPAIGN_STATES: Final = {
    "draft": _c("campaign", "draft"),
    "running": _c("campaign", "running"),
    "paused": _c("campaign", "paused"),
    "finished": _c("campaign", "finished"),
    "cancelled": _c("campaign", "cancelled"),
}
_STYLES: Final = {
    "delivered": "green",
    "undelivered": "red",
    "refused": "red",
    "unknown": "yellow",
    "sending": "yellow",
    "accepted": "cyan",
}
LEFT_OUT: Final = frozenset({"suppressed", "excluded", "invalid", "duplicate", "held_out"})
"""Rows that were never to get a message."""


def counted_states(counts: Mapping[RecipientState, int]) -> list[Line]:
    """A line for each state that anybody is in, and one for all rows."""
    lines = []
    for state, meaning in _MEANINGS.items():
        count = count_of(counts, state)
        if count:
            cells = {
                "rows": _("{count:,}", count=count),
                "status": _STATES[state],
                "meaning": meaning,
            }
            lines.append(Line(cells, style=_STYLES.get(state, "")))
    total = sum(counts.values())
    lines.append(Line({"rows": _("{count:,}", count=total), "status": _("all rows")}))
    return lines


def recipient_state(state: str) -> str:
    """The word for a state of recipients."""
    return _STATES.get(state, state)


def campaign_state(state: CampaignState) -> str:
    """The word for a state of campaigns."""
    return _CAMPAIGN_STATES.get(state.value, state.value)


def count_of(counts: Mapping[RecipientState, int], *states: str) -> int:
    """How many are in these states."""
    return sum(count for state, count in counts.items() if state.value in states)
