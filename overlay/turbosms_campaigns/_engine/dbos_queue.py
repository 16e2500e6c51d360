"""The queue of chunks, in DBOS: it hands each one to a worker that has a free hand.

Importing this module loads DBOS, which takes a while: only a worker does. Its tables are a list of
work that can be made again from ours at any time.
"""

import logging
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Final, NamedTuple

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig, SetWorkflowID

from turbosms_languages import _

from .._model.errors import WorkerError
from .._storage.chunk_rows import ChunkKey
from .._storage.database import Database, postgresql_engine
from .patience import EngineUnreachableError

_QUEUE: Final = "turbosms-chunks"
_SCHEMA: Final = "turbosms_engine"
_VERSION: Final = "1"
"""Of the workflow: work that one release has queued is done by the next one, too."""
_WAITING: Final = frozenset({"ENQUEUED", "DELAYED"})
_SPARE_CONNECTIONS: Final = 6


class WorkflowStatus(NamedTuple):
    """How far the work for a chunk is, as the engine has it."""

    is_waiting: bool
    is_at_work: bool
    worker: str | None
    """Who has taken it."""
    taken_at: float | None
    """When a worker has taken it, in seconds since 1970."""
    queued_at: float
    """When it was put into the queue, which hands out the oldest first, in seconds since 1970."""


class _ThisProcess:
    """What the workflow calls: DBOS keeps functions, not objects."""

    do: ClassVar[Callable[[ChunkKey], None] | None] = None


@DBOS.workflow(name="send_chunk", max_recovery_attempts=None)
def send_chunk(campaign_id: int, number: int) -> None:
    """Do the work for a chunk, if this process still works."""
    do = _ThisProcess.do
    if do is not None:
        do(ChunkKey(campaign_id, number))


class ChunkQueue:
    """The engine of this process. There can be one."""

    def __init__(self, database: Database, executor_id: str, polling: float) -> None:
        self._database = database
        self._executor_id = executor_id
        self._polling = polling
        self._engine: sa.Engine | None = None

    def start(self, do: Callable[[ChunkKey], None], concurrency: int) -> None:
        """Begin to take chunks from the queue.

        Args:
            do: called in a thread for each chunk.
            concurrency: how many chunks each worker takes at once. It is stored with the queue, so
                the worker that started last decides for all.

        Raises:
            WorkerError: the engine cannot use the database.
            EngineUnreachableError: the database does not answer; this can be tried again.
        """
        _ThisProcess.do = do
        # With a handler of its own, DBOS prints nothing.
        logging.getLogger("dbos").addHandler(logging.NullHandler())
        try:
            try:
                self._launch(concurrency)
            except sa.exc.DBAPIError:
                if not self._database.is_sqlite:
                    raise
                # The file is damaged, or of another version of DBOS. It holds nothing of its own.
                self._close()
                _remove(self._file)
                self._launch(concurrency)
            DBOS.register_queue(
                _QUEUE,
                worker_concurrency=concurrency,
                polling_interval_sec=self._polling,
                on_conflict="always_update",
            )
        except Exception as error:
            self.stop()
            if isinstance(error, EngineUnreachableError):
                raise
            raise WorkerError(
                _("The engine cannot use the database ({error}).", error=type(error).__name__)
            ) from error

    def stop(self) -> None:
        """Take no more chunks. Those at hand have to be finished before."""
        _ThisProcess.do = None
        self._close()

    def statuses(self, workflow_ids: Iterable[str]) -> Mapping[str, WorkflowStatus]:
        """How far the work under these ids is; those that the engine does not know are missing."""
        found = DBOS.list_workflows(
            workflow_ids=list(workflow_ids), load_input=False, load_output=False
        )
        statuses: dict[str, WorkflowStatus] = {}
        for workflow in found:
            taken_at = None if workflow.dequeued_at is None else workflow.dequeued_at / 1000
            statuses[workflow.workflow_id] = WorkflowStatus(
                is_waiting=workflow.status in _WAITING,
                is_at_work=workflow.status == "PENDING",
                worker=workflow.executor_id,
                taken_at=taken_at,
                queued_at=(workflow.created_at or 0) / 1000,
            )
        return statuses

    def put(self, key: ChunkKey, workflow_id: str) -> None:
        """Put a chunk into the queue, unless it was put there under this id before."""
        with SetWorkflowID(workflow_id):
            DBOS.enqueue_workflow(_QUEUE, send_chunk, key.campaign_id, key.number)

    def take_over_from(self, executor_id: str) -> int:
        """Put what a dead worker had taken back into the queue; how much there was."""
        workflows = DBOS.list_workflows(
            status=["PENDING"], executor_id=executor_id, load_input=False, load_output=False
        )
        workflow_ids = [workflow.workflow_id for workflow in workflows]
        if workflow_ids:
            DBOS.resume_workflows(workflow_ids, queue_name=_QUEUE)
        return len(workflow_ids)

    def _launch(self, concurrency: int) -> None:
        self._engine = self._make_engine(concurrency)
        config: DBOSConfig = {
            "name": "turbosms",
            "executor_id": self._executor_id,
            "application_version": _VERSION,
            "log_level": "ERROR",
            "dbos_system_schema": _SCHEMA,
            # Nothing here waits for notifications, which would take a connection.
            "use_listen_notify": False,
            "system_database_engine": self._engine,
        }
        DBOS(config=config)
        DBOS.launch()

    def _close(self) -> None:
        DBOS.destroy()
        if self._engine is not None:
            self._engine.dispose()

    def _make_engine(self, concurrency: int) -> sa.Engine:
        if self._database.is_sqlite:
            return _sqlite_engine(self._file)
        return _postgresql_engine(self._database.url, concurrency + _SPARE_CONNECTIONS)

    @property
    def _file(self) -> Path:
        return Path(f"{self._database.url.database}-engine")


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _sqlite_engine(path: Path) -> sa.Engine:
    """A file of its own: DBOS writes often, and would hold up what matters."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    engine = sa.create_engine(f"sqlite:///{path}")

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # As DBOS itself sets them, but for the log, and commits that do not wait for the disk: what
        # a power failure takes away is made again.
        connection.isolation_level = "IMMEDIATE"
        connection.execute("PRAGMA busy_timeout = 30000")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")

    return engine


def _postgresql_engine(url: sa.URL, connections: int) -> sa.Engine:
    """Connections whose failures DBOS does not know, and so raises.

    Otherwise it would try again, with pauses of up to a minute and for ever, in the thread that
    asks: a worker could not be stopped while the database is away.
    """
    engine = postgresql_engine(url, connections=connections)

    @sa.event.listens_for(engine, "handle_error")
    def raise_at_once(context: sa.ExceptionContext) -> None:
        cannot_connect = context.connection is None
        is_lost = context.is_disconnect or cannot_connect
        # A connection that is found lost before it is used is replaced.
        if is_lost and not context.is_pre_ping:
            raise EngineUnreachableError(_("the database does not answer")) from (
                context.original_exception
            )

    return engine
