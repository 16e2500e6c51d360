"""Passes events to a handler, in the order of arrival for each message."""

import logging
from collections.abc import Callable
from inspect import isawaitable
from typing import Final, TypeAlias

from turbosms_api.webhook_events import DeliveryReport
from turbosms_webhooks._handling.failures import Failures
from turbosms_webhooks._handling.waiting_events import WaitingEvent, WaitingEvents
from turbosms_webhooks._processes.counts import Counts
from turbosms_webhooks._receiving.events import Event
from turbosms_webhooks._storing.error_names import error_place

_LOGGER: Final = logging.getLogger("turbosms_webhooks")
_MOST_FAILING: Final = 100_000
"""If the events of so many messages have failed, it is the handler that does not work."""

Handler: TypeAlias = Callable[[Event], object]


class EventHandling:
    """Passes waiting events to a handler, each at least once.

    An event whose handler raised is tried again after a pause, and with it waits whatever came
    later for the same message or chat. The others go on.
    """

    def __init__(
        self,
        events: WaitingEvents,
        handler: Handler,
        counts: Counts,
        is_stopped: Callable[[], bool],
    ) -> None:
        self._events = events
        self._handler = handler
        self._counts = counts
        self._is_stopped = is_stopped
        self._failures = Failures()
        self._last_number = 0
        """Of the events up to this one, only those wait that failed or came after one that did."""

    def handle_new(self) -> bool:
        """Handle what has not been tried; whether there was anything."""
        some_were_new = False
        while new := self._events.after(self._last_number):
            for event in new:
                if self._is_stopped() or len(self._failures) >= _MOST_FAILING:
                    return some_were_new
                if event.subject not in self._failures:
                    self._try(event)
                self._last_number = event.event_number
                some_were_new = True
        return some_were_new

    def try_one_again(self) -> bool:
        """Try what has failed for one message, and what came later for it; whether any was due.

        For one only, since a handler that fails may be slow, and what is new goes first.
        """
        subject = self._failures.take_due()
        if subject is None:
            return False
        while waiting := self._events.of_subject(subject):
            for event in waiting:
                if self._is_stopped() or not self._try(event):
                    return True
        self._failures.remove(subject)
        return True

    def seconds_to_next_try(self) -> float | None:
        """When something that failed is to be tried again; None if nothing has."""
        return self._failures.seconds_to_next()

    def _try(self, waiting: WaitingEvent) -> bool:
        """Pass an event on, and take it away; False if the handler raised."""
        event = self._events.read(waiting.event_number)
        if isinstance(event, DeliveryReport) and not self._events.is_news(event):
            self._events.remove(waiting.event_number)
            self._note_success(waiting, "late")
            return True
        try:
            _call(self._handler, event)
        except Exception as error:
            self._note_failure(waiting, error)
            return False
        self._events.remove_handled(waiting.event_number, event)
        self._note_success(waiting, "handled")
        return True

    def _note_success(self, waiting: WaitingEvent, count: str) -> None:
        self._failures.remove(waiting.subject)
        self._counts.add(count)

    def _note_failure(self, waiting: WaitingEvent, error: Exception) -> None:
        self._counts.add("failed")
        times = self._failures.add(waiting.subject)
        # The text of the error may have a number or a text of the event in it.
        _LOGGER.warning(
            "the handler raised %s in %s, time %d for event %d",
            type(error).__name__,
            error_place(error),
            times,
            waiting.event_number,
        )


def _call(handler: Handler, event: Event) -> None:
    result = handler(event)
    if isawaitable(result):
        close = getattr(result, "close", None)
        if close is not None:
            close()
        raise TypeError("the handler has to be awaited: only the ASGI app can do that")
