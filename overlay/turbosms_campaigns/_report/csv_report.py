"""One line of CSV for each row of the audience."""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, TextIO

from turbosms_client import format_money

from .._model.results import RecipientResult

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

# With these, a spreadsheet takes a cell for a formula, which may do things to whoever opens it.
_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]")
_NUMBER: Final = re.compile(r"\s*[+-][\d\s().,-]*")


def write_csv(
    stream: TextIO, recipients: Iterable[RecipientResult], kept_columns: Sequence[str]
) -> int:
    """Write the head and all recipients; how many there are."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*FIELDS, *map(_heading, kept_columns)])
    count = 0
    for recipient in recipients:
        own = [_cell(getattr(recipient, field)) for field in FIELDS]
        kept = [_cell(recipient.columns.get(column)) for column in kept_columns]
        writer.writerow([*own, *kept])
        count += 1
    return count


def _heading(column: str) -> str:
    """A heading that is none of ours, and no formula."""
    if column in FIELDS:
        return f"column {column}"
    return _harmless(column)


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return _harmless(value)
    if isinstance(value, Decimal):
        return format_money(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value


def _harmless(text: str) -> str:
    """The text, behind an apostrophe if a spreadsheet would take it for a formula."""
    is_formula = _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None
    return f"'{text}" if is_formula else text
