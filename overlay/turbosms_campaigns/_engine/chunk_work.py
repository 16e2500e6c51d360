"""What a worker does for one chunk: claim, call, record."""

import logging
import threading
from decimal import Decimal
from queue import SimpleQueue
from typing import Final

from turbosms_languages import _

from .._sending.calling import make_call
from .._sending.claiming import Claim, Claimant, begin_call, claim, needs_balance
from .._sending.leases import Leases
from .._sending.recording import record
from .._sending.setbacks import note_setback
from .._storage.chunk_rows import ChunkKey
from .._storage.context import Context
from .patience import StoppedError, is_database_failure, log_failure, persist, thread_goes_on

_LOGGER: Final = logging.getLogger("turbosms_campaigns")


class _Job:
    """The work for a chunk. Each is another one, since a chunk may be at hand twice."""

    def __init__(self, key: ChunkKey) -> None:
        self.key = key


class ChunkWork:
    """Does the work for chunks, for some of them at once; the others wait for their turn.

    It has threads of its own. Python waits at its end for those of the engine, but not for these,
    whose calls may hang. They are kept: glibc spreads new threads over several arenas of memory,
    and each arena would grow to what a chunk needs.
    """

    def __init__(self, context: Context, claimant: Claimant, leases: Leases, at_once: int) -> None:
        self._context = context
        self._claimant = claimant
        self._leases = leases
        self._at_once = at_once
        self._turns = threading.Semaphore(at_once)
        self._is_stopping = threading.Event()
        self._is_abandoned = False
        self._threads: list[threading.Thread] = []
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        """What the threads are to do; None ends the one that takes it."""
        self._at_hand: set[_Job] = set()
        self._changed = threading.Condition()
        self.done = threading.Event()
        """Set whenever the work for a chunk has ended."""

    def do(self, key: ChunkKey) -> None:
        """Do what is to be done for a chunk now. Never raises: what is left is done later."""
        job = _Job(key)
        with self._turns, self._changed:
            if self._is_stopping.is_set():
                return
            if len(self._threads) < self._at_once:
                self._start_thread()
            self._at_hand.add(job)
            self._jobs.put(job)
            self._changed.wait_for(lambda: job not in self._at_hand or self._is_abandoned)

    def stop(self) -> None:
        """Begin nothing more, and wait for the chunks at hand."""
        with self._changed:
            self._is_stopping.set()
            if self._at_hand:
                _LOGGER.info(_("finishing the chunks at hand"))
            self._changed.wait_for(lambda: not self._at_hand)

    def abandon(self) -> None:
        """Leave the answers of the chunks that are still at hand to the next worker.

        After `stop`, wherever that was interrupted: otherwise the threads of the engine and those
        of the chunks wait forever. A second time does nothing more.
        """
        # At once: nothing may follow what ends the threads.
        self._is_stopping.set()
        with self._changed:
            self._is_abandoned = True
            self._changed.notify_all()
            for _thread in self._threads:
                self._jobs.put(None)

    def _start_thread(self) -> None:
        thread = threading.Thread(target=self._take_jobs, name="turbosms-chunks", daemon=True)
        thread.start()
        self._threads.append(thread)

    def _take_jobs(self) -> None:
        while True:
            job = self._jobs.get()
            if job is None:
                return
            with thread_goes_on():
                self._do_job(job)

    def _do_job(self, job: _Job) -> None:
        try:
            self._do(job.key)
        except StoppedError:
            _LOGGER.warning(_("stopped before the answer to a chunk could be stored"))
        except Exception as error:
            self._take_setback(job.key, error)
        finally:
            with self._changed:
                self._at_hand.remove(job)
                self._changed.notify_all()
            self.done.set()

    def _do(self, key: ChunkKey) -> None:
        database = self._context.database
        claimed = self._claim(key)
        if claimed is None:
            return
        with self._leases.held(claimed):
            if not begin_call(database, claimed):
                return
            settings = self._claimant.settings
            outcomes = make_call(
                self._context.client,
                claimed.call,
                claimed.sequence_id,
                longest=settings.longest_call,
            )
            is_stored = persist(
                lambda: record(database, claimed, outcomes, settings),
                self._is_stopping,
                _("the answer to a chunk waits to be stored"),
            )
        if not is_stored:
            _LOGGER.info(_("another worker has taken a chunk over; it learns the same"))

    def _claim(self, key: ChunkKey) -> Claim | None:
        database = self._context.database
        balance: Decimal | None = None
        if needs_balance(database, key):
            balance = self._context.client.user.balance()
        return claim(database, key, self._claimant, balance)

    def _take_setback(self, key: ChunkKey, error: Exception) -> None:
        """Let the campaign wait, unless it is the database that does not answer."""
        log_failure(_("a chunk waits"), error)
        if is_database_failure(error):
            return
        try:
            note_setback(self._context.database, key.campaign_id, self._claimant.settings, error)
        except Exception as database_error:
            log_failure(_("a chunk waits"), database_error)
