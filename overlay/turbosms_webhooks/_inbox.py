"""Stores calls first, answers at once, and handles them later."""

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from turbosms_webhooks._counts import Counts
from turbosms_webhooks._database import connect, transaction, waiting_calls
from turbosms_webhooks._errors import WebhookError
from turbosms_webhooks._events import Event
from turbosms_webhooks._handling import EventHandling
from turbosms_webhooks._receiver import WebhookReceiver
from turbosms_webhooks._reconciling import StatusClient, ask, open_messages, record_of
from turbosms_webhooks._records import record_of_callback
from turbosms_webhooks._run_lock import RunLock
from turbosms_webhooks._writer import CallWriter, Stored, store_all

_OK: Final = 200
_BAD_REQUEST: Final = 400
_UNAUTHORIZED: Final = 401
_UNAVAILABLE: Final = 503
_STATUS_OF_OUTCOME: Final = {
    Stored.NEW: _OK,
    Stored.REPEATED: _OK,
    Stored.OTHER_DATA: _BAD_REQUEST,
    Stored.NOT_STORED: _UNAVAILABLE,
}
_UNAUTHORIZED_REASONS: Final = ("basic_auth", "no_signature", "bad_signature")
#: Another process may have stored something.
_SECONDS_BETWEEN_LOOKS: Final = 1.0
_ENDED: Final = "the inbox is closed"


class WebhookInbox:
    """A file in which every call is stored before it is answered, so that none is lost.

    `accept` stores a call and answers; `run` passes the events on, in the same process or in
    another one. Threads and processes may share a file.
    """

    def __init__(self, path: str | os.PathLike[str], receiver: WebhookReceiver) -> None:
        """Open the file, or make it; it is readable by its owner alone.

        Raises:
            sqlite3.Error: it is no inbox, or that of a later version.
            OSError: it cannot be made.
        """
        self._path = Path(path)
        self._receiver = receiver
        self._counts = Counts()
        self._something_new = threading.Condition()
        self._news = 0
        self._is_closed = False
        self._lock = RunLock(self._path)
        connect(self._path).close()
        self._writer = CallWriter(self._path, self._tell_of_news)

    def accept(
        self, body: bytes, content_type: str | None = None, authorization: str | None = None
    ) -> int:
        """Store a call; the HTTP status to answer with.

        200 once it is on the disk, and for one that was stored before. 400 for what is no call of
        the service, or has the id of another one; 401 for a wrong signature, login or password; 503
        if it cannot be stored now, so that the service repeats it.
        """
        return self.submit(body, content_type, authorization).result()

    def submit(
        self, body: bytes, content_type: str | None = None, authorization: str | None = None
    ) -> "Future[int]":
        """The same without waiting, for event loops: a future of the status."""
        answer: Future[int] = Future()
        answer.set_running_or_notify_cancel()  # who gives up must not end the thread that stores
        try:
            callback = self._receiver.parse(body, content_type, authorization)
        except WebhookError as error:
            self._counts.add(error.reason)
            is_unauthorized = error.reason in _UNAUTHORIZED_REASONS
            answer.set_result(_UNAUTHORIZED if is_unauthorized else _BAD_REQUEST)
            return answer
        self._writer.store(
            record_of_callback(callback),
            lambda outcome: answer.set_result(self._status_of(outcome)),
        )
        return answer

    def run(
        self,
        handler: Callable[[Event], object],
        *,
        until_idle: bool = False,
        stop: threading.Event | None = None,
    ) -> None:
        """Pass the events to a handler, one after the other, until it is stopped.

        Each event is passed on at least once: again after the handler raised, and perhaps again
        after the process was killed. Those of one message come in order, and a report that is
        behind the known status of its message is left out. One process at a time runs; others wait
        for it to end.

        Args:
            handler: called with each event. If it raises, the event is tried again after 1, 2, 4, …
                up to 60 seconds.
            until_idle: return when nothing waits that has not failed.
            stop: once it is set, or the inbox is closed, the run ends after the event at hand.
        """
        ended = stop if stop is not None else threading.Event()

        def is_stopped() -> bool:
            return ended.is_set() or self._is_closed

        def pause(seconds: float) -> bool:
            self._wait(self._news, seconds)
            return not is_stopped()

        if not self._lock.acquire(pause):
            return
        try:
            with closing(connect(self._path)) as connection:
                handling = EventHandling(connection, handler, self._counts)
                self._run(handling, is_stopped, until_idle=until_idle)
        finally:
            self._lock.release()

    def expect(self, message_ids: Iterable[str]) -> None:
        """Note messages that were sent, so that `reconcile` asks even if no report comes."""
        self._refuse_if_closed()
        ids = [(message_id.lower(),) for message_id in message_ids]
        with closing(connect(self._path)) as connection, transaction(connection):
            connection.executemany("INSERT OR IGNORE INTO expected VALUES (?)", ids)

    def open_messages(self) -> list[str]:
        """The ids of messages that have no final status yet."""
        self._refuse_if_closed()
        with closing(connect(self._path)) as connection:
            return open_messages(connection)

    def reconcile(self, client: StatusClient) -> int:
        """Ask message/status for what has no final status; how many answers were new.

        What is new is passed to the handler by `run`, like a report of the service.

        Args:
            client: a `turbosms_client.TurboSMS`.
        """
        self._refuse_if_closed()
        with closing(connect(self._path)) as connection:
            states = list(ask(client, open_messages(connection)))
            records = [record for state in states if (record := record_of(state)) is not None]
            outcomes = store_all(connection, records)
            settled = [(state.message_id,) for state in states if state.final]
            with transaction(connection):
                connection.executemany("DELETE FROM expected WHERE message_id = ?", settled)
        if Stored.NEW in outcomes:
            self._tell_of_news()
        return outcomes.count(Stored.NEW)

    def count_waiting(self) -> int:
        """The number of calls of which not all events are handled, those of earlier runs too."""
        self._refuse_if_closed()
        with closing(connect(self._path)) as connection:
            return waiting_calls(connection)

    @property
    def counts(self) -> Mapping[str, int]:
        """What this process has seen, by names that never change.

        `accepted`, `repeated`, `other_data` (the id of another call), `not_stored`, the reasons of
        WebhookError, and `handled`, `late`, `failed`; apps add `hung_up`.
        """
        return self._counts.copy()

    def close(self) -> None:
        """Store what is on its way, end `run` after its event, and accept nothing more."""
        self._is_closed = True
        self._writer.close()
        self._tell_of_news()

    def note_hang_up(self) -> None:
        """Count a caller that went away before its call was complete."""
        self._counts.add("hung_up")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"WebhookInbox({self._path.name!r})"

    def _status_of(self, outcome: Stored) -> int:
        self._counts.add(outcome.value)
        return _STATUS_OF_OUTCOME[outcome]

    def _run(
        self, handling: EventHandling, is_stopped: Callable[[], bool], *, until_idle: bool
    ) -> None:
        while not is_stopped():
            news = self._news
            if handling.handle_waiting(is_stopped):
                continue
            if until_idle:
                return
            seconds = _SECONDS_BETWEEN_LOOKS
            next_try = handling.seconds_to_next_try()
            if next_try is not None:
                seconds = min(seconds, max(next_try, 0.01))
            self._wait(news, seconds)

    def _tell_of_news(self) -> None:
        with self._something_new:
            self._news += 1
            self._something_new.notify_all()

    def _wait(self, news: int, seconds: float) -> None:
        """Wait until there is more news than that, or the time is over."""
        with self._something_new:
            self._something_new.wait_for(lambda: self._news > news, seconds)

    def _refuse_if_closed(self) -> None:
        if self._is_closed:
            raise RuntimeError(_ENDED)
