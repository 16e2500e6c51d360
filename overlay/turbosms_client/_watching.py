"""Watching messages until each of them is final."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final, TypeAlias

from ._errors import TurboSMSError, WaitTimeoutError
from ._flow import Flow, Sleep
from ._results import MessageDetails, MessageStatus

LookUp: TypeAlias = Callable[[list[str], float | None], Flow[dict[str, Any]]]
"""Asks about message ids, within so many seconds."""

_LAST_QUESTION: Final = 1.0
"""Seconds for a question that is asked when the time is as good as over."""


class Watching:
    """Asks again and again about the messages that are not final."""

    def __init__(
        self,
        look_up: LookUp,
        message_ids: list[str],
        *,
        hybrid: bool | None,
        timeout: float | None,
        interval: float,
    ) -> None:
        self._look_up = look_up
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
        """What is known by now, in the order asked for."""
        statuses: dict[str, MessageStatus] = {}
        for message_id in self._message_ids:
            if message_id in self._statuses:
                statuses[message_id] = self._statuses[message_id]
        return statuses

    def changes(self) -> Iterator[Flow[list[MessageStatus]]]:
        """Flows that each return the next statuses that are new, until all messages are final."""
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
                statuses = yield from self._look_up([*self._pending], self._limit())
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

    def _limit(self) -> float | None:
        if self._until is None:
            return None
        return max(self._until - time.monotonic(), _LAST_QUESTION)

    def _take(self, rows: dict[str, MessageStatus | MessageDetails]) -> list[MessageStatus]:
        """Note the rows; those that tell something new."""
        changed: list[MessageStatus] = []
        for message_id, row in rows.items():
            awaits_sms = False
            if isinstance(row, MessageDetails):
                awaits_sms = self._hybrid is True and row.awaits_sms
                status = row.as_status()
            else:
                status = row
            if row.final and not awaits_sms:
                del self._pending[message_id]
            if status.message_id != message_id:  # the service may write it its own way
                status = replace(status, message_id=message_id)
            if self._statuses.get(message_id) != status:
                self._statuses[message_id] = status
                changed.append(status)
        return changed
