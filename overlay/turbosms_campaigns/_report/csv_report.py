"""One line of CSV for each row of the audience."""

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, TextIO

from turbosms_client import format_money
from turbosms_languages import spoken
from turbosms_spreadsheets.formulas import harmless

from .._model.results import RecipientResult
from .visible_texts import visible

FIELDS: Final = (
    "row",
    "phone",
    "input",
    "state",
    "reason",
    "code",
    "message_id",
    "channel",
    "status",
    "rejected_status",
    "segments",
    "price",
    "sent_at",
    "settled_at",
)
"""The columns of our own; those that were kept of the table stand after them."""


def write_csv(
    stream: TextIO, recipients: Iterable[RecipientResult], kept_columns: Sequence[str]
) -> int:
    """Write the head and all recipients; how many there are."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*FIELDS, *_headings(kept_columns)])
    count = 0
    for recipient in recipients:
        own = [_cell(getattr(recipient, field)) for field in FIELDS]
        kept = [_cell(recipient.columns.get(column)) for column in kept_columns]
        writer.writerow([*own, *kept])
        count += 1
    return count


def _headings(columns: Sequence[str]) -> list[str]:
    """Headings that are none of ours, not twice there, and no formulas."""
    headings: list[str] = []
    for column in columns:
        heading = harmless(visible(column))
        while heading in FIELDS or heading in headings:
            heading = f"column {heading}"
        headings.append(heading)
    return headings


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return harmless(visible(spoken(value)))
    if isinstance(value, Decimal):
        return format_money(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value
