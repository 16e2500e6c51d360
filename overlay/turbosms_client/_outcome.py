"""What an answer means: read from the table of result codes, row by row, never from ranges of numbers.

| overall code           | someone accepted | nobody, every row a plain refusal | nobody, otherwise     |
| ---------------------- | ---------------- | --------------------------------- | --------------------- |
| success, partial       | report           | refused, by the first row's code  | unknown               |
| replay                 | replayed report  | refused, by the first row's code  | unknown               |
| failure                | report           | refused, by the overall code      | refused, overall code |
| unknown, not in table  | report           | unknown                           | unknown               |

A recipient is accepted if the row has a `message_id` and its code is no refusal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from turbosms_api.tables.result_codes import ResultCode

if TYPE_CHECKING:
    from collections.abc import Sequence


def is_success(code: int) -> bool:
    """Whether the call did what it was asked for, at least in part, now or before."""
    return isinstance(code, ResultCode) and code.outcome in ("success", "partial", "replay")


def is_refusal(code: int) -> bool:
    """Whether the code says for sure that nothing was done."""
    return isinstance(code, ResultCode) and code.outcome == "failure"


def judge(overall: int, accepted: int, refused: Sequence[int], missing: int) -> Literal["report", "refused", "unknown"]:
    """What the answer to a send amounts to: by its code, the number accepted, the others' codes, the number without."""
    if accepted:
        return "report"
    told = bool(refused) and not missing and all(map(is_refusal, refused))
    return "refused" if is_refusal(overall) or (is_success(overall) and told) else "unknown"
