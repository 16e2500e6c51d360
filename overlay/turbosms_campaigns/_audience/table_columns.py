"""Finds the columns that a campaign needs in a table, by the first row."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from turbosms_client import normalize_phone
from turbosms_languages import _
from turbosms_spreadsheets.columns import (
    cleaned,
    folded,
    index_by_number,
    indexes_of,
    is_heading,
    listed,
    quoted,
)

from .._model.errors import AudienceError, CampaignError, InvalidCampaignError

_PHONE_NAMES: Final = frozenset(
    (
        *(
            "phone",
            "phones",
            "phone number",
            "phonenumber",
            "phone_number",
            "phone no",
            "msisdn",
        ),
        *("mobile", "mobile phone", "mobile number", "cell", "cell phone", "cellphone"),
        *("tel", "tel.", "telephone", "telephone number"),
        *("телефон", "телефони", "номер телефону", "номер тел.", "тел", "тел."),
        *("мобільний", "мобільний телефон", "мобільний номер", "номер мобільного"),
        *("моб", "моб.", "моб. тел.", "моб. телефон", "мобильный", "мобильный телефон"),
        *("номер телефона", "телефоны"),
    )
)
"""Folded."""


class WantedColumns(NamedTuple):
    """What is needed of a table."""

    phone: str | None
    """None: the only column, or the one whose name says that it is the phone."""
    phone_may_be_elsewhere: bool = False
    """If there is no column of this name, it is looked for as if none were named."""
    values: Sequence[tuple[str, str]] = ()
    """Further columns, each with the parameter that names it."""
    optional: Sequence[str] = ()
    """Columns that come after these, and are empty if they are not there."""


class FoundColumns(NamedTuple):
    """Where in a row they are."""

    has_head: bool
    phone: int
    values: tuple[int | None, ...]


def find_columns(table: str, first_row: Sequence[str], wanted: WantedColumns) -> FoundColumns:
    """Find the columns.

    Args:
        table: its name, for messages.

    Raises:
        AudienceError: which one has the phone numbers, is not clear.
        InvalidCampaignError: one is not there, or is there twice.
    """
    phone, has_head = _find_phone(table, first_row, wanted)
    indexes: list[int | None] = []
    for parameter, column in wanted.values:
        if has_head:
            found = indexes_of(first_row, column)
            index = _only(table, parameter, column, found)
        else:
            index = index_by_number(first_row, column)
        if index is None:
            heads = first_row if has_head else [str(n) for n in range(1, len(first_row) + 1)]
            raise missing_column(table, parameter, column, heads)
        indexes.append(index)
    for column in wanted.optional:
        named = indexes_of(first_row, column) if has_head else []
        indexes.append(named[0] if len(named) == 1 else None)
    return FoundColumns(has_head, phone, tuple(indexes))


def fitness(rows: Sequence[list[str]], wanted: WantedColumns) -> tuple[float, bool, float, int]:
    """How well a delimiter fits that makes these rows: how many values of the column of phones are
    phones, if all columns are there; whether it occurs at all; how many rows have the same length;
    the number of columns.

    With no phone at all, it does not count that the columns are there: a wrong delimiter makes one
    column of everything, and that would hide what is wrong with the right ones.
    """
    if not rows:
        return 0.0, False, 0.0, 0
    steady = sum(len(row) == len(rows[0]) for row in rows)
    occurs = len(rows[0]) > 1  # otherwise, all rows are of the same length
    shape = (occurs, steady / len(rows), len(rows[0]))
    try:
        found = find_columns("", rows[0], wanted)
    except CampaignError:
        return 0.0, *shape
    phones = [cleaned(row[found.phone]) for row in rows if found.phone < len(row)]
    values = sum(normalize_phone(phone) is not None for phone in phones)
    return values / len(rows), *shape


def missing_column(
    table: str, parameter: str, column: str, heads: Sequence[str]
) -> InvalidCampaignError:
    """The error for a column that is not there."""
    return InvalidCampaignError(
        _(
            "There is no column {column} in {table}. {choice}",
            column=quoted(column),
            table=table,
            choice=_choice(heads),
        ),
        parameter=parameter,
    )


def phone_names(names: Sequence[str]) -> list[int]:
    """The columns whose names say that they have phone numbers."""
    return [index for index, name in enumerate(names) if folded(name) in _PHONE_NAMES]


def _find_phone(table: str, first_row: Sequence[str], wanted: WantedColumns) -> tuple[int, bool]:
    """The column of phones, and whether the first row is a head."""
    if wanted.phone is not None:
        index = _only(table, "column", wanted.phone, indexes_of(first_row, wanted.phone))
        if index is not None:
            return index, True
        index = index_by_number(first_row, wanted.phone)
        if index is not None:
            return index, is_heading(cleaned(first_row[index]))
        if not wanted.phone_may_be_elsewhere:
            raise missing_column(table, "column", wanted.phone, first_row)
    if len(first_row) == 1:
        return 0, is_heading(cleaned(first_row[0]))
    named = phone_names(first_row)
    if len(named) == 1:
        return named[0], True
    phones = [
        index for index, cell in enumerate(first_row) if normalize_phone(cleaned(cell)) is not None
    ]
    if len(phones) == 1 and not named:
        return phones[0], False
    raise AudienceError(
        _(
            "{table} does not say which column has the phone numbers: name it. {choice}",
            table=table,
            choice=_choice(first_row),
        )
    )


def _choice(first_row: Sequence[str]) -> str:
    """The columns by name, unless the first row has a phone number in place of a name."""
    if any(normalize_phone(cleaned(cell)) is not None for cell in first_row):
        return _("It has no headings: its columns are called 1 to {count}.", count=len(first_row))
    return _("Its columns: {listed}.", listed=listed(first_row))


def _only(table: str, parameter: str, column: str, found: Sequence[int]) -> int | None:
    if len(found) > 1:
        places = " and ".join(str(index + 1) for index in found)
        raise InvalidCampaignError(
            _(
                "The columns {places} of {table} are both called {column}: rename one.",
                places=places,
                table=table,
                column=quoted(column),
            ),
            parameter=parameter,
        )
    return found[0] if found else None
