"""Handles the events of an inbox in a thread of its own, beside an app."""

import logging
import threading
from typing import Final, Protocol

from turbosms_webhooks._handling.event_handling import Handler
from turbosms_webhooks._processes.forks import ForkAware
from turbosms_webhooks._receiving.events import Event

_LOGGER: Final = logging.getLogger("turbosms_webhooks")


class Run(Protocol):
    """`WebhookInbox.run`."""

    def __call__(self, handler: Handler, *, stop: threading.Event) -> None: ...


class BackgroundRun(ForkAware):
    """A thread that runs an inbox with a handler, until it is stopped."""

    def __init__(self, run: Run, handler: Handler) -> None:
        self._run_inbox = run
        self._handler = handler
        self._begin()
        super().__init__()

    def _begin(self) -> None:
        """Start with nothing: in a new one, and in the copy that a fork has made."""
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread, unless it is there or has come to its end."""
        with self._lock:
            is_running = self._thread is not None and self._thread.is_alive()
            if is_running or self._stop.is_set():
                return
            thread = threading.Thread(
                target=self._run, args=(self._stop,), name="turbosms-webhooks-handler", daemon=True
            )
            try:
                thread.start()
            except RuntimeError:  # there are too many threads: the next call tries again
                _LOGGER.warning("handling events failed: there can be no other thread")
            else:
                self._thread = thread

    def stop_soon(self) -> None:
        """Have the thread end after the event that it handles."""
        self._stop.set()

    def stop(self) -> None:
        """End the thread after the event that it handles; its handler does not wait for that."""
        self.stop_soon()
        with self._lock:
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def after_fork_in_child(self) -> None:
        """Leave the thread to the parent; the child starts one with its first call."""
        self._begin()

    def _run(self, stop: threading.Event) -> None:
        self._run_inbox(self._handle, stop=stop)
        stop.set()

    def _handle(self, event: Event) -> object:
        """Handle an event; what would end the thread is a failure like any other.

        Signals reach the main thread alone, so this is nobody's wish to end the program.
        """
        try:
            return self._handler(event)
        except BaseException as error:
            if isinstance(error, Exception):
                raise
            raise RuntimeError(type(error).__name__) from error
