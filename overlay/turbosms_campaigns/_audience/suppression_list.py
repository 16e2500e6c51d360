"""The numbers that get nothing: in, out, and from files."""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import sqlalchemy as sa

from turbosms_client import normalize_phone
from turbosms_languages import _
from turbosms_spreadsheets.formulas import as_written, harmless

from .._model.errors import AudienceError, InvalidCampaignError
from .._model.results import Suppression
from .._model.states import CampaignState, RecipientState
from .._storage.database import Database
from .._storage.many_rows import insert_rows, is_any_of
from .._storage.tables import CAMPAIGN, RECIPIENT, SUPPRESSION, is_in
from .._storage.transitions import Move, move_all
from .._storage.written_files import writing_to
from .storable_texts import is_storable
from .table_columns import WantedColumns
from .table_files import Person, file_name, read_file

_ROWS_AT_ONCE: Final = 5_000
_HEAD: Final = ("phone", "reason", "source", "added_at")
_UKRAINE: Final = "380"
_ROWS_NAMED: Final = 5
_OPEN: Final = (CampaignState.DRAFT, CampaignState.RUNNING, CampaignState.PAUSED)
_T = TypeVar("_T")


class _Entry(NamedTuple):
    """A number with its reason and source."""

    phone: str
    reason: str
    source: str


def add(database: Database, phones: Iterable[str], *, reason: str, source: str) -> int:
    """Add numbers; how many were new. Those there keep their reason.

    Also makes ready recipients with these numbers `suppressed`, in the same transaction.

    Raises:
        AudienceError: one of them is no phone number. Nothing was added.
        InvalidCampaignError: the reason or the source is no text.
    """
    _check_words(reason=reason, source=source)
    entries = [_Entry(phone, reason, source) for phone in _normalized(phones)]
    return _add_all(database, entries)


def remove(database: Database, phones: Iterable[str]) -> int:
    """Remove numbers; how many were there. Recipients that are `suppressed` stay so.

    Raises:
        AudienceError: one of them is no phone number. Nothing was removed.
    """
    removed = 0
    with database.writing() as connection:
        for some in _in_parts(_normalized(phones)):
            removed += connection.execute(
                SUPPRESSION.delete().where(is_any_of(connection, SUPPRESSION.c.phone, some))
            ).rowcount
    return removed


def read_all(database: Database) -> Iterator[Suppression]:
    """All of them, by number."""
    last = ""
    while True:
        # Page by page, so that no transaction lasts as long as the caller takes.
        page = sa.select(SUPPRESSION).where(SUPPRESSION.c.phone > last)
        with database.reading() as connection:
            rows = connection.execute(page.order_by(SUPPRESSION.c.phone).limit(_ROWS_AT_ONCE)).all()
        if not rows:
            return
        for row in rows:
            yield Suppression(
                phone=row.phone, reason=row.reason, source=row.source, added_at=row.added_at
            )
        last = rows[-1].phone


def contains(database: Database, phone: str) -> bool:
    """Whether a number, however written, is there."""
    normalized = normalize_phone(phone)
    if normalized is None:
        return False
    with database.reading() as connection:
        found = connection.execute(
            sa.select(SUPPRESSION.c.phone).where(SUPPRESSION.c.phone == normalized)
        )
        return found.first() is not None


def count(database: Database) -> int:
    """How many there are."""
    with database.reading() as connection:
        number: int = connection.execute(
            sa.select(sa.func.count()).select_from(SUPPRESSION)
        ).scalar_one()
        return number


def import_file(
    database: Database, path: str | os.PathLike[str], *, column: str | None, reason: str
) -> int:
    """Add the numbers of a file; how many were new.

    Raises:
        AudienceError: it cannot be read, or a row has no phone number. Nothing was added.
        InvalidCampaignError: the reason is no text.
    """
    _check_words(reason=reason)
    # Read twice: everything is in order before anything is added.
    wanted = WantedColumns(column, optional=_HEAD[1:3])
    _refuse_pipe(path)
    _check_file(path, wanted)
    added = 0
    entries = _entries_of_file(path, wanted, reason)
    while some := list(islice(entries, _ROWS_AT_ONCE)):
        added += _add_all(database, some)
    return added


def export_file(database: Database, path: str | os.PathLike[str]) -> int:
    """Write all of them as CSV, to a file of mode 0600; how many there are.

    Raises:
        OSError: it cannot be written.
    """
    written = 0
    with writing_to(path) as stream:
        writer = csv.writer(stream)
        writer.writerow(_HEAD)
        for each in read_all(database):
            added_at = each.added_at.isoformat()
            writer.writerow(
                (_dialable(each.phone), harmless(each.reason), harmless(each.source), added_at)
            )
            written += 1
    return written


def apply_suppressions(connection: sa.Connection, campaign_id: int) -> int:
    """Suppress those ready recipients of a campaign that are on the list; how many there were.

    For recipients that have become ready again, since a number may have come meanwhile.
    """
    return move_all(
        connection,
        Move(campaign_id, RecipientState.READY, RecipientState.SUPPRESSED),
        RECIPIENT.c.phone.in_(sa.select(SUPPRESSION.c.phone)),
        {RECIPIENT.c.reason: _reason_of_recipient()},
    )


def suppress_audience(connection: sa.Connection, audience_id: int) -> None:
    """The same for an audience that is not counted yet, and is a campaign after this transaction.

    Numbers that others add at the same time wait for that, and then find the campaign.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(sa.text(f"LOCK TABLE {SUPPRESSION.name} IN SHARE MODE"))
    connection.execute(
        sa.update(RECIPIENT)
        .where(
            RECIPIENT.c.campaign_id == audience_id,
            is_in(RecipientState.READY),
            RECIPIENT.c.phone.in_(sa.select(SUPPRESSION.c.phone)),
        )
        .values(state=RecipientState.SUPPRESSED, reason=_reason_of_recipient())
    )


def _reason_of_recipient() -> sa.ScalarSelect[str]:
    return (
        sa.select(SUPPRESSION.c.reason)
        .where(SUPPRESSION.c.phone == RECIPIENT.c.phone)
        .scalar_subquery()
    )


def _add_all(database: Database, entries: Sequence[_Entry]) -> int:
    """Add numbers, and suppress ready recipients with them; how many numbers were new."""
    columns = (
        SUPPRESSION.c.phone,
        SUPPRESSION.c.reason,
        SUPPRESSION.c.source,
        SUPPRESSION.c.added_at,
    )
    added = 0
    with database.writing() as connection:
        now = database.now(connection)
        for some in _in_parts(entries):
            rows = [(*entry, now) for entry in some]
            added += insert_rows(connection, columns, rows, unless_there=columns[:1])
        # After the numbers: see `suppress_audience`.
        open_campaigns = connection.scalars(
            sa.select(CAMPAIGN.c.id).where(CAMPAIGN.c.state.in_(_OPEN)).order_by(CAMPAIGN.c.id)
        ).all()
        for campaign_id in open_campaigns:
            for some in _in_parts(entries):
                _suppress(connection, campaign_id, some)
    return added


def _suppress(connection: sa.Connection, campaign_id: int, entries: Sequence[_Entry]) -> None:
    phones_by_reason: dict[str, list[str]] = {}
    for entry in entries:
        phones_by_reason.setdefault(entry.reason, []).append(entry.phone)
    move = Move(campaign_id, RecipientState.READY, RecipientState.SUPPRESSED)
    for reason, phones in phones_by_reason.items():
        has_phone = is_any_of(connection, RECIPIENT.c.phone, phones)
        move_all(connection, move, has_phone, {RECIPIENT.c.reason: reason})


def _normalized(phones: Iterable[str]) -> list[str]:
    """The numbers, each once.

    Raises:
        AudienceError: one is none.
    """
    if isinstance(phones, (str, bytes)) or not isinstance(phones, Iterable):
        raise AudienceError(_("Pass a list, even for a single phone number: [number]."))
    found: dict[str, None] = {}
    wrong: list[int] = []
    for row, text in enumerate(phones, 1):
        phone = normalize_phone(text) if isinstance(text, str) else None
        if phone is None:
            wrong.append(row)
        else:
            found[phone] = None
    if wrong:
        raise _no_numbers(_("The list"), wrong[:_ROWS_NAMED], len(wrong))
    return list(found)


def _check_words(**words: Any) -> None:
    for parameter, text in words.items():
        is_text = isinstance(text, str) and is_storable(text) and text.strip() != ""
        if not is_text:
            raise InvalidCampaignError(
                _("{parameter} must be a text.", parameter=parameter), parameter=parameter
            )


def _refuse_pipe(path: str | os.PathLike[str]) -> None:
    if Path(os.fsdecode(path)).is_fifo():
        raise AudienceError(
            _(
                "{file} is a pipe, which cannot be read twice: save it as a file.",
                file=file_name(path),
            )
        )


def _in_parts(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for first in range(0, len(items), _ROWS_AT_ONCE):
        yield items[first : first + _ROWS_AT_ONCE]


def _check_file(path: str | os.PathLike[str], wanted: WantedColumns) -> None:
    """Raise unless every row has a phone number."""
    rows = 0
    wrong = 0
    first_wrong: list[int] = []
    for rows, (text, _kept) in enumerate(_read_file(path, wanted), 1):
        if normalize_phone(text) is None:
            wrong += 1
            if len(first_wrong) < _ROWS_NAMED:
                first_wrong.append(rows)
    if wrong:
        raise _no_numbers(file_name(path), first_wrong, wrong)
    if rows == 0:
        raise AudienceError(_("{file} has no numbers in it.", file=file_name(path)))


def _entries_of_file(
    path: str | os.PathLike[str], wanted: WantedColumns, reason: str
) -> Iterator[_Entry]:
    for text, (own_reason, own_source) in _read_file(path, wanted):
        phone = normalize_phone(text)
        if phone is not None:
            source = as_written(own_source) or file_name(path)
            yield _Entry(phone, as_written(own_reason) or reason, source)


def _read_file(path: str | os.PathLike[str], wanted: WantedColumns) -> Iterator[Person]:
    try:
        yield from read_file(path, wanted)
    except InvalidCampaignError as error:
        raise AudienceError(str(error)) from error


def _no_numbers(where: str, rows: Sequence[int], number: int) -> AudienceError:
    named: str = ", ".join(f"{row:,}" for row in rows)
    more = number - len(rows)
    if more > 0:
        named = _("{rows} and {more:,} more", rows=named, more=more)
    return AudienceError(_("{where} has no phone number in row {rows}.", where=where, rows=named))


def _dialable(phone: str) -> str:
    """A number that reads as itself again: without a plus, only Ukrainian ones do."""
    if phone.startswith(_UKRAINE):
        return phone
    return f"+{phone}"
