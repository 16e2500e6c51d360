"""Stores what became of messages, by their ids: from webhooks, polls, and kept reports."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from .._model.settings import Message
from .._model.states import RecipientState
from .._storage.clock import read_clock
from .._storage.locked_rows import lock_campaigns
from .._storage.many_rows import Columns, Rows, is_any_of, update_rows
from .._storage.stored_settings import message_from_json
from .._storage.tables import CAMPAIGN, EVENT, RECIPIENT
from .._storage.transitions import Move, move_each
from .._texts.highest_prices import HighestPrices
from .message_outcomes import MessageOutcome

_NOTHING: Final = Decimal(0)
_COUNTING_FROM: Final = ("started", "resumed", "retried")
"""The events since which failures are counted."""
_COLUMNS: Final = (
    RECIPIENT.c.channel,
    RECIPIENT.c.status,
    RECIPIENT.c.rejected_status,
    RECIPIENT.c.price,
)


def lock_campaigns_of(connection: sa.Connection, message_ids: Sequence[str]) -> list[sa.Row[Any]]:
    """Lock all campaigns that have one of these messages.

    Whoever settles several times in one transaction does so before the first time, so that nobody
    waits in a circle.
    """
    has_message = is_any_of(connection, RECIPIENT.c.message_id, message_ids)
    campaign_ids = connection.scalars(
        sa.select(RECIPIENT.c.campaign_id).where(has_message).distinct()
    ).all()
    return lock_campaigns(connection, campaign_ids)


def settle(connection: sa.Connection, outcomes: Iterable[MessageOutcome]) -> set[str]:
    """Store outcomes, in a transaction that may write; the ids of messages that nobody has.

    The last outcome of a message counts. What is final stays, but that a delivered message may be
    read.
    """
    by_id = {outcome.message_id: outcome for outcome in outcomes}
    strangers = set(by_id)
    if not by_id:
        return strangers
    has_message = is_any_of(connection, RECIPIENT.c.message_id, list(by_id))
    for campaign in lock_campaigns_of(connection, list(by_id)):
        is_of_campaign = RECIPIENT.c.campaign_id == campaign.id
        recipients = connection.execute(
            sa.select(RECIPIENT).where(has_message, is_of_campaign)
        ).all()
        strangers.difference_update(recipient.message_id for recipient in recipients)
        _Settlement(connection, campaign, by_id).settle(recipients)
    return strangers


class _Settlement:
    """The recipients of one campaign, which is locked."""

    def __init__(
        self,
        connection: sa.Connection,
        campaign: sa.Row[Any],
        outcomes: Mapping[str, MessageOutcome],
    ) -> None:
        self._connection = connection
        self._campaign = campaign
        self._message: Message = message_from_json(campaign.message)
        self._outcomes = outcomes

    def settle(self, recipients: Sequence[sa.Row[Any]]) -> None:
        now = read_clock(self._connection)
        delivered: list[dict[str, Any]] = []
        undelivered: list[dict[str, Any]] = []
        others: list[dict[str, Any]] = []
        for recipient in recipients:
            outcome = self._outcomes[recipient.message_id]
            values = self._new_values(recipient, outcome)
            is_open = recipient.state == RecipientState.ACCEPTED
            if is_open and outcome.is_final_for(self._message):
                values["settled_at"] = outcome.at or now
                (delivered if outcome.delivered else undelivered).append(values)
            elif values != _present_values(recipient):
                others.append(values)
        self._move(RecipientState.DELIVERED, delivered)
        self._move(RecipientState.UNDELIVERED, undelivered)
        self._change_columns(others)
        self._change_sums(recipients)

    def _new_values(self, recipient: sa.Row[Any], outcome: MessageOutcome) -> dict[str, Any]:
        values = _present_values(recipient)
        is_open = recipient.state == RecipientState.ACCEPTED
        is_read_now = recipient.state == RecipientState.DELIVERED and outcome.delivered
        if is_open or is_read_now:
            values["channel"] = outcome.channel
            values["status"] = outcome.status or recipient.status
        values["rejected_status"] = recipient.rejected_status or outcome.rejected_status
        # While a hybrid is under way, its price may still change.
        if recipient.price is None and outcome.is_final_for(self._message):
            values["price"] = outcome.price
        return values

    def _move(self, target: RecipientState, rows: Sequence[Mapping[str, Any]]) -> None:
        move = Move(self._campaign.id, RecipientState.ACCEPTED, target)
        columns = [*_COLUMNS, RECIPIENT.c.settled_at]
        move_each(self._connection, move, columns, _values_in_order(columns, rows))

    def _change_columns(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Change columns of recipients whose state stays."""
        update_rows(
            self._connection,
            [*_COLUMNS, RECIPIENT.c.position],
            _values_in_order(_COLUMNS, rows),
            among={RECIPIENT.c.campaign_id: self._campaign.id},
        )

    def _change_sums(self, recipients: Sequence[sa.Row[Any]]) -> None:
        """The money that is known now, and failures, in the row of the campaign."""
        prices = HighestPrices(self._message)
        counting_from = self._counting_from()
        spent = _NOTHING
        released = _NOTHING
        failures = 0
        for recipient in recipients:
            outcome = self._outcomes[recipient.message_id]
            if not outcome.is_final_for(self._message):
                continue
            if outcome.price is not None and recipient.price is None:
                spent += outcome.price
                released += prices.of(recipient.segments)
            is_open = recipient.state == RecipientState.ACCEPTED
            if is_open and not outcome.delivered and recipient.sent_at >= counting_from:
                failures += 1
        if spent or released or failures:
            self._connection.execute(
                CAMPAIGN.update()
                .where(CAMPAIGN.c.id == self._campaign.id)
                .values(
                    cost_spent=self._campaign.cost_spent + spent,
                    cost_reserved=self._campaign.cost_reserved - released,
                    failures_since=self._campaign.failures_since + failures,
                )
            )

    def _counting_from(self) -> dt.datetime:
        """When it was started or resumed last: of the failures before, its user knows."""
        select = sa.select(sa.func.max(EVENT.c.at)).where(
            EVENT.c.campaign_id == self._campaign.id, EVENT.c.kind.in_(_COUNTING_FROM)
        )
        moment: dt.datetime | None = self._connection.scalar(select)
        return moment or dt.datetime.min.replace(tzinfo=dt.UTC)


def _present_values(recipient: sa.Row[Any]) -> dict[str, Any]:
    values: dict[str, Any] = {"position": recipient.position}
    for column in _COLUMNS:
        values[column.name] = getattr(recipient, column.name)
    return values


def _values_in_order(columns: Columns, rows: Sequence[Mapping[str, Any]]) -> Rows:
    """The values of these columns, and the position, of each row."""
    names = [*(column.name for column in columns), "position"]
    return [tuple(row[name] for name in names) for row in rows]
