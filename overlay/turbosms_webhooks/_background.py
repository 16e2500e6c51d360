"""Handles the events of an inbox in a thread of its own, beside an app."""

import logging
import sqlite3
import threading
from collections.abc import Callable
from typing import Final

from turbosms_webhooks._events import Event
from turbosms_webhooks._inbox import WebhookInbox

_LOGGER: Final = logging.getLogger("turbosms_webhooks")
_SECONDS_AFTER_ERROR: Final = 5.0


class BackgroundRun:
    """A thread that runs an inbox with a handler, until it is stopped."""

    def __init__(self, inbox: WebhookInbox, handler: Callable[[Event], object]) -> None:
        self._inbox = inbox
        self._handler = handler
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread, unless it is there; a fork leaves it behind."""
        is_running = self._thread is not None and self._thread.is_alive()
        if not is_running and not self._stop.is_set():
            self._thread = threading.Thread(
                target=self._run, name="turbosms-webhooks-handler", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """End the thread after the event that it handles."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._inbox.run(self._handler, stop=self._stop)
            except (sqlite3.Error, OSError) as error:
                _LOGGER.warning("handling events failed: %s", type(error).__name__)
                self._stop.wait(_SECONDS_AFTER_ERROR)
            else:
                return
