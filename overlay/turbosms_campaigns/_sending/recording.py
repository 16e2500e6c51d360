"""Stores what a call came to, unless somebody else has claimed the chunk meanwhile."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from turbosms_client import ResultCode

from .._audience import suppression_list
from .._model.states import CampaignState, ChunkState, RecipientState
from .._model.worker_settings import WorkerSettings
from .._outcomes.stray_reports import settle_from_strays
from .._storage import steady_clock
from .._storage.chunk_rows import ChunkKey, is_recipient_of
from .._storage.clock import read_clock
from .._storage.database import Database
from .._storage.events import note
from .._storage.locked_rows import lock_campaign, lock_chunk
from .._storage.many_rows import fetch_rows
from .._storage.stored_settings import message_from_json
from .._storage.tables import CAMPAIGN, RECIPIENT
from .._storage.transitions import Move, move_each
from .._texts.highest_prices import HighestPrices
from .campaign_changes import finish_if_complete, pause_by_itself
from .chunk_changes import change_chunk, give_up
from .claiming import Claim
from .setbacks import after_setback
from .verdicts import ChunkVerdict, Circumstances, Outcome, RecipientVerdict, judge

_NOTHING: Final = Decimal(0)
_COST_NOTHING: Final = frozenset({RecipientState.READY, RecipientState.REFUSED})
_NOT_SENT: Final = frozenset({RecipientState.READY, RecipientState.CANCELLED})
_OF_EACH: Final = (RECIPIENT.c.code, RECIPIENT.c.message_id)
_UNDER_WAY: Final = dt.timedelta(minutes=30)
"""After this, no earlier call can be at work in the service: a worker has waited for its answer for
a third of that, at the most."""


def record(
    database: Database, claimed: Claim, outcomes: Mapping[str, Outcome], settings: WorkerSettings
) -> bool:
    """Store the outcomes of the call of a chunk; False if somebody else has claimed it.

    Then whoever that is learns the same, by a repeat under the same `sequence_id`.
    """
    verdict = judge(claimed.call, outcomes, _circumstances(database, claimed))
    # First, and for itself: it also concerns other campaigns, and is true whoever stores the rest.
    _suppress_those_on_the_stop_list(database, claimed.key, verdict)
    with database.writing() as connection:
        campaign = lock_campaign(connection, claimed.key.campaign_id)
        chunk = lock_chunk(connection, claimed.key)
        if campaign is None or chunk is None:
            return False
        if chunk.fence != claimed.fence or chunk.state != ChunkState.SENDING:
            return False
        _Record(connection, campaign, chunk, verdict, settings).store()
    return True


def _circumstances(database: Database, claimed: Claim) -> Circumstances:
    with database.reading() as connection:
        steady_time = steady_clock.read(connection)
    called_before_at = claimed.called_before_at
    is_another_call_recent = (
        called_before_at is not None and steady_time - called_before_at < _UNDER_WAY
    )
    return Circumstances(
        was_in_doubt=claimed.was_in_doubt,
        may_be_under_way=is_another_call_recent,
        is_personal=claimed.is_personal,
    )


def _suppress_those_on_the_stop_list(
    database: Database, key: ChunkKey, verdict: ChunkVerdict
) -> None:
    # In order, so that two workers that add the same numbers do not wait for each other.
    phones = sorted(
        phone
        for phone, of_recipient in verdict.recipients.items()
        if of_recipient.code == ResultCode.NOT_ALLOWED_NUMBER_STOPLIST
    )
    if not phones:
        return
    with database.reading() as connection:
        name = connection.scalar(sa.select(CAMPAIGN.c.name).where(CAMPAIGN.c.id == key.campaign_id))
    if name is not None:
        suppression_list.add(database, phones, reason="stop_list", source=f"campaign {name}")


class _Results:
    """What a verdict means for those of the chunk who had none so far."""

    def __init__(self, prices: HighestPrices, *, is_cancelled: bool) -> None:
        self._prices = prices
        self._is_cancelled = is_cancelled
        self.rows: dict[RecipientState, list[tuple[int | None, str | None, int]]] = {}
        """By their new state: code, id of the message, and position of each."""
        self.message_ids: list[str] = []
        """Of the messages that the service has accepted."""
        self.free_again = _NOTHING
        """What was reserved for those to whom certainly nothing was sent."""
        self.in_doubt = 0

    def add(self, recipients: Iterable[Any], verdicts: Mapping[str, RecipientVerdict]) -> None:
        """Add recipients by position, phone number and segments."""
        for position, phone, segments in recipients:
            verdict = verdicts.get(phone)
            if verdict is None:
                self.in_doubt += 1
                continue
            state, code, message_id = verdict
            if state in _COST_NOTHING:
                self.free_again += self._prices.of(segments)
            if state == RecipientState.READY and self._is_cancelled:
                state = RecipientState.CANCELLED
            if message_id is not None and state == RecipientState.ACCEPTED:
                self.message_ids.append(message_id)
            self.rows.setdefault(state, []).append((code, message_id, position))

    def count(self, state: RecipientState) -> int:
        """How many have come into a state."""
        return len(self.rows.get(state, ()))


class _Record:
    """The transaction that stores a verdict. The campaign is locked, and the claim holds."""

    def __init__(
        self,
        connection: sa.Connection,
        campaign: sa.Row[Any],
        chunk: sa.Row[Any],
        verdict: ChunkVerdict,
        settings: WorkerSettings,
    ) -> None:
        self._connection = connection
        self._campaign = campaign
        self._chunk = chunk
        self._verdict = verdict
        self._settings = settings
        self._now = read_clock(connection)
        self._is_cancelled = campaign.state == CampaignState.CANCELLED
        self._results = _Results(
            HighestPrices(message_from_json(campaign.message)), is_cancelled=self._is_cancelled
        )

    def store(self) -> None:
        campaign_id = self._campaign.id
        recipients = self._recipients()
        self._results.add(recipients, self._verdict.recipients)
        self._move_recipients()
        self._change_campaign()
        self._change_chunk(len(recipients))
        settle_from_strays(self._connection, self._results.message_ids)
        if self._verdict.pause is not None:
            pause_by_itself(self._connection, campaign_id, self._verdict.pause)
        finish_if_complete(self._connection, campaign_id)

    def _recipients(self) -> Sequence[Any]:
        """Those of the chunk without a result so far."""
        return fetch_rows(
            self._connection,
            sa.select(RECIPIENT.c.position, RECIPIENT.c.phone, RECIPIENT.c.segments).where(
                RECIPIENT.c.campaign_id == self._campaign.id,
                is_recipient_of(self._chunk),
                RECIPIENT.c.state == RecipientState.SENDING,
            ),
        )

    def _move_recipients(self) -> None:
        """Move everybody who has a verdict, and had none after an earlier call."""
        for target, rows in self._results.rows.items():
            move = Move(self._campaign.id, RecipientState.SENDING, target)
            move_each(self._connection, move, _OF_EACH, rows, same=self._values_of_all(target))

    def _values_of_all(self, target: RecipientState) -> dict[sa.Column[Any], Any]:
        """What all have in common whom the call has brought into a state."""
        was_not_sent = target in _NOT_SENT
        return {
            RECIPIENT.c.chunk: None if was_not_sent else self._chunk.number,
            RECIPIENT.c.sent_at: None if was_not_sent else self._now,
            RECIPIENT.c.settled_at: self._now if target == RecipientState.REFUSED else None,
        }

    def _change_campaign(self) -> None:
        """Results, failures, money that is free again, and the pause after a failure."""
        refused = self._results.count(RecipientState.REFUSED)
        answered = refused + self._results.count(RecipientState.ACCEPTED)
        values: dict[str, Any] = {
            "results_since": self._campaign.results_since + answered,
            "failures_since": self._campaign.failures_since + refused,
            "cost_reserved": self._campaign.cost_reserved - self._results.free_again,
        }
        if self._verdict.wait:
            values.update(after_setback(self._campaign, self._now, self._settings))
        elif answered:
            values["setbacks"] = 0
            values["retry_at"] = None
        self._connection.execute(
            CAMPAIGN.update().where(CAMPAIGN.c.id == self._campaign.id).values(values)
        )

    def _change_chunk(self, recipients: int) -> None:
        chunk = self._chunk
        message_ids = self._results.message_ids
        values: dict[str, Any] = {
            "leased_until": None,
            "failure": self._verdict.failure,
            "unsettled": chunk.unsettled + len(message_ids),
        }
        if message_ids:
            values["next_poll_at"] = self._now + self._settings.poll_pause(0, chunk.recipients)
        if self._results.in_doubt:
            values["not_before"] = self._now + self._settings.retry_pause(chunk.calls)
            change_chunk(self._connection, chunk, ChunkState.IN_DOUBT, **values)
            self._note_doubt(self._results.in_doubt)
        else:
            change_chunk(self._connection, chunk, self._settled_state(recipients), **values)

    def _settled_state(self, recipients: int) -> ChunkState:
        """Dissolved if nobody of it was sent to, now or in an earlier call."""
        is_whole = recipients == self._chunk.recipients
        is_nobody_sent_to = _NOT_SENT.issuperset(self._results.rows)
        return ChunkState.DISSOLVED if is_whole and is_nobody_sent_to else ChunkState.DONE

    def _note_doubt(self, in_doubt: int) -> None:
        note(
            self._connection,
            self._campaign.id,
            "chunk_in_doubt",
            chunk=self._chunk.number,
            recipients=in_doubt,
            failure=self._verdict.failure,
        )
        if self._is_cancelled:
            chunk = lock_chunk(self._connection, ChunkKey(self._campaign.id, self._chunk.number))
            if chunk is not None:
                give_up(self._connection, chunk)
