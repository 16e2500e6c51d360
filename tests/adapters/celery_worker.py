"""The task of docs/celery.md with a worker, a Redis and the sandbox, for tests that disturb it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from celery import Celery  # type: ignore[import-untyped]

from tests.docs.examples.page_shell import blocks_of
from tests.kit.processes import Process, environment
from tests.kit.redis_server import RedisServer
from tests.kit.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterable

VISIBILITY_TIMEOUT: Final = 2
"""Seconds, instead of minutes."""
_TASK: Final = "tasks.send_sms"
_ENDED: Final = re.compile(r"Task tasks\.send_sms\[([^]]+)\] (?:succeeded|raised)")
_OWN: Final = """
from tasks import app, send_sms

app.conf.broker_url = {url!r}
app.conf.broker_transport_options = {{
    "visibility_timeout": {timeout},
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
}}
"""


class CeleryWorkers:
    """A queue and its workers, which end with the block."""

    def __init__(self, folder: Path, sandbox: str) -> None:
        self._stack = ExitStack()
        self._workers: list[Process] = []
        self._said_by_the_killed = ""
        self.redis = self._stack.enter_context(RedisServer())
        self._folder = folder
        (code,) = [
            block for block in blocks_of("celery.md", "py") if block.startswith("# tasks.py")
        ]
        (folder / "tasks.py").write_text(code, "utf-8")
        own = _OWN.format(url=self.redis.url, timeout=VISIBILITY_TIMEOUT)
        (folder / "own.py").write_text(own, "utf-8")
        self._environment = environment(
            "TURBOSMS_",
            TURBOSMS_TOKEN="sandbox",
            TURBOSMS_BASE_URL=sandbox,
            NO_PROXY="127.0.0.1",
            SSL_CERT_DIR=str(folder),
        )
        self._producer = self._stack.enter_context(Celery("producer", broker=self.redis.url))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def send(self, phones: Iterable[str], text: str, **options: Any) -> list[str]:
        """Put a task for each phone number into the queue, with options of its own; their ids."""
        return [self._producer.send_task(_TASK, (phone, text), **options).id for phone in phones]

    def start(self, *, concurrency: int) -> Process:
        """A worker that is ready."""
        options: tuple[Any, ...] = ("--concurrency", concurrency, "--loglevel", "INFO")
        celery = Path(sys.executable).with_name("celery")
        words = (celery, "--app", "own", "worker", *options, "--without-gossip", "--without-mingle")
        worker = Process(*words, cwd=self._folder, env=self._environment, group=True)
        self._stack.enter_context(worker)
        self._workers.append(worker)
        wait_for(lambda: " ready." in worker.said() or not worker.running)
        assert worker.running, worker.said()
        return worker

    def kill(self, worker: Process) -> None:
        """Kill -9 a worker, all of whose processes are held, with its processes."""
        self._said_by_the_killed += worker.said()
        self._workers.remove(worker)
        worker.stop(signal.SIGKILL)

    def wait_until_ended(self, task_ids: Iterable[str]) -> None:
        """Wait until workers say of each task that it has ended, and the queue is empty.

        The queue alone does not tell: a task that a worker is about to take is nowhere in Redis.
        """
        left = set(task_ids).difference(_ENDED.findall(self._said_by_the_killed))

        def have_ended() -> bool:
            for worker in self._workers:
                left.difference_update(_ENDED.findall(worker.said()))
            redis: Any = self.redis.client
            return not left and redis.llen("celery") == 0 and self.taken() == 0

        wait_for(have_ended)

    def taken(self) -> int:
        """The tasks that a worker has taken and not finished."""
        redis: Any = self.redis.client
        return int(redis.hlen("unacked"))


def kill_children(worker: Process) -> None:
    """Kill -9 the processes of a worker that do its tasks, but not the worker itself."""
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text("utf-8").split()
    assert children
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(child), signal.SIGKILL)
