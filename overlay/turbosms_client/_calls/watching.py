"""Watching messages until each of them is final."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from .._flows.instructions import Flow, Sleep
from .._flows.runtime import Runtime
from .._results.base_error import TurboSMSError
from .._results.delivery_status import MessageDetails, MessageStatus
from .._results.errors import WaitTimeoutError
from .statuses import look_up

_LAST_REQUEST: Final = 1.0
"""Seconds for a last request when the time is nearly over."""


class Watching:
    """Looks up messages repeatedly until they are final."""

    def __init__(
        self,
        runtime: Runtime,
        message_ids: list[str],
        *,
        hybrid: bool | None,
        timeout: float | None,
        interval: float,
    ) -> None:
        self._runtime = runtime
        # A status is smaller and faster, and enough if there is no second channel.
        self._kind: Any = MessageStatus if hybrid is False else MessageDetails
        self._message_ids = message_ids
        self._hybrid = hybrid
        self._timeout = timeout
        self._interval = interval
        self._until: float | None = None
        self._pending = dict.fromkeys(message_ids)
        self._statuses: dict[str, MessageStatus] = {}
        self._has_asked = False
        self._last_error: TurboSMSError | None = None

    def statuses(self) -> dict[str, MessageStatus]:
        """The statuses known so far, in the order passed."""
        statuses: dict[str, MessageStatus] = {}
        for message_id in self._message_ids:
            if message_id in self._statuses:
                statuses[message_id] = self._statuses[message_id]
        return statuses

    def changes(self) -> Iterator[Flow[list[MessageStatus]]]:
        """Flows that each return the next changed statuses, until all messages are final."""
        if self._timeout is not None:
            self._until = time.monotonic() + self._timeout
        while self._pending:
            yield self._next_changes()

    def _next_changes(self) -> Flow[list[MessageStatus]]:
        while True:
            if self._has_asked:
                yield Sleep(self._pause())
            self._has_asked = True
            try:
                statuses = yield from look_up(
                    self._runtime, self._kind, [*self._pending], self._until_of_request()
                )
            except TurboSMSError as error:
                if not error.temporary:
                    raise
                self._last_error = error
                continue
            changed = self._take(statuses)
            if changed or not self._pending:
                return changed

    def _pause(self) -> float:
        if self._until is None:
            return self._interval
        remaining = self._until - time.monotonic()
        if remaining <= 0:
            raise WaitTimeoutError(
                f"{len(self._pending)} of {len(self._message_ids)} messages are not final after "
                f"{self._timeout:g} s.",
                statuses=self.statuses(),
            ) from self._last_error
        return min(self._interval, remaining)

    def _until_of_request(self) -> float | None:
        if self._until is None:
            return None
        return max(self._until, time.monotonic() + _LAST_REQUEST)

    def _take(self, answered: dict[str, MessageStatus | MessageDetails]) -> list[MessageStatus]:
        """Record statuses, and return those that have changed."""
        changed: list[MessageStatus] = []
        for message_id, status_or_details in answered.items():
            awaits_sms = False
            if isinstance(status_or_details, MessageDetails):
                awaits_sms = self._hybrid is True and status_or_details.awaits_sms
                status = status_or_details.as_status()
            else:
                status = status_or_details
            if status_or_details.final and not awaits_sms:
                del self._pending[message_id]
            if status.message_id != message_id:  # the service may write it its own way
                status = replace(status, message_id=message_id)
            if self._statuses.get(message_id) != status:
                self._statuses[message_id] = status
                changed.append(status)
        return changed
