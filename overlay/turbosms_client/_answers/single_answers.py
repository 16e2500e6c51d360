"""Reads an answer about a single thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from .._answers.envelopes import Answer
from .._results.code_meaning import is_refusal, is_success
from .._results.errors import ProtocolError
from .._results.reports_and_refusals import api_error

T = TypeVar("T")
ReadRow: TypeAlias = Callable[[Any], T | None]


def read_one(
    operation: str, read_row: ReadRow[T], answer: Answer, sequence_id: str | None = None
) -> T:
    """Read the single thing in an answer, unless the code says that there is none."""
    if not is_refusal(answer.code):
        result = read_row(answer.result)
        if result is not None:
            return result
    raise_for_code(operation, answer, sequence_id)
    raise ProtocolError("the response does not say what was done.", operation=operation)


def raise_for_code(operation: str, answer: Answer, sequence_id: str | None = None) -> None:
    """Raise an `APIError` unless the code means success."""
    if not is_success(answer.code):
        raise api_error(answer.code, answer.name, operation=operation, sequence_id=sequence_id)
