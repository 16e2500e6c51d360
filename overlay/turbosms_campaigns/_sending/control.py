"""What people do to a campaign: start, pause, resume, cancel, retry."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from turbosms_client import ResultCode
from turbosms_languages import Text, _, _c, joined

from .._model.errors import InvalidCampaignError, WrongStateError
from .._model.results import CancelResult, RetryResult
from .._model.state_texts import campaign_state_text
from .._model.states import (
    LEFT,
    CampaignState,
    ChunkState,
    PauseReason,
    RecipientState,
)
from .._model.worker_settings import WorkerSettings
from .._storage.campaign_rows import read_problems, read_row
from .._storage.chunk_rows import WITHOUT_BODY
from .._storage.clock import read_clock
from .._storage.context import CampaignKey
from .._storage.database import Database
from .._storage.events import note
from .._storage.locked_rows import lock_campaign
from .._storage.tables import CHUNK, RECIPIENT
from .._storage.transitions import Move, move_all, read_counts
from .campaign_changes import change_campaign, dissolve_open_chunks, finish_if_complete
from .chunk_changes import give_up
from .leases import is_void, relieve_chunk

_MOST_PROBLEMS: Final = 20
_CODES_TO_RETRY: Final = tuple(code for code in ResultCode if code.repeat)
_STATUSES_TO_RETRY: Final = ("Expired", "Undelivered", "Failed")
"""Not `Rejected` and `Cancelled`, which another attempt does not change; nor `Unknown`, since that
message may have arrived."""
_FROM_THE_BEGINNING: Final[Mapping[str, Any]] = {
    "failures_since": 0,
    "results_since": 0,
    "setbacks": 0,
    "retry_at": None,
}


class _Locked(NamedTuple):
    connection: sa.Connection
    campaign: sa.Row[Any]


def start(database: Database, key: CampaignKey) -> None:
    """Draft → running."""
    with _locked(database, key, _c("action", "started"), CampaignState.DRAFT) as (
        connection,
        campaign,
    ):
        _refuse_problems(connection, campaign)
        counts = read_counts(connection, campaign.id)
        if not counts[RecipientState.READY]:
            raise InvalidCampaignError(
                _("Nobody in {name} is ready to get a message.", name=key.name),
                parameter="recipients",
            )
        change_campaign(
            connection, campaign.id, CampaignState.RUNNING, started_at=read_clock(connection)
        )
        note(connection, campaign.id, "started")


def pause(database: Database, key: CampaignKey) -> None:
    """Running → paused."""
    with _locked(database, key, _c("action", "paused"), CampaignState.RUNNING) as (
        connection,
        campaign,
    ):
        change_campaign(
            connection, campaign.id, CampaignState.PAUSED, pause_reason=PauseReason.USER
        )
        note(connection, campaign.id, "paused", reason=str(PauseReason.USER))


def resume(database: Database, key: CampaignKey) -> None:
    """Paused → running."""
    with _locked(database, key, _c("action", "resumed"), CampaignState.PAUSED) as (
        connection,
        campaign,
    ):
        change_campaign(
            connection,
            campaign.id,
            CampaignState.RUNNING,
            pause_reason=None,
            **_FROM_THE_BEGINNING,
        )
        note(connection, campaign.id, "resumed")
        finish_if_complete(connection, campaign.id)


def cancel(database: Database, key: CampaignKey) -> CancelResult:
    """Draft, running, paused → cancelled; ready → cancelled, for every recipient."""
    states = (CampaignState.DRAFT, CampaignState.RUNNING, CampaignState.PAUSED)
    with _locked(database, key, _c("action", "cancelled"), *states) as (connection, campaign):
        change_campaign(
            connection,
            campaign.id,
            CampaignState.CANCELLED,
            pause_reason=None,
            finished_at=read_clock(connection),
        )
        move = Move(campaign.id, RecipientState.READY, RecipientState.CANCELLED)
        move_all(connection, move)
        dissolve_open_chunks(connection, campaign.id)
        note(connection, campaign.id, "cancelled")
        _end_chunks_without_caller(connection, campaign)
        counts = read_counts(connection, campaign.id)
    return CancelResult(
        left=sum(counts[state] for state in LEFT),
        cancelled=counts[RecipientState.CANCELLED],
        in_doubt=counts[RecipientState.SENDING] + counts[RecipientState.UNKNOWN],
    )


def retry_failed(database: Database, key: CampaignKey, *, undelivered: bool) -> RetryResult:
    """Finished → running; refused and undelivered → ready, for those whom it may help."""
    with _locked(database, key, _c("action", "retried"), CampaignState.FINISHED) as (
        connection,
        campaign,
    ):
        failed = RecipientState.REFUSED, RecipientState.UNDELIVERED
        before = read_counts(connection, campaign.id)
        ready = _make_ready(
            connection, campaign, RecipientState.REFUSED, RECIPIENT.c.code.in_(_CODES_TO_RETRY)
        )
        if undelivered:
            has_expired = RECIPIENT.c.status.in_(_STATUSES_TO_RETRY)
            ready += _make_ready(connection, campaign, RecipientState.UNDELIVERED, has_expired)
        if ready:
            change_campaign(
                connection,
                campaign.id,
                CampaignState.RUNNING,
                finished_at=None,
                **_FROM_THE_BEGINNING,
            )
            note(connection, campaign.id, "retried", ready=ready)
    return RetryResult(ready=ready, left_out=sum(before[state] for state in failed) - ready)


@contextmanager
def _locked(
    database: Database, key: CampaignKey, what: Text, *states: CampaignState
) -> Iterator[_Locked]:
    """The campaign, locked, in a transaction; it has to be in one of these states."""
    with database.writing() as connection:
        campaign = read_row(connection, key, locked=True)
        state = CampaignState(campaign.state)
        if state not in states:
            allowed = _any_of([campaign_state_text(each) for each in states])
            raise WrongStateError(
                _(
                    "{name} is {state}: only a campaign that is {allowed} can be {what}.",
                    name=key.name,
                    state=campaign_state_text(state),
                    allowed=allowed,
                    what=what,
                ),
                state=state,
            )
        yield _Locked(connection, campaign)


def _any_of(words: Sequence[str]) -> str:
    *others, last = words
    if not others:
        return last
    return _("{others} or {last}", others=joined(", ", others), last=last)


def _refuse_problems(connection: sa.Connection, campaign: sa.Row[Any]) -> None:
    """Raise if rows cannot be sent as they are."""
    problems = read_problems(connection, campaign, _MOST_PROBLEMS)
    if problems.number == 0:
        return
    first = problems.first[0]
    sentence = _(
        "Row {row:,} of {name} cannot be sent as it is: {problem}",
        row=first.row,
        name=campaign.name,
        problem=first.problem,
    )
    if problems.number > 1:
        sentence = _(
            "{rows:,} rows of {name} cannot be sent as they are. The first is row {row:,}: "
            "{problem}",
            rows=problems.number,
            name=campaign.name,
            row=first.row,
            problem=first.problem,
        )
    raise InvalidCampaignError(
        sentence,
        parameter="recipients",
        rows=problems.first,
        row_count=problems.number,
    )


def _end_chunks_without_caller(connection: sa.Connection, campaign: sa.Row[Any]) -> None:
    """Give up what would have been called again. A call that is under way is waited for."""
    cancelled = lock_campaign(connection, campaign.id)
    now = read_clock(connection)
    chunks = connection.execute(
        sa.select(*WITHOUT_BODY)
        .where(CHUNK.c.campaign_id == campaign.id)
        .where(CHUNK.c.state.in_((ChunkState.SENDING, ChunkState.IN_DOUBT)))
        .order_by(CHUNK.c.number)
        .with_for_update()
    ).all()
    for chunk in chunks:
        if chunk.state == ChunkState.IN_DOUBT:
            give_up(connection, chunk)
        elif cancelled is not None and is_void(chunk.leased_until, now, WorkerSettings()):
            relieve_chunk(connection, cancelled, chunk)


def _make_ready(
    connection: sa.Connection,
    campaign: sa.Row[Any],
    source: RecipientState,
    where: sa.ColumnElement[bool],
) -> int:
    """As if nothing had been sent to them; what they have cost stays with the campaign."""
    forgotten = (
        RECIPIENT.c.chunk,
        RECIPIENT.c.code,
        RECIPIENT.c.message_id,
        RECIPIENT.c.channel,
        RECIPIENT.c.status,
        RECIPIENT.c.rejected_status,
        RECIPIENT.c.price,
        RECIPIENT.c.sent_at,
        RECIPIENT.c.settled_at,
    )
    move = Move(campaign.id, source, RecipientState.READY)
    return move_all(connection, move, where, dict.fromkeys(forgotten))
