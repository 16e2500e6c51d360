"""Looks up messages with `message/status` and `message/details`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from .._answers.envelopes import Answer
from .._answers.rows import StatusOrDetails, read_statuses
from .._answers.single_answers import raise_for_code
from .._flows.instructions import Flow
from .._flows.runtime import Runtime
from .._requests.building import build_request
from .._results.delivery_status import MessageDetails, MessageStatus
from .read_only_calls import ask

_IDS_PER_REQUEST: Final = 5_000  # so that no response is as long as a list of all messages
_OPERATIONS: Final[dict[Any, str]] = {
    MessageStatus: "message/status",
    MessageDetails: "message/details",
}


def look_up(
    runtime: Runtime,
    kind: type[StatusOrDetails],
    message_ids: list[str],
    until: float | None = None,
) -> Flow[dict[str, StatusOrDetails]]:
    """Look up messages, in as many requests as needed, and return the results by id.

    `until` is the time of `time.monotonic` by which they must be done.
    """
    operation = _OPERATIONS[kind]
    statuses: dict[str, StatusOrDetails] = {}
    for start in range(0, len(message_ids), _IDS_PER_REQUEST):
        asked_ids = message_ids[start : start + _IDS_PER_REQUEST]
        request = build_request(operation, {"messages": asked_ids})
        read = _reader(kind, operation, asked_ids)
        answered = yield from ask(runtime, request, read, until)
        statuses.update(answered)
    return statuses


def _reader(
    kind: type[StatusOrDetails], operation: str, asked_ids: list[str]
) -> Callable[[Answer], dict[str, StatusOrDetails]]:
    def read(answer: Answer) -> dict[str, StatusOrDetails]:
        # The service may write an id its own way; the caller gets it as it was passed.
        by_small_id: dict[str, StatusOrDetails] = {}
        for status in read_statuses(kind, answer.result):
            by_small_id[status.message_id.lower()] = status
        if not by_small_id:
            raise_for_code(operation, answer)
        statuses: dict[str, StatusOrDetails] = {}
        for message_id in asked_ids:
            if message_id.lower() in by_small_id:
                statuses[message_id] = by_small_id[message_id.lower()]
        return statuses

    return read
