"""Stores the rows of a table as recipients: each once, with the state that it begins in.

A number counts where it stands first. Within a batch, that is seen in the batch; of earlier batches
the database knows it, since it has no number twice.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from json.encoder import encode_basestring as quoted
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
from .._texts.message_meter import MessageMeter
from .exclusions import Exclusions, reasons_to_exclude, reasons_to_suppress
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


class _Batch:
    """Some rows of the table, and where each number stands first in them."""

    def __init__(
        self,
        first: int,
        people: Sequence[Person],
        as_json: Callable[[tuple[str, ...]], str | None],
    ) -> None:
        self.first = first
        """The position of the first one."""
        self.people = people
        self._as_json = as_json
        self.index_by_phone: dict[str, int] = {}
        self.nobodies: list[_Recipient] = []
        """Rows that stand for nobody: without a number, or not the first with theirs."""
        for index, (text, _kept) in enumerate(people):
            phone = normalize_phone(text)
            if phone is None:
                self._add_nobody(index, RecipientState.INVALID)
            elif phone in self.index_by_phone:
                self._add_nobody(index, RecipientState.DUPLICATE)
            else:
                self.index_by_phone[phone] = index

    def add_duplicates(self, positions: Iterable[int]) -> None:
        """These have turned out to be duplicates of earlier batches."""
        for position in positions:
            self._add_nobody(position - self.first, RecipientState.DUPLICATE)

    def _add_nobody(self, index: int, state: RecipientState) -> None:
        text, values = self.people[index]
        position = self.first + index
        self.nobodies.append((position, text, state.value, self._as_json(values)))


class _Recipients:
    """The rows of a batch that stand for somebody."""

    def __init__(self) -> None:
        self.ready: list[_Recipient] = []
        self.left_out: list[_Recipient] = []
        self.measured = ReadyRows()
        """Those that are ready once more, for the figures."""


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
        self._as_json = _json_writer(selection.columns.texts + selection.columns.kept)
        self.rows = 0
        """How many it has taken."""

    def take(self, people: Sequence[Person]) -> None:
        """Store some rows.

        Raises:
            AudienceError: nothing was read for so long that the audience was given up.
        """
        batch = _Batch(self.rows + 1, people, self._as_json)
        self.rows += len(people)
        with self._database.writing() as connection:
            if not keep_audience(self._database, connection, self._audience_id):
                raise AudienceError(_("The table was not read any further for more than an hour."))
            left_out = self._whom_to_leave_out(connection, batch)
            recipients = self._recipients(batch, left_out)
            ready = recipients.measured
            duplicates = self._insert(connection, recipients)
            if duplicates:
                ready = ready.without(duplicates)
                batch.add_duplicates(duplicates)
            insert_rows(connection, _OF_NOBODIES, batch.nobodies, same=self._of_this_audience)
            self._store_problems(connection, ready)
        self._figures.add(ready)

    def _whom_to_leave_out(self, connection: sa.Connection, batch: _Batch) -> _Reasons:
        """The numbers that get nothing, each with its state and why."""
        phones = list(batch.index_by_phone)
        left_out: _Reasons = {}
        selection = self._selection
        for phone, reason in reasons_to_suppress(connection, phones).items():
            left_out[phone] = (RecipientState.SUPPRESSED.value, reason)
        for phone, reason in reasons_to_exclude(connection, selection.exclusions, phones).items():
            left_out.setdefault(phone, (RecipientState.EXCLUDED.value, reason))
        if selection.columns.has_consent:
            for phone, index in batch.index_by_phone.items():
                consent = batch.people[index][1][-1]
                if not _is_yes(consent):
                    left_out.setdefault(phone, (RecipientState.EXCLUDED.value, NO_CONSENT))
        if selection.rules.holdout > 0:
            for phone in filter(self._is_held_out, phones):
                left_out.setdefault(phone, (RecipientState.HELD_OUT.value, None))
        return left_out

    def _recipients(self, batch: _Batch, left_out: _Reasons) -> _Recipients:
        recipients = _Recipients()
        for phone, index in batch.index_by_phone.items():
            text, values = batch.people[index]
            position = batch.first + index
            differing_text = None if text == phone else text
            columns = self._as_json(values)
            if phone in left_out:
                state, reason = left_out[phone]
                recipients.left_out.append(
                    (position, phone, differing_text, state, reason, columns)
                )
                continue
            text_values = values[: self._text_count]
            measured = self._meter.measure(text_values)
            recipients.measured.append(position, text_values, measured)
            recipients.ready.append((position, phone, differing_text, columns, measured.segments))
        return recipients

    def _is_held_out(self, phone: str) -> bool:
        """The same for this number and seed, always and everywhere."""
        digest = blake2b(f"{self._selection.seed}:{phone}".encode(), digest_size=8).digest()
        drawn = int.from_bytes(digest, "big")
        return drawn * 100 < self._selection.rules.holdout * _PARTS_OF_A_WHOLE

    def _insert(self, connection: sa.Connection, recipients: _Recipients) -> set[int]:
        """Insert those whose numbers are not there yet; the positions of the others."""
        unique = (RECIPIENT.c.campaign_id, RECIPIENT.c.phone)
        are_ready = {**self._of_this_audience, RECIPIENT.c.state: RecipientState.READY.value}
        inserted = insert_rows(
            connection, _OF_READY, recipients.ready, same=are_ready, unless_there=unique
        )
        inserted += insert_rows(
            connection,
            _OF_LEFT_OUT,
            recipients.left_out,
            same=self._of_this_audience,
            unless_there=unique,
        )
        if inserted == len(recipients.ready) + len(recipients.left_out):
            return set()
        positions = {row[0] for row in chain(recipients.ready, recipients.left_out)}
        there = connection.scalars(
            sa.select(RECIPIENT.c.position).where(
                RECIPIENT.c.campaign_id == self._audience_id,
                RECIPIENT.c.position.between(min(positions), max(positions)),
            )
        )
        return positions.difference(there)

    def _store_problems(self, connection: sa.Connection, ready: ReadyRows) -> None:
        problems: list[tuple[Any, ...]] = []
        for position, _row, measured in ready:
            if measured.problem is not None:
                column, problem = measured.problem
                problems.append((self._audience_id, position, column, *texts_to_store(problem)))
        insert_rows(connection, tuple(ROW_PROBLEM.c), problems)


@lru_cache(maxsize=1_000)
def _is_yes(consent: str) -> bool:
    return folded(consent) in _YES


def _json_writer(names: Iterable[str]) -> Callable[[tuple[str, ...]], str | None]:
    """A function that writes the first values as JSON, by these names; None without names.

    It takes a fraction of the time of `json.dumps` of a dict.
    """
    fields = [quoted(name).replace("%", "%%") + ": %s" for name in names]
    if not fields:
        return lambda values: None
    number = len(fields)
    form = "{" + ", ".join(fields) + "}"
    return lambda values: form % tuple(map(quoted, values[:number]))
