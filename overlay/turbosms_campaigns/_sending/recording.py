"""Stores what a call came to, unless somebody else has claimed the chunk meanwhile."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

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
_UNDER_WAY: Final = dt.timedelta(minutes=30)
"""After this, no earlier call can be at work in the service: a worker has waited for its answer for
a third of that, at the most."""
_Moved: TypeAlias = dict[RecipientState, list[dict[str, Any]]]
"""The new values of recipients, by their new state."""


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
        self._recipients = connection.execute(
            sa.select(RECIPIENT.c.position, RECIPIENT.c.phone, RECIPIENT.c.segments).where(
                RECIPIENT.c.campaign_id == campaign.id,
                is_recipient_of(chunk),
                RECIPIENT.c.state == RecipientState.SENDING,
            )
        ).all()

    def store(self) -> None:
        campaign_id = self._campaign.id
        moved = self._move_recipients()
        message_ids = _message_ids(moved)
        self._change_campaign(moved)
        self._change_chunk(message_ids)
        settle_from_strays(self._connection, message_ids)
        if self._verdict.pause is not None:
            pause_by_itself(self._connection, campaign_id, self._verdict.pause)
        finish_if_complete(self._connection, campaign_id)

    def _move_recipients(self) -> _Moved:
        """Move everybody who has a verdict, and had none after an earlier call."""
        moved: _Moved = {}
        for position, phone, _ in self._recipients:
            verdict = self._verdict.recipients.get(phone)
            if verdict is None:
                continue
            values = {"position": position, "code": verdict.code, "message_id": verdict.message_id}
            moved.setdefault(self._target(verdict), []).append(values)
        for target, rows in moved.items():
            move = Move(self._campaign.id, RecipientState.SENDING, target)
            move_each(self._connection, move, rows, self._values_of_all(target))
        return moved

    def _target(self, verdict: RecipientVerdict) -> RecipientState:
        if verdict.state == RecipientState.READY and self._is_cancelled:
            return RecipientState.CANCELLED
        return verdict.state

    def _values_of_all(self, target: RecipientState) -> dict[str, Any]:
        """What all have in common whom the call has brought into a state."""
        was_not_sent = target in _NOT_SENT
        return {
            "chunk": None if was_not_sent else self._chunk.number,
            "sent_at": None if was_not_sent else self._now,
            "settled_at": self._now if target == RecipientState.REFUSED else None,
        }

    def _change_campaign(self, moved: _Moved) -> None:
        """Results, failures, money that is free again, and the pause after a failure."""
        refused = len(moved.get(RecipientState.REFUSED, ()))
        answered = refused + len(moved.get(RecipientState.ACCEPTED, ()))
        values: dict[str, Any] = {
            "results_since": self._campaign.results_since + answered,
            "failures_since": self._campaign.failures_since + refused,
            "cost_reserved": self._campaign.cost_reserved - self._money_that_is_free_again(),
        }
        if self._verdict.wait:
            values.update(after_setback(self._campaign, self._now, self._settings))
        elif answered:
            values["setbacks"] = 0
            values["retry_at"] = None
        self._connection.execute(
            CAMPAIGN.update().where(CAMPAIGN.c.id == self._campaign.id).values(values)
        )

    def _money_that_is_free_again(self) -> Decimal:
        """What was reserved for those to whom certainly nothing was sent."""
        prices = HighestPrices(message_from_json(self._campaign.message))
        free = _NOTHING
        for _, phone, segments in self._recipients:
            verdict = self._verdict.recipients.get(phone)
            if verdict is not None and verdict.state in _COST_NOTHING:
                free += prices.of(segments)
        return free

    def _change_chunk(self, message_ids: Sequence[str]) -> None:
        chunk = self._chunk
        values: dict[str, Any] = {
            "leased_until": None,
            "failure": self._verdict.failure,
            "unsettled": chunk.unsettled + len(message_ids),
        }
        if message_ids:
            values["next_poll_at"] = self._now + dt.timedelta(seconds=self._settings.first_poll)
        in_doubt = self._in_doubt()
        if in_doubt:
            values["not_before"] = self._now + self._settings.retry_pause(chunk.calls)
            change_chunk(self._connection, chunk, ChunkState.IN_DOUBT, **values)
            self._note_doubt(in_doubt)
        else:
            change_chunk(self._connection, chunk, self._settled_state(), **values)

    def _in_doubt(self) -> int:
        with_verdict = self._verdict.recipients
        return sum(phone not in with_verdict for _, phone, _ in self._recipients)

    def _settled_state(self) -> ChunkState:
        """Dissolved if nobody of it was sent to, now or in an earlier call."""
        states = {verdict.state for verdict in self._verdict.recipients.values()}
        is_whole = len(self._recipients) == self._chunk.recipients
        if is_whole and states == {RecipientState.READY}:
            return ChunkState.DISSOLVED
        return ChunkState.DONE

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


def _message_ids(moved: _Moved) -> list[str]:
    accepted = moved.get(RecipientState.ACCEPTED, [])
    return [values["message_id"] for values in accepted if values["message_id"] is not None]
