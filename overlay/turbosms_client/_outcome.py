"""What an answer means: read from the table of result codes, row by row, never from ranges of
numbers.

| overall code          | accepted        | plain refusals      | some not told     | doubtful row |
| --------------------- | --------------- | ------------------- | ----------------- | ------------ |
| success, partial      | report          | refused (first row) | unknown           | unknown      |
| replay                | replayed report | refused (first row) | unknown           | unknown      |
| failure               | report          | refused (overall)   | refused (overall) | unknown      |
| unknown, not in table | report          | unknown             | unknown           | unknown      |

The last three columns are of an answer that accepts nobody.

A recipient is accepted if the row has a `message_id` and its code is no refusal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from turbosms_api.tables.result_codes import ResultCode

Verdict: TypeAlias = Literal["report", "refused", "unknown"]


def is_success(code: int) -> bool:
    """Whether the call did what it was asked for, at least in part, now or before."""
    return isinstance(code, ResultCode) and code.outcome in ("success", "partial", "replay")


def is_full_success(code: int) -> bool:
    """Whether the call did all that it was asked for, now."""
    return isinstance(code, ResultCode) and code.outcome == "success"


def is_refusal(code: int) -> bool:
    """Whether the code says for sure that nothing was done."""
    return isinstance(code, ResultCode) and code.outcome == "failure"


def concerns_all(code: int) -> bool:
    """Whether a refusal concerns the request as a whole, such as a wrong token, and so any further
    one like it.
    """
    return isinstance(code, ResultCode) and code.outcome == "failure" and code.scope == "request"


def judge(overall: int, accepted: int, refused: Sequence[int], missing: int) -> Verdict:
    """What the answer to a send amounts to: by its code, the number accepted, the others' codes,
    the number without.
    """
    if accepted:
        return "report"
    if not all(map(is_refusal, refused)):
        return "unknown"
    if is_refusal(overall):
        return "refused"
    all_are_refused = bool(refused) and not missing
    if is_success(overall) and all_are_refused:
        return "refused"
    return "unknown"
