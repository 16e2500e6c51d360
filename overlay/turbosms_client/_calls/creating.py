"""Creates a single thing: a message in a chat, or a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from .._answers.envelopes import Answer
from .._answers.single_answers import ReadRow, read_one
from .._flows.instructions import Flow
from .._flows.runtime import Runtime
from .._parameters import checks
from .._requests.building import build_request
from .logical_call import LogicalCall
from .request_with_retries import make_request

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
        super().__init__(runtime, operation, body["sequence_id"], checks.check_deadline(deadline))
        self._read_row = read_row
        self._request = build_request(operation, body)

    def run(self) -> Flow[T]:
        """Make the request."""
        return (yield from make_request(self._request, self._read, self.attempts(), call=self))

    def _read(self, answer: Answer) -> T:
        return read_one(self.operation, self._read_row, answer, self.sequence_id)
