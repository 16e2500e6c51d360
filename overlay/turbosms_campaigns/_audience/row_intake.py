"""Stores the rows of a table as recipients: each once, with the state that it begins in.

A number counts where it stands first. Within a batch, that is seen in the batch; of earlier batches
the database knows it, since it has no number twice.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final, NamedTuple, TypeAlias

import sqlalchemy as sa

from turbosms_client import normalize_phone
from turbosms_languages import _
from turbosms_spreadsheets.columns import folded

from .._model.errors import AudienceError
from .._model.settings import AudienceRules
from .._model.states import RecipientState
from .._storage.campaign_rows import texts_to_store
from .._storage.database import Database
from .._storage.loose_audiences import keep_audience
from .._storage.many_rows import insert_rows
from .._storage.tables import RECIPIENT, ROW_PROBLEM
from .._texts.audience_figures import AudienceFigures, ReadyRows
from .._texts.message_meter import MeasuredRow, MessageMeter
from .exclusions import Exclusions, reasons_to_exclude, reasons_to_suppress
from .json_columns import Values, json_writer
from .table_files import Person

ROWS_AT_ONCE: Final = 20_000
"""In one transaction. The more there are, the fewer times a page of the index is written."""
NO_CONSENT: Final = "no_consent"
_YES: Final = frozenset(("1", "yes", "true", "так", "+"))
_PARTS_OF_A_WHOLE: Final = 2**64

# In the order of the table, so that rows can be stored as they are.
_OF_READY: Final = (
    RECIPIENT.c.position,
    RECIPIENT.c.phone,
    RECIPIENT.c.input,
    RECIPIENT.c.columns,
    RECIPIENT.c.segments,
)
_OF_LEFT_OUT: Final = (
    RECIPIENT.c.position,
    RECIPIENT.c.phone,
    RECIPIENT.c.input,
    RECIPIENT.c.state,
    RECIPIENT.c.reason,
    RECIPIENT.c.columns,
)
_OF_NOBODIES: Final = (
    RECIPIENT.c.position,
    RECIPIENT.c.input,
    RECIPIENT.c.state,
    RECIPIENT.c.columns,
)
_UNIQUE: Final = (RECIPIENT.c.campaign_id, RECIPIENT.c.phone)
_Recipient: TypeAlias = tuple[Any, ...]
"""Values of some of these columns."""
_Reasons: TypeAlias = dict[str, tuple[str, str | None]]
"""By number: its state, and why."""


class ValueColumns(NamedTuple):
    """Which values each row of the table comes with, in this order."""

    texts: tuple[str, ...]
    """Those that the texts use."""
    kept: tuple[str, ...]
    """Those that are kept for the report alone."""
    has_consent: bool
    """Whether the last one is the consent, which is not stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What decides about a row."""

    rules: AudienceRules
    columns: ValueColumns
    exclusions: Exclusions
    seed: str
    """Of the holdout."""


class _People:
    """Rows that stand for somebody, in order: lists of the same length.

    There is no object for each row, which the garbage collector would look at often.
    """

    def __init__(self) -> None:
        self.positions: list[int] = []
        self.phones: list[str] = []
        self.inputs: list[str | None] = []
        """The number as it is written in the table; None if it is written like `phones`."""
        self.values: list[Values] = []

    def add(self, position: int, phone: str, text: str | None, values: Values) -> None:
        """Add the next one."""
        self.positions.append(position)
        self.phones.append(phone)
        self.inputs.append(text)
        self.values.append(values)

    def __len__(self) -> int:
        return len(self.positions)

    def __iter__(self) -> Iterator[tuple[int, str, str | None, Values]]:
        return zip(self.positions, self.phones, self.inputs, self.values, strict=True)


class _Nobody(NamedTuple):
    """A row without a number, or not the first with its number."""

    position: int
    text: str
    state: RecipientState
    values: Values


class _Batch:
    """Some rows of the table, each number where it stands first in them."""

    def __init__(self, first: int, rows: Sequence[Person]) -> None:
        """`first` is the position of the first one."""
        self.people = _People()
        self.nobodies: list[_Nobody] = []
        seen: set[str] = set()
        for position, (text, values) in enumerate(rows, first):
            phone = normalize_phone(text)
            if phone is None:
                self.nobodies.append(_Nobody(position, text, RecipientState.INVALID, values))
            elif phone in seen:
                self.nobodies.append(_Nobody(position, text, RecipientState.DUPLICATE, values))
            else:
                seen.add(phone)
                is_written_alike = text == phone
                self.people.add(position, phone, None if is_written_alike else text, values)

    def add_duplicates(self, positions: Container[int]) -> None:
        """These have turned out to be duplicates of earlier batches."""
        for position, phone, text, values in self.people:
            if position in positions:
                duplicate = _Nobody(position, text or phone, RecipientState.DUPLICATE, values)
                self.nobodies.append(duplicate)


class RowIntake:
    """Takes the rows of one table, batch by batch."""

    def __init__(
        self,
        database: Database,
        selection: Selection,
        meter: MessageMeter,
        figures: AudienceFigures,
    ) -> None:
        self._database = database
        self._selection = selection
        self._meter = meter
        self._figures = figures
        self._audience_id = selection.exclusions.audience_id
        self._of_this_audience = {RECIPIENT.c.campaign_id: self._audience_id}
        self._text_count = len(selection.columns.texts)
        self._as_json = json_writer(selection.columns.texts + selection.columns.kept)
        self.rows = 0
        """How many it has taken."""

    def take(self, rows: Sequence[Person]) -> None:
        """Store some rows.

        Raises:
            AudienceError: nothing was read for so long that the audience was given up.
        """
        batch = _Batch(self.rows + 1, rows)
        self.rows += len(rows)
        with self._database.writing() as connection:
            if not keep_audience(self._database, connection, self._audience_id):
                raise AudienceError(_("The table was not read any further for more than an hour."))
            reasons = self._whom_to_leave_out(connection, batch.people)
            ready, left_out = _parted(batch.people, reasons)
            text_values = [values[: self._text_count] for values in ready.values]
            measured = self._meter.measure(text_values)
            ready_rows = ReadyRows(ready.positions, text_values, measured)
            inserted = self._insert_ready(connection, ready, measured)
            inserted += self._insert_left_out(connection, left_out, reasons)
            if inserted < len(batch.people):
                duplicates = self._not_inserted(connection, batch.people)
                ready_rows = ready_rows.without(duplicates)
                batch.add_duplicates(duplicates)
            self._insert_nobodies(connection, batch.nobodies)
            self._store_problems(connection, ready_rows)
        self._figures.add(ready_rows)

    def _whom_to_leave_out(self, connection: sa.Connection, people: _People) -> _Reasons:
        """The numbers that get nothing, each with its state and why."""
        phones = people.phones
        left_out: _Reasons = {}
        selection = self._selection
        for phone, reason in reasons_to_suppress(connection, phones).items():
            left_out[phone] = (RecipientState.SUPPRESSED.value, reason)
        for phone, reason in reasons_to_exclude(connection, selection.exclusions, phones).items():
            left_out.setdefault(phone, (RecipientState.EXCLUDED.value, reason))
        if selection.columns.has_consent:
            for _position, phone, _text, values in people:
                if not _is_yes(values[-1]):
                    left_out.setdefault(phone, (RecipientState.EXCLUDED.value, NO_CONSENT))
        if selection.rules.holdout > 0:
            for phone in filter(self._is_held_out, phones):
                left_out.setdefault(phone, (RecipientState.HELD_OUT.value, None))
        return left_out

    def _is_held_out(self, phone: str) -> bool:
        """The same for this number and seed, always and everywhere."""
        digest = blake2b(f"{self._selection.seed}:{phone}".encode(), digest_size=8).digest()
        drawn = int.from_bytes(digest, "big")
        return drawn * 100 < self._selection.rules.holdout * _PARTS_OF_A_WHOLE

    def _insert_ready(
        self, connection: sa.Connection, ready: _People, measured: Sequence[MeasuredRow]
    ) -> int:
        """Insert those whose numbers are not there yet; how many."""
        columns = self._as_json(ready.values)
        segments = [each.segments for each in measured]
        rows = zip(ready.positions, ready.phones, ready.inputs, columns, segments, strict=True)
        return insert_rows(
            connection,
            _OF_READY,
            list(rows),
            same={**self._of_this_audience, RECIPIENT.c.state: RecipientState.READY.value},
            unless_there=_UNIQUE,
        )

    def _insert_left_out(
        self, connection: sa.Connection, left_out: _People, reasons: _Reasons
    ) -> int:
        """Insert those whose numbers are not there yet; how many."""
        rows: list[_Recipient] = []
        columns = self._as_json(left_out.values)
        for (position, phone, text, _values), as_json in zip(left_out, columns, strict=True):
            state, reason = reasons[phone]
            rows.append((position, phone, text, state, reason, as_json))
        return insert_rows(
            connection, _OF_LEFT_OUT, rows, same=self._of_this_audience, unless_there=_UNIQUE
        )

    def _not_inserted(self, connection: sa.Connection, people: _People) -> set[int]:
        """The positions of those whose numbers were there before."""
        there = connection.scalars(
            sa.select(RECIPIENT.c.position).where(
                RECIPIENT.c.campaign_id == self._audience_id,
                RECIPIENT.c.position.between(people.positions[0], people.positions[-1]),
            )
        )
        return set(people.positions).difference(there)

    def _insert_nobodies(self, connection: sa.Connection, nobodies: Sequence[_Nobody]) -> None:
        rows: list[_Recipient] = []
        columns = self._as_json([nobody.values for nobody in nobodies])
        for nobody, as_json in zip(nobodies, columns, strict=True):
            rows.append((nobody.position, nobody.text, nobody.state.value, as_json))
        insert_rows(connection, _OF_NOBODIES, rows, same=self._of_this_audience)

    def _store_problems(self, connection: sa.Connection, ready: ReadyRows) -> None:
        problems: list[tuple[Any, ...]] = []
        for position, _row, measured in ready:
            if measured.problem is not None:
                column, problem = measured.problem
                problems.append((self._audience_id, position, column, *texts_to_store(problem)))
        insert_rows(connection, tuple(ROW_PROBLEM.c), problems)


def _parted(people: _People, reasons: _Reasons) -> tuple[_People, _People]:
    """Those that are ready, and those that are left out for a reason."""
    left_out = _People()
    if not reasons:
        return people, left_out
    ready = _People()
    for position, phone, text, values in people:
        part = left_out if phone in reasons else ready
        part.add(position, phone, text, values)
    return ready, left_out


@lru_cache(maxsize=1_000)
def _is_yes(consent: str) -> bool:
    return folded(consent) in _YES
