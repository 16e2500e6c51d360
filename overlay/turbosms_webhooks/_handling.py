"""Handles what was stored, in the order of arrival for each message."""

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from turbosms_api.webhook_events import ButtonClick, DeliveryReport, IncomingMessage
from turbosms_webhooks._counts import Counts
from turbosms_webhooks._database import transaction
from turbosms_webhooks._events import Event
from turbosms_webhooks._order import advances
from turbosms_webhooks._records import events_of

_LOGGER: Final = logging.getLogger("turbosms_webhooks")
_CALLS_AT_ONCE: Final = 500
_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 60.0
#: If so many messages wait for another try, it is the handler that does not work.
_MOST_FAILING: Final = 1_000

Handler: TypeAlias = Callable[[Event], object]
Subject: TypeAlias = tuple[str, str]
"""What the order is kept for: a message on a channel, a chat, or else the call itself."""


class _Call(NamedTuple):
    number: int
    events: Sequence[Event]
    handled: int


class _Failure(NamedTuple):
    times: int
    try_again_at: float


class EventHandling:
    """Passes stored events to a handler, each at least once.

    An event whose handler raised is tried again after a pause, and with it waits whatever came
    later for the same message or chat. The others go on.
    """

    def __init__(self, connection: sqlite3.Connection, handler: Handler, counts: Counts) -> None:
        # Here a commit need not wait for the disk: what a power failure undoes is handled again.
        connection.execute("PRAGMA synchronous = NORMAL")
        self._connection = connection
        self._handler = handler
        self._counts = counts
        self._failures: dict[Subject, _Failure] = {}

    def handle_waiting(self, is_stopped: Callable[[], bool]) -> bool:
        """Handle everything that waits and may be tried; whether anything was handled."""
        some_were_handled = False
        blocked: set[Subject] = set()
        for call in self._waiting_calls():
            if is_stopped() or len(self._failures) >= _MOST_FAILING:
                break
            some_were_handled |= self._handle(call, blocked)
        if len(self._failures) >= _MOST_FAILING:
            self._forget_failures_that_are_over()
        return some_were_handled

    def seconds_to_next_try(self) -> float | None:
        """When something that failed may be tried again; None if nothing has."""
        if not self._failures:
            return None
        earliest = min(failure.try_again_at for failure in self._failures.values())
        return max(0.0, earliest - time.monotonic())

    def _waiting_calls(self) -> Iterator[_Call]:
        last = 0
        select = (
            "SELECT number, content, handled FROM calls "
            "WHERE content IS NOT NULL AND number > ? ORDER BY number LIMIT ?"
        )
        while rows := self._connection.execute(select, (last, _CALLS_AT_ONCE)).fetchall():
            for number, content, handled in rows:
                yield _Call(number, events_of(content), handled)
            last = rows[-1][0]

    def _handle(self, call: _Call, blocked: set[Subject]) -> bool:
        """Handle the events of a call up to one that has to wait; whether there was any."""
        start = call.handled
        for index in range(start, len(call.events)):
            subject = _subject(call, index)
            may_be_tried = not self._has_to_wait(subject, blocked)
            if not (may_be_tried and self._try(call, index, subject)):
                blocked.update(_subject(call, later) for later in range(index, len(call.events)))
                return index > start
        return True

    def _has_to_wait(self, subject: Subject, blocked: set[Subject]) -> bool:
        if subject in blocked:
            return True
        failure = self._failures.get(subject)
        return failure is not None and failure.try_again_at > time.monotonic()

    def _try(self, call: _Call, index: int, subject: Subject) -> bool:
        """Pass an event on, and note that; whether it is done with."""
        event = call.events[index]
        is_late = isinstance(event, DeliveryReport) and not self._is_news(event)
        if not is_late:
            try:
                self._handler(event)
            except Exception as error:
                # Its text may have a number or a text of the event in it.
                _LOGGER.warning("the handler of events raised %s", type(error).__name__)
                self._note_failure(subject)
                return False
        self._failures.pop(subject, None)
        self._note_handled(call, index + 1, None if is_late else event)
        self._counts.add("late" if is_late else "handled")
        return True

    def _note_failure(self, subject: Subject) -> None:
        self._counts.add("failed")
        before = self._failures.get(subject)
        times = before.times + 1 if before is not None else 1
        pause = min(_FIRST_PAUSE * 2 ** min(times - 1, 10), _LONGEST_PAUSE)
        self._failures[subject] = _Failure(times, time.monotonic() + pause)

    def _forget_failures_that_are_over(self) -> None:
        now = time.monotonic()
        waiting = {key: each for key, each in self._failures.items() if each.try_again_at > now}
        self._failures = waiting

    def _is_news(self, report: DeliveryReport) -> bool:
        select = "SELECT status FROM messages WHERE channel = ? AND message_id = ?"
        row = self._connection.execute(select, (report.channel, _key(report.message_id))).fetchone()
        return advances(row[0] if row is not None else None, report.status)

    def _note_handled(self, call: _Call, handled: int, event: Event | None) -> None:
        is_done = handled == len(call.events)
        keep = "NULL" if is_done else "content"
        update = f"UPDATE calls SET handled = ?, content = {keep} WHERE number = ?"  # noqa: S608
        with transaction(self._connection):
            if isinstance(event, DeliveryReport):
                self._note_status(event)
            self._connection.execute(update, (handled, call.number))

    def _note_status(self, report: DeliveryReport) -> None:
        insert = (
            "INSERT OR REPLACE INTO messages (channel, message_id, status, final, delivered) "
            "VALUES (?, ?, ?, ?, ?)"
        )
        message_id = _key(report.message_id)
        status = _key(report.status)
        values = (report.channel, message_id, status, report.final, report.delivered)
        self._connection.execute(insert, values)


def _subject(call: _Call, index: int) -> Subject:
    event = call.events[index]
    if isinstance(event, (DeliveryReport, ButtonClick)) and event.message_id is not None:
        return (event.channel, event.message_id.lower())
    if isinstance(event, IncomingMessage) and event.chat_id is not None:
        return ("chat", str(event.chat_id))
    return ("call", str(call.number))


def _key(text: str) -> str:
    """A text as SQLite takes it; half a character of UTF-16, which JSON may have, it does not."""
    return text.encode("utf-8", "replace").decode()
