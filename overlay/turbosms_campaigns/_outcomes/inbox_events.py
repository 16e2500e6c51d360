"""Takes outcomes and replies from an inbox of webhooks.

Reports come by the hundred a second, so they are collected for a moment and stored together. Those
that a crash takes with it are found by polling.
"""

import logging
import threading
import time
from typing import Final

import sqlalchemy as sa

from turbosms_languages import _
from turbosms_webhooks import DeliveryReport, Event, IncomingMessage

from .._model.states import RecipientState
from .._model.worker_settings import WorkerSettings
from .._storage.clock import read_clock
from .._storage.context import Context
from .._storage.many_rows import is_any_of
from .._storage.tables import CHUNK, RECIPIENT
from .message_outcomes import MessageOutcome, outcome_of_report
from .replies import is_stop, suppress_who_said_stop
from .settling import lock_campaigns_of, settle
from .stray_reports import keep_strays

_LOGGER: Final = logging.getLogger("turbosms_campaigns")
_MOST_TOGETHER: Final = 1_000


class InboxEvents:
    """The handler for `WebhookInbox.run`, and what stores the reports that it has collected."""

    def __init__(self, context: Context, settings: WorkerSettings) -> None:
        self._context = context
        self._settings = settings
        self._collected: list[MessageOutcome] = []
        self._since = time.monotonic()
        self._lock = threading.Lock()
        self._storing = threading.Lock()

    def handle(self, event: Event) -> None:
        """Take an event. If it raises, the inbox passes it on again later."""
        if isinstance(event, DeliveryReport):
            if self._is_full():
                # If that fails, the event stays in the inbox, so that memory does not grow.
                self.store()
            with self._lock:
                if not self._collected:
                    self._since = time.monotonic()
                self._collected.append(outcome_of_report(event))
            if self._is_full():
                self.store()
        elif isinstance(event, IncomingMessage) and is_stop(event.message):
            is_suppressed = suppress_who_said_stop(self._context, event)
            if not is_suppressed:
                _LOGGER.warning(_("somebody replied STOP, but their number cannot be found out"))

    def _is_full(self) -> bool:
        with self._lock:
            return len(self._collected) >= _MOST_TOGETHER

    def store_if_due(self) -> None:
        """Store what has been collected for long enough."""
        if time.monotonic() - self._since >= self._settings.reports:
            self.store()

    def store(self) -> None:
        """Store what was collected. If that fails, it stays collected."""
        # One after the other: a report must not overtake an earlier one of the same message.
        with self._storing:
            with self._lock:
                collected = self._collected
                self._collected = []
            if not collected:
                return
            try:
                self._store(collected)
            except BaseException:
                with self._lock:
                    self._collected = collected + self._collected
                raise

    def _store(self, outcomes: list[MessageOutcome]) -> None:
        message_ids = [outcome.message_id for outcome in outcomes]
        with self._context.database.writing() as connection:
            lock_campaigns_of(connection, message_ids)
            # In their order, and those of one message in different turns.
            for turn in _turns(outcomes):
                strangers = settle(connection, turn.values())
                keep_strays(connection, (turn[message_id] for message_id in strangers))
            _ask_now_for_prices(connection, message_ids)


def _turns(outcomes: list[MessageOutcome]) -> list[dict[str, MessageOutcome]]:
    """Outcomes by message, so that no turn has two of one."""
    turns: list[dict[str, MessageOutcome]] = []
    for outcome in outcomes:
        turn = next((turn for turn in turns if outcome.message_id not in turn), None)
        if turn is None:
            turn = {}
            turns.append(turn)
        turn[outcome.message_id] = outcome
    return turns


def _ask_now_for_prices(connection: sa.Connection, message_ids: list[str]) -> None:
    """If nobody of a chunk is open any more, its prices are all that is missing."""
    touched = connection.execute(
        sa.select(RECIPIENT.c.campaign_id, RECIPIENT.c.chunk)
        .where(is_any_of(connection, RECIPIENT.c.message_id, message_ids))
        .distinct()
        .order_by(RECIPIENT.c.campaign_id, RECIPIENT.c.chunk)
    ).all()
    now = read_clock(connection)
    for campaign_id, number in touched:
        is_anybody_open = sa.exists().where(
            RECIPIENT.c.campaign_id == campaign_id,
            RECIPIENT.c.position.between(CHUNK.c.first_position, CHUNK.c.last_position),
            RECIPIENT.c.chunk == number,
            RECIPIENT.c.state == RecipientState.ACCEPTED,
        )
        connection.execute(
            CHUNK.update()
            .where(CHUNK.c.campaign_id == campaign_id, CHUNK.c.number == number)
            .where(CHUNK.c.unsettled > 0, ~is_anybody_open)
            .values(next_poll_at=now)
        )
