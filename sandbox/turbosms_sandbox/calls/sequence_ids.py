"""Request numbers.

A request with a known `sequence_id` is not executed again but answers 507 with the first result.
"""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio

from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Answer, Refusal
from turbosms_sandbox.messages.sent_messages import Executed
from turbosms_sandbox.messages.sms_length import is_utf8

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from turbosms_sandbox.messages.sent_messages import Storage

LIFETIME = limits.SEQUENCE_ID_DAYS.value * 86_400
"""Seconds for which a number protects."""


def read_sequence_id(given: object) -> str | None:
    """The number of a request, or None; 300 if no string of 1 to 32 characters (A-35).

    Documentation: Request Numbering. A-47: an empty number is a mistake too, rather than none.
    """
    if given is None:
        return None
    if (
        not isinstance(given, str)
        or not 0 < len(given) <= limits.SEQUENCE_ID_CHARACTERS.value
        or not is_utf8(given)
    ):
        raise Refusal(ResultCode.INVALID_REQUEST)
    return given


class Sequences:
    """The numbers of one account, each belonging to one method."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def once(
        self, now: float, operation: str, sequence_id: str | None, execute: Callable[[], Answer]
    ) -> Answer:
        """Execute a request, or answer what its number was answered before.

        A-50: only a request that created something is remembered. A-51: its result stands, whatever
        is sent with the number later.
        """
        if sequence_id is None:
            return execute()
        earlier = self.earlier(now, operation, sequence_id)
        if earlier is not None:
            return earlier
        answer = execute()
        if answer.created:
            executed = Executed(now, answer.written)
            self._storage.add_executed(operation, sequence_id, executed)
        return answer

    def earlier(self, now: float, operation: str, sequence_id: str | None) -> Answer | None:
        """What answers a request whose number is known, else None."""
        if sequence_id is None:
            return None
        self._storage.forget_executed(before=now - LIFETIME)
        executed = self._storage.executed(operation, sequence_id)
        if executed is None:
            return None
        return Answer(ResultCode.FAILED_DUPLICATE_REQUEST, json.loads(executed.result))


class Turns:
    """The numbered requests that have to wait for something before they are executed."""

    def __init__(self) -> None:
        self._running: dict[tuple[str, str], anyio.Event] = {}

    @asynccontextmanager
    async def take(self, operation: str, sequence_id: str | None) -> AsyncIterator[None]:
        """The twins of a request wait until it is done.

        A-52: of twins at the same time one is executed, and the others get its result.
        """
        if sequence_id is None:
            yield
            return
        key = (operation, sequence_id)
        while (twin := self._running.get(key)) is not None:
            await twin.wait()
        done = self._running[key] = anyio.Event()
        try:
            yield
        finally:
            del self._running[key]
            done.set()
