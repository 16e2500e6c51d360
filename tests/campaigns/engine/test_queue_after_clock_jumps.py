"""What was queued before the clock was set back would come after all that is queued later."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

import pytest

from tests.campaigns.steps import chunk_rows, write_running
from turbosms_campaigns._engine.dbos_queue import WorkflowStatus
from turbosms_campaigns._engine.dispatcher import Dispatcher
from turbosms_campaigns._engine.heartbeats import Heartbeats
from turbosms_campaigns._model.worker_settings import WorkerSettings
from turbosms_campaigns._sending.leases import Leases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from turbosms_campaigns._engine.dbos_queue import ChunkQueue
    from turbosms_campaigns._storage.chunk_rows import ChunkKey
    from turbosms_campaigns._storage.database import Database

SETTINGS = WorkerSettings()
DAYS = 2 * 86_400.0


class StillQueue:
    """A queue that hands out nothing."""

    def __init__(self, queued_at: float) -> None:
        self.workflow_ids: list[str] = []
        self._queued_at = queued_at

    def statuses(self, workflow_ids: Iterable[str]) -> Mapping[str, WorkflowStatus]:
        waiting = WorkflowStatus(
            is_waiting=True,
            is_at_work=False,
            worker=None,
            taken_at=None,
            queued_at=self._queued_at,
        )
        return {each: waiting for each in workflow_ids if each in self.workflow_ids}

    def put(self, _: ChunkKey, workflow_id: str) -> None:
        self.workflow_ids.append(workflow_id)


@pytest.mark.parametrize(("ahead", "workflow"), [(DAYS, 2), (0.0, 1), (-DAYS, 1)])
def test_a_chunk_that_waits_in_the_future_is_queued_again(
    ahead: float, workflow: int, database: Database
) -> None:
    key = write_running(database, 3)
    queue = StillQueue(time.time() + ahead)
    heartbeats = Heartbeats(database, "worker", 1, SETTINGS)
    heartbeats.begin()
    leases = Leases(database, SETTINGS)
    dispatcher = Dispatcher(database, cast("ChunkQueue", queue), heartbeats, leases, SETTINGS)
    dispatcher.look()
    dispatcher.look()
    (chunk,) = chunk_rows(database, key)
    assert chunk.workflow == workflow
    assert len(queue.workflow_ids) == workflow
