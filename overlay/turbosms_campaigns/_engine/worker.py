"""A worker: claims chunks, sends them, and finds out what became of them, until it is stopped."""

import threading
from dataclasses import dataclass, field

from .._storage.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """How a worker works, and until when."""

    stop: threading.Event = field(default_factory=threading.Event)
    until_idle: bool = False
    concurrency: int = 2
    outcomes_timeout: float | None = None


def run_worker(context: Context, options: WorkerOptions) -> None:
    """Work until `stop` is set, or with `until_idle` until there is nothing more to do.

    Raises:
        WorkerError: a worker of another database runs in this process.
    """
    raise NotImplementedError
