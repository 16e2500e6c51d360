"""A run: handles what waits and what comes, until it is stopped."""

import logging
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from turbosms_webhooks._handling.event_handling import EventHandling, Handler
from turbosms_webhooks._handling.waiting_events import WaitingEvents
from turbosms_webhooks._processes.counts import Counts
from turbosms_webhooks._processes.news import News
from turbosms_webhooks._processes.run_lock import RunLock
from turbosms_webhooks._storing.error_names import error_name

_LOGGER: Final = logging.getLogger("turbosms_webhooks")
_SECONDS_BETWEEN_LOOKS: Final = 1.0
"""Another process may have stored something."""
_SECONDS_AFTER_ERROR: Final = 5.0
_SHORTEST_WAIT: Final = 0.01


class EventRun:
    """Handles the events of a file, when no other run of any process does."""

    def __init__(  # noqa: PLR0913 - named
        self,
        path: Path,
        *,
        handler: Handler,
        lock: RunLock,
        news: News,
        counts: Counts,
        is_stopped: Callable[[], bool],
    ) -> None:
        self._path = path
        self._handler = handler
        self._lock = lock
        self._news = news
        self._counts = counts
        self._is_stopped = is_stopped

    def until_idle(self) -> None:
        """Handle what waits and has not failed.

        Raises:
            sqlite3.Error, OSError: the file cannot be read or written.
        """
        if self._lock.acquire(self._pause):
            try:
                with closing(WaitingEvents(self._path)) as events:
                    self._handle_new(events)
            finally:
                self._lock.release()

    def until_stopped(self) -> None:
        """Handle what waits and what comes; while the file cannot be used, try again."""
        if self._acquire():
            try:
                while not self._is_stopped():
                    self._handle_all()
            finally:
                self._lock.release()

    def _acquire(self) -> bool:
        while not self._is_stopped():
            try:
                return self._lock.acquire(self._pause)
            except OSError as error:
                self._wait_after(error)
        return False

    def _handle_all(self) -> None:
        """Handle events until it is stopped, or the file cannot be used."""
        try:
            with closing(WaitingEvents(self._path)) as events:
                handling = self._handling(events)
                while not self._is_stopped():
                    self._handle_and_wait(handling)
        except (sqlite3.Error, OSError) as error:
            self._wait_after(error)

    def _handle_and_wait(self, handling: EventHandling) -> None:
        times = self._news.times
        some_were_new = handling.handle_new()
        some_were_due = handling.try_one_again()
        if some_were_new or some_were_due:
            return
        seconds = _SECONDS_BETWEEN_LOOKS
        next_try = handling.seconds_to_next_try()
        if next_try is not None:
            seconds = min(seconds, max(next_try, _SHORTEST_WAIT))
        self._news.wait(times, seconds)

    def _handle_new(self, events: WaitingEvents) -> None:
        handling = self._handling(events)
        while handling.handle_new():
            pass

    def _handling(self, events: WaitingEvents) -> EventHandling:
        return EventHandling(events, self._handler, self._counts, self._is_stopped)

    def _pause(self, seconds: float) -> bool:
        """Wait; whether to go on afterwards."""
        self._news.wait(self._news.times, seconds)
        return not self._is_stopped()

    def _wait_after(self, error: Exception) -> None:
        _LOGGER.warning("handling events failed: %s", error_name(error))
        deadline = time.monotonic() + _SECONDS_AFTER_ERROR
        while not self._is_stopped() and time.monotonic() < deadline:
            self._pause(_SECONDS_BETWEEN_LOOKS)
