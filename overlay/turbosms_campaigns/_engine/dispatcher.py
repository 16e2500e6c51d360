"""Puts into the queue what is due, again and again, by what our own tables say."""

import datetime as dt
import time
from collections.abc import Collection
from typing import TYPE_CHECKING

from .._model.worker_settings import WorkerSettings
from .._sending.due_chunks import (
    DueChunk,
    begin_another_workflow,
    find_due_work,
    give_up_chunks,
)
from .._sending.leases import Leases, relieve
from .._storage.clock import read_clock
from .._storage.database import Database
from .heartbeats import Heartbeats

if TYPE_CHECKING:
    from .dbos_queue import ChunkQueue, WorkflowStatus

_AHEAD = 2
"""Chunks that wait in the queue, for each that is being sent."""


class Dispatcher:
    """The dispatcher of one worker. Those of other workers do the same, without harm."""

    def __init__(
        self,
        database: Database,
        queue: "ChunkQueue",
        heartbeats: Heartbeats,
        leases: Leases,
        settings: WorkerSettings,
    ) -> None:
        self._database = database
        self._queue = queue
        self._heartbeats = heartbeats
        self._leases = leases
        self._settings = settings

    def look(self) -> float:
        """Queue what is due; seconds after which to look again."""
        relieve(self._database, self._settings, own=self._leases)
        give_up_chunks(self._database)
        alive = self._heartbeats.alive()
        ahead = _AHEAD * sum(alive.values())
        due = find_due_work(self._database, ahead, self._settings.most_recipients)
        self._put(due.chunks, alive)
        if due.next_time is None:
            return self._settings.dispatch
        with self._database.reading() as connection:
            seconds = (due.next_time - read_clock(connection)) / dt.timedelta(seconds=1)
        return min(max(seconds, 0.0), self._settings.dispatch)

    def _put(self, chunks: list[DueChunk], alive: Collection[str]) -> None:
        if not chunks:
            return
        statuses = self._queue.statuses(chunk.workflow_id for chunk in chunks)
        for chunk in chunks:
            status = statuses.get(chunk.workflow_id)
            due: DueChunk | None = chunk
            if status is not None:
                if self._is_on_its_way(status, alive):
                    continue
                # It has ended without doing what is due, or got lost.
                due = begin_another_workflow(self._database, chunk)
            if due is not None:
                self._queue.put(due.key, due.workflow_id)

    def _is_on_its_way(self, status: "WorkflowStatus", alive: Collection[str]) -> bool:
        if status.is_waiting:
            # If the clock has been set back since, all that is queued from now on goes before it.
            return status.queued_at <= time.time() + self._settings.silence
        if not status.is_at_work or status.worker not in alive:
            return False
        # A claim comes moments after a worker has taken a chunk. The worker has died, or waits for
        # a call that hangs: in either case another one may do it.
        was_taken_long_ago = (
            status.taken_at is not None
            and abs(time.time() - status.taken_at) > self._settings.silence
        )
        return not was_taken_long_ago
