"""The states of recipients as lines of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from turbosms_cli.printing.printed_tables import Line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from turbosms_campaigns import RecipientState

_MEANINGS: Final = {
    "ready": "wait for their turn",
    "sending": "in a chunk that is being sent",
    "accepted": "on the way: the delivery is not final",
    "delivered": "have the message",
    "undelivered": "the message did not arrive",
    "refused": "were refused by the service",
    "unknown": "may have a message; never sent again",
    "cancelled": "were cancelled before their turn",
    "suppressed": "on the suppression list",
    "excluded": "by a file, a campaign or no consent",
    "invalid": "not a phone number",
    "duplicate": "the same number as in an earlier row",
    "held_out": "held out, to compare with",
}
"""In the order in which people want to know them; short enough for a narrow terminal."""
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
            cells = {"rows": f"{count:,}", "status": state, "meaning": meaning}
            lines.append(Line(cells, style=_STYLES.get(state, "")))
    total = sum(counts.values())
    lines.append(Line({"rows": f"{total:,}", "status": "all rows"}))
    return lines


def count_of(counts: Mapping[RecipientState, int], *states: str) -> int:
    """How many are in these states."""
    return sum(count for state, count in counts.items() if state.value in states)
