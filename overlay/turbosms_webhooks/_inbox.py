"""Stores calls first, answers at once, and handles them later."""

import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from datetime import timedelta
from inspect import iscoroutinefunction
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from turbosms_webhooks._handling import forgetting, message_statuses, reconciling
from turbosms_webhooks._handling.event_run import EventRun
from turbosms_webhooks._handling.reconciling import StatusClient
from turbosms_webhooks._handling.waiting_events import count_waiting
from turbosms_webhooks._processes.counts import Counts
from turbosms_webhooks._processes.news import News
from turbosms_webhooks._processes.run_lock import RunLock
from turbosms_webhooks._receiving.errors import WebhookError
from turbosms_webhooks._receiving.events import Event
from turbosms_webhooks._receiving.receiver import WebhookReceiver
from turbosms_webhooks._storing.database import check, opened
from turbosms_webhooks._storing.records import record_of_callback
from turbosms_webhooks._storing.writer import CallWriter, Stored

_ENDED: Final = "the inbox is closed"


class WebhookInbox:
    """A file in which every call is stored before it is answered, so that none is lost.

    `accept` stores a call and answers; `run` passes the events on, in the same process or in
    another one. Threads and processes may share a file, and a process that forks may use the inbox
    before and after.
    """

    def __init__(self, path: str | os.PathLike[str], receiver: WebhookReceiver) -> None:
        """Open the file, or make it, readable by its owner alone.

        It has to be on a disk of this machine: SQLite cannot share files of a network.

        Raises:
            sqlite3.Error: it is no inbox, or that of a later version, or cannot be written.
            OSError: it cannot be made.
        """
        # Neither another working directory later on nor a second name leads to another file, and
        # SQLite takes no part of the name for anything else.
        self._path = Path(path).resolve()
        self._receiver = receiver
        self._counts = Counts()
        self._news = News()
        self._is_closed = False
        self._lock = RunLock(self._path)
        check(self._path)
        self._writer = CallWriter(self._path, self._note_outcomes)

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
            answer.set_result(error.http_status)
        else:
            self._writer.store(record_of_callback(callback), answer)
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

        While the file cannot be read or written, it tries again and says so in the log.

        Args:
            handler: called with each event. If it raises, the event is tried again after 1, 2, 4, …
                up to 60 seconds, for as long as it takes. An exception that is no `Exception`, such
                as KeyboardInterrupt, ends the run; the event is passed on again by the next one.
            until_idle: return when nothing waits that has not failed.
            stop: once it is set, or the inbox is closed, the run ends after the event at hand.

        Raises:
            TypeError: the handler is a coroutine function, which only the ASGI app can await.
            sqlite3.Error, OSError: with `until_idle`, the file cannot be read or written.
        """
        if iscoroutinefunction(handler):
            raise TypeError("the handler is a coroutine function: only the ASGI app can await it")
        run = EventRun(
            self._path,
            handler=handler,
            lock=self._lock,
            news=self._news,
            counts=self._counts,
            is_stopped=lambda: self._is_closed or (stop is not None and stop.is_set()),
        )
        if until_idle:
            run.until_idle()
        else:
            run.until_stopped()

    def expect(self, message_ids: Iterable[str]) -> None:
        """Note messages that were sent, so that `reconcile` asks even if no report comes.

        Raises:
            TypeError: it is a single text.
            sqlite3.Error: the file cannot be written.
        """
        self._refuse_if_closed()
        if isinstance(message_ids, str):
            raise TypeError("message_ids is a single text: pass a list of ids")
        with opened(self._path) as database, database.transaction() as connection:
            message_statuses.expect(connection, message_ids)

    def open_messages(self) -> list[str]:
        """The ids of messages that have no final status yet."""
        self._refuse_if_closed()
        with opened(self._path) as database, database.connection() as connection:
            return message_statuses.open_messages(connection)

    def count_waiting(self) -> int:
        """The number of events that are not handled yet, those of other processes too."""
        self._refuse_if_closed()
        with opened(self._path) as database, database.connection() as connection:
            return count_waiting(connection)

    def reconcile(self, client: StatusClient) -> int:
        """Ask message/status for what has no final status; how many answers were new.

        What is new is passed to the handler by `run`, like a report of the service.

        Args:
            client: a `turbosms_client.TurboSMS`.

        Raises:
            sqlite3.Error: the file cannot be written.
            turbosms_client.TurboSMSError: the client failed; the answers until then are stored.
        """
        self._refuse_if_closed()
        try:
            return reconciling.reconcile(self._path, client)
        finally:
            self._news.tell()

    def forget(self, older_than: timedelta) -> int:
        """Delete what is known of calls and messages of long ago; how many calls.

        Until then the ids of calls are kept, since one that comes again counts only once and must
        not bring other data; so is the last status of each message. Events that wait for the
        handler are never deleted. Call it once a day, for example, so that the file stops growing;
        it does not shrink.

        Args:
            older_than: how long ago, at least a day.

        Raises:
            ValueError: it is less than a day.
            sqlite3.Error: the file cannot be written.
        """
        self._refuse_if_closed()
        return forgetting.forget(self._path, older_than)

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
        self._news.tell()

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

    def _note_outcomes(self, outcomes: Sequence[Stored]) -> None:
        self._counts.add_all(outcome.count for outcome in outcomes)
        if Stored.NEW in outcomes:
            self._news.tell()

    def _refuse_if_closed(self) -> None:
        if self._is_closed:
            raise RuntimeError(_ENDED)
