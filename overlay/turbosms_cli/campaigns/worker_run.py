"""A worker in a thread of its own, while the main thread shows what it does and gets signals."""

from __future__ import annotations

import logging
import os
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from turbosms_cli.calling.termination import terminable
from turbosms_cli.printing import exit_codes
from turbosms_languages import _, otherwise, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from turbosms_campaigns import Campaigns
    from turbosms_cli.printing.output import Output


_PAUSE: Final = 0.5
"""Seconds between two looks at what is to be done."""
_SHORTEST_PAUSE: Final = 0.02
"""Seconds between two looks whether the worker has ended."""


class _Notes(logging.Handler):
    """Tells what the worker warns of."""

    def __init__(self, output: Output) -> None:
        super().__init__(logging.WARNING)
        self._output = output

    def emit(self, record: logging.LogRecord) -> None:
        self._output.note(_("The worker: {news}.", news=_news(record)))


def _news(record: logging.LogRecord) -> str:
    """What is logged, in the language of the reader: its text is one of the catalogue."""
    return otherwise(record.getMessage(), _with_arguments(record))


def _with_arguments(record: logging.LogRecord) -> str:
    template = spoken(_(str(record.msg)))
    arguments = record.args if isinstance(record.args, tuple) else ()
    if not arguments:
        return template
    return template % tuple(map(_in_words, arguments))


def _in_words(argument: object) -> object:
    return spoken(argument) if isinstance(argument, str) else argument


class WorkerRun:
    """Runs a worker until it is told to stop, or until it fails."""

    def __init__(self, campaigns: Campaigns, concurrency: int) -> None:
        self._campaigns = campaigns
        self._concurrency = concurrency
        self._stop = threading.Event()
        self._ended = threading.Event()
        self._error: BaseException | None = None
        # A daemon, so that a second Ctrl-C need not wait for its calls.
        self._thread = threading.Thread(target=self._work, name="turbosms-worker", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def end(self) -> None:
        """Let it finish the chunks at hand, and wait for that, if it has begun.

        Raises what it has failed with.
        """
        has_begun = self._thread.ident is not None
        if not has_begun:
            return
        self._stop.set()
        while not self.has_ended(_PAUSE):
            pass
        self._thread.join()
        if self._error is not None:
            raise self._error

    def has_ended(self, seconds: float) -> bool:
        """Wait so long for its end, which comes by itself only if it fails."""
        # Not by the event's own `wait`: where a signal raises in the middle of that, it can become
        # a `RuntimeError: release unlocked lock`.
        until = time.monotonic() + seconds
        while not self._ended.is_set():
            if time.monotonic() >= until:
                return False
            time.sleep(_SHORTEST_PAUSE)
        return True

    def _work(self) -> None:
        try:
            self._campaigns.run(stop=self._stop, concurrency=self._concurrency)
        except BaseException as error:
            self._error = error
        finally:
            self._ended.set()


@contextmanager
def telling_warnings(output: Output) -> Iterator[None]:
    """Print the warnings of the worker during the context."""
    logger = logging.getLogger("turbosms_campaigns")
    handler = _Notes(output)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def work_until(
    run: WorkerRun,
    output: Output,
    is_done: Callable[[], bool],
    *,
    again: str,
    greeting: str | None = None,
) -> bool:
    """Work until something is done, the worker fails, or Ctrl-C; whether it was done.

    The first Ctrl-C, or a signal that ends programs, lets the worker finish the chunks at hand. The
    second one ends the process at once: whatever is under way is looked after by the next worker,
    and nobody gets a message twice.
    """
    with terminable():
        try:
            run.start()
            if greeting is not None:
                output.note(greeting)
            was_done = _wait_until(run, is_done)
        except KeyboardInterrupt:
            was_done = False
            output.note(_("Finishing the chunks at hand. Press Ctrl-C again to end at once."))
        try:
            run.end()
        except KeyboardInterrupt:
            # Without the display, which has hidden the cursor.
            with output.above_display():
                output.note(
                    _(
                        "Ended in the middle of a chunk. The next worker goes on: {again}",
                        again=again,
                    )
                )
                os._exit(exit_codes.FAILED)
    return was_done


def _wait_until(run: WorkerRun, is_done: Callable[[], bool]) -> bool:
    while not is_done():
        if run.has_ended(_PAUSE):
            return False
    return True
