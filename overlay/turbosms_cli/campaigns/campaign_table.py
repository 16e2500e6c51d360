"""Prints all campaigns of a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbosms_cli.campaigns.progress_output import progress_row
from turbosms_cli.campaigns.state_words import LEFT_OUT, campaign_state, count_of
from turbosms_cli.printing.printed_tables import Line, Lines
from turbosms_cli.printing.values import shown
from turbosms_languages import _, _c

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbosms_campaigns import Campaign, Progress
    from turbosms_cli.printing.output import Output

_COLUMNS = (
    _("campaign"),
    _("status"),
    _("people"),
    _c("heading", "sent"),
    _c("heading", "delivered"),
    _("UAH"),
    _("created"),
)
_STYLES = {"running": "cyan", "paused": "yellow", "finished": "green", "cancelled": "red"}


def print_campaigns(output: Output, campaigns: Iterable[Campaign]) -> None:
    """Print a line for each, the newest first. With JSON, nothing is no line at all."""
    lines = []
    for campaign in campaigns:
        progress = campaign.progress()
        if output.as_json:
            output.row(progress_row(progress))
        else:
            lines.append(_line(progress))
    if lines:
        output.show(Lines(lines, _COLUMNS, whole=True))
    elif not output.as_json:
        output.note(_("There are none."))


def _line(progress: Progress) -> Line:
    counts = progress.counts
    people = progress.rows - count_of(counts, *LEFT_OUT)
    sent = people - count_of(counts, "ready", "sending", "cancelled")
    cells = {
        "campaign": progress.name,
        "status": campaign_state(progress.state),
        "people": _("{count:,}", count=people),
        "sent": _("{count:,}", count=sent),
        "delivered": _("{count:,}", count=count_of(counts, "delivered")),
        "UAH": shown(progress.spent),
        "created": shown(progress.created_at),
    }
    return Line(cells, style=_STYLES.get(progress.state.value, ""))
