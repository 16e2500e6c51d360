"""Creates a single thing: a message in a chat, or a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from . import _checks
from ._answers import Answer
from ._exchange import exchange
from ._flow import Flow
from ._logical_call import LogicalCall
from ._questions import ReadRow, read_one
from ._requests import build_request
from ._runtime import Runtime

T = TypeVar("T")


class Creation(LogicalCall[T], Generic[T]):
    """Creates something once, under the `sequence_id` of the body."""

    def __init__(
        self,
        runtime: Runtime,
        operation: str,
        read_row: ReadRow[T],
        body: Mapping[str, Any],
        deadline: float | None = None,
    ) -> None:
        super().__init__(runtime, operation, body["sequence_id"], _checks.check_deadline(deadline))
        self._read_row = read_row
        self._request = build_request(operation, body)

    def run(self) -> Flow[T]:
        """Make the request."""
        return (yield from exchange(self._request, self._read, self.attempts(), self))

    def _read(self, answer: Answer) -> T:
        return read_one(self.operation, self._read_row, answer, self.sequence_id)
