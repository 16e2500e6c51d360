"""A worker: claims chunks, sends them, and finds out what became of them, until it is stopped."""

import dataclasses
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from turbosms_languages import _

from .._model.errors import WorkerError
from .._model.worker_settings import WorkerSettings
from .._outcomes.inbox_events import InboxEvents
from .._outcomes.polling import poll_due_chunks
from .._outcomes.unknown_recipients import look_at_strays
from .._sending.claiming import Claimant
from .._sending.due_chunks import is_any_outcome_open, is_anything_left_to_send
from .._sending.leases import Leases, relieve
from .._storage import steady_clock
from .._storage.context import Context
from .chunk_work import ChunkWork
from .dispatcher import Dispatcher
from .heartbeats import Heartbeats, executor_id_for
from .patience import Loop, Pauses, StoppedError, log_failure, persist, thread_goes_on
from .run_lock import RunLock

if TYPE_CHECKING:
    from turbosms_webhooks import WebhookInbox

    from .dbos_queue import ChunkQueue

_LOGGER: Final = logging.getLogger("turbosms_campaigns")
_SHORTEST_PAUSE: Final = 0.1
_SECONDS_AFTER_INBOX_FAILED: Final = 1.0
_ONE_WORKER: Final = threading.Lock()
"""A process can have only one engine."""


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """How a worker works, and until when."""

    stop: threading.Event = field(default_factory=threading.Event)
    until_idle: bool = False
    concurrency: int = 2
    outcomes_timeout: float | None = None
    on_waiting: Callable[[], object] = _nothing
    """Called once if another process works on the file, and this one waits."""
    settings: WorkerSettings = field(default_factory=WorkerSettings)


def run_worker(context: Context, options: WorkerOptions) -> None:
    """Work until `stop` is set, or with `until_idle` until there is nothing more to do.

    Raises:
        WorkerError: a worker runs in this process already, or the engine cannot use the database.
    """
    if not _ONE_WORKER.acquire(blocking=False):
        raise WorkerError(_("A worker runs in this process already: start another process."))
    try:
        if not context.database.is_sqlite:
            _run(context, options)
            return
        lock = RunLock(Path(context.database.url.database or ""))
        if lock.acquire(_waiting_pause(options)):
            try:
                _run(context, options)
            finally:
                lock.release()
    finally:
        _ONE_WORKER.release()


def _run(context: Context, options: WorkerOptions) -> None:
    try:
        _Worker(context, options).run()
    except StoppedError:
        _LOGGER.info(_("stopped before the worker could begin"))


def _waiting_pause(options: WorkerOptions) -> Callable[[float], bool]:
    """Waits between two attempts to get the lock, and tells the first time."""
    told = threading.Event()

    def pause(seconds: float) -> bool:
        if not told.is_set():
            told.set()
            _LOGGER.warning(_("another process works on this file; waiting until it ends"))
            options.on_waiting()
        return not options.stop.wait(seconds)

    return pause


class _Worker:
    """One run of a worker: everything that it has is made for it, and ends with it."""

    def __init__(self, context: Context, options: WorkerOptions) -> None:
        self._context = context
        self._options = options
        settings = options.settings
        if context.inbox is not None:
            first = settings.first_poll_with_inbox
            settings = dataclasses.replace(settings, first_poll=first, first_poll_of_few=first)
        self._settings = settings
        self._executor_id = executor_id_for(context.database)
        self._heartbeats = Heartbeats(
            context.database, self._executor_id, options.concurrency, settings
        )
        self._leases = Leases(context.database, settings)
        claimant = Claimant(self._executor_id, settings)
        self._work = ChunkWork(context, claimant, self._leases, options.concurrency)
        self._is_ending = threading.Event()
        self._sent_since: float | None = None
        """Since when nothing is left to send, by the monotonic clock."""

    def run(self) -> None:
        # Slow to import, and needed by workers alone.
        from .dbos_queue import ChunkQueue  # noqa: PLC0415

        database = self._context.database
        queue = ChunkQueue(database, self._executor_id, self._settings.queue_polling)
        with ExitStack() as stack:
            self._persist(self._begin)
            stack.callback(self._end_heartbeats)
            # Also if this start fails: the engine may have begun with what a killed worker left.
            stack.callback(self._work.abandon)
            self._persist(lambda: self._start_queue(queue))
            stack.callback(queue.stop)
            self._start_loops(stack, queue)
            # Before the loops end: they renew the claims of calls that are waited for.
            stack.callback(self._work.abandon)
            stack.callback(self._work.stop)
            stack.callback(self._is_ending.set)
            self._dispatch(
                Dispatcher(database, queue, self._heartbeats, self._leases, self._settings)
            )

    def _persist(self, action: Callable[[], None]) -> None:
        persist(action, self._options.stop, _("the worker waits for the database"))

    def _begin(self) -> None:
        if self._context.database.is_sqlite:
            # The lock says that no other worker is alive.
            relieve(self._context.database, self._settings, all_owners=True)
        self._heartbeats.begin()

    def _start_queue(self, queue: "ChunkQueue") -> None:
        # One chunk more than are sent at once: it is at hand when another one is done.
        queue.start(self._work.do, max(self._heartbeats.alive().values()) + 1)

    def _start_loops(self, stack: ExitStack, queue: "ChunkQueue") -> None:
        loops = [
            Loop("leases", self._settings.renewal, self._leases.renew),
            Loop("heartbeats", self._settings.heartbeat, lambda: self._beat(queue)),
            Loop("polling", self._settings.dispatch, self._poll),
        ]
        inbox = self._context.inbox
        if inbox is not None:
            events = InboxEvents(self._context, self._settings)
            stack.callback(_store, events)
            loops.append(Loop("reports", self._settings.reports, events.store_if_due))
            loops.append(Loop("strays", self._settings.strays, self._look_at_strays))
            _start_inbox(stack, inbox, events)
        for loop in loops:
            loop.start()
            stack.callback(loop.stop)

    def _dispatch(self, dispatcher: Dispatcher) -> None:
        """Look at what is due whenever a chunk is done, and every second."""
        pauses = Pauses()
        while not self._options.stop.is_set():
            self._work.done.clear()
            try:
                seconds = dispatcher.look()
                if self._options.until_idle and self._is_idle():
                    return
                pauses.reset()
            except Exception as error:
                log_failure("dispatching", error)
                self._options.stop.wait(pauses.after_failure())
                continue
            self._wait(seconds)

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        self._options.stop.wait(min(seconds, _SHORTEST_PAUSE))
        while not (self._options.stop.is_set() or self._work.done.is_set()):
            left = until - time.monotonic()
            if left <= 0:
                return
            self._options.stop.wait(min(left, _SHORTEST_PAUSE))

    def _is_idle(self) -> bool:
        database = self._context.database
        if is_anything_left_to_send(database):
            self._sent_since = None
            return False
        if not is_any_outcome_open(database):
            return True
        now = time.monotonic()
        if self._sent_since is None:
            self._sent_since = now
        timeout = self._options.outcomes_timeout
        return timeout is not None and now - self._sent_since >= timeout

    def _beat(self, queue: "ChunkQueue") -> None:
        database = self._context.database
        self._heartbeats.beat()
        with database.writing() as connection:
            steady_clock.advance(connection)
        if database.is_sqlite:
            return
        for executor_id in self._heartbeats.silent():
            taken = queue.take_over_from(executor_id)
            self._heartbeats.note_death(executor_id)
            _LOGGER.warning(_("worker %s is silent; taken over: %d"), executor_id, taken)

    def _poll(self) -> None:
        while poll_due_chunks(self._context, self._settings, self._is_ending):
            pass

    def _look_at_strays(self) -> None:
        look_at_strays(self._context, self._settings)

    def _end_heartbeats(self) -> None:
        try:
            self._heartbeats.end()
        except sa.exc.SQLAlchemyError as error:
            log_failure(_("the end of this worker could not be stored"), error)


def _store(events: InboxEvents) -> None:
    try:
        events.store()
    except sa.exc.SQLAlchemyError as error:
        log_failure(_("reports could not be stored; they will be asked for"), error)


def _start_inbox(stack: ExitStack, inbox: "WebhookInbox", events: InboxEvents) -> None:
    """Take events from the inbox, in a thread that ends with the stack."""
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            with thread_goes_on():
                _run_inbox(inbox, events, stop)
            stop.wait(_SECONDS_AFTER_INBOX_FAILED)

    thread = threading.Thread(target=run, name="turbosms-inbox", daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        thread.join()

    stack.callback(end)


def _run_inbox(inbox: "WebhookInbox", events: InboxEvents, stop: threading.Event) -> None:
    try:
        inbox.run(events.handle, stop=stop)
    except (sqlite3.Error, OSError) as error:
        _LOGGER.warning(_("the inbox cannot be read: %s"), type(error).__name__)
