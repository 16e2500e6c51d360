"""The workers of a database: who they are, and which of them are alive."""

import datetime as dt
import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from .._model.worker_settings import WorkerSettings
from .._storage.clock import read_clock
from .._storage.database import Database
from .._storage.tables import WORKER

_ON_SQLITE = "sqlite"
"""The one worker of a file. Its successor has the same name, and so finds what it had begun."""


def executor_id_for(database: Database) -> str:
    """The name of a worker that begins."""
    if database.is_sqlite:
        return _ON_SQLITE
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class Heartbeats:
    """The heartbeat of one worker, and what it sees of the others'."""

    database: Database
    executor_id: str
    concurrency: int
    settings: WorkerSettings

    def begin(self) -> None:
        """Register this worker."""
        with self.database.writing() as connection:
            connection.execute(sa.delete(WORKER).where(self._is_this()))
            now = read_clock(connection)
            connection.execute(
                WORKER.insert().values(
                    executor_id=self.executor_id,
                    host=socket.gethostname(),
                    pid=os.getpid(),
                    concurrency=self.concurrency,
                    started_at=now,
                    heartbeat_at=now,
                )
            )

    def beat(self) -> None:
        """Record a heartbeat."""
        with self.database.writing() as connection:
            connection.execute(
                sa.update(WORKER)
                .where(self._is_this())
                .values(heartbeat_at=read_clock(connection), ended_at=None)
            )

    def end(self) -> None:
        """Record that this worker has ended."""
        self._note_end(self._is_this())

    def silent(self) -> list[str]:
        """Workers that have neither ended nor been alive for a while."""
        with self.database.reading() as connection:
            select = sa.select(WORKER.c.executor_id).where(
                WORKER.c.ended_at.is_(None), ~self._is_alive(connection), ~self._is_this()
            )
            return list(connection.scalars(select))

    def note_death(self, executor_id: str) -> None:
        """Record that a silent worker is dead, once its work has been taken over."""
        self._note_end(WORKER.c.executor_id == executor_id)

    def alive(self) -> Mapping[str, int]:
        """The workers that are alive, and how many chunks each sends at once."""
        with self.database.reading() as connection:
            select = sa.select(WORKER.c.executor_id, WORKER.c.concurrency).where(
                WORKER.c.ended_at.is_(None), self._is_alive(connection)
            )
            concurrencies = {row.executor_id: row.concurrency for row in connection.execute(select)}
        # Whoever asks is alive, even if its heartbeat could not be stored for a while.
        concurrencies[self.executor_id] = self.concurrency
        return concurrencies

    def _is_this(self) -> sa.ColumnElement[bool]:
        return WORKER.c.executor_id == self.executor_id

    def _is_alive(self, connection: sa.Connection) -> sa.ColumnElement[bool]:
        """A heartbeat that lies ahead was before the clock was set back."""
        now = read_clock(connection)
        silence = dt.timedelta(seconds=self.settings.silence)
        return WORKER.c.heartbeat_at.between(now - silence, now + silence)

    def _note_end(self, condition: sa.ColumnElement[bool]) -> None:
        with self.database.writing() as connection:
            connection.execute(
                sa.update(WORKER).where(condition).values(ended_at=read_clock(connection))
            )
